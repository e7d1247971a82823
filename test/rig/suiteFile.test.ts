import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { suiteOf } from '../../hardware/rig/online/failureFiles.ts';
import { benchSuite } from '../../hardware/rig/paths/suites.ts';
import { whyUndriven } from '../../hardware/rig/paths/undriven.ts';
import { rigRecordSchema } from '../../hardware/rig/run/record.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { explore } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { type Suite, suiteToJson } from '../../src/verify/suites/suite.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { type Ended, isletHere, spawnIslet } from '../cli/islet.ts';

const folder = mkdtempSync(join(tmpdir(), 'islet-rig-suite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `islet rig run --suite` in a process of its own, and reads its record. */
const rigRun = async (suite: Suite, more: readonly string[] = []) => {
  const home = mkdtempSync(join(folder, 'run-'));
  writeFileSync(join(home, 'suite.json'), suiteToJson(suite));
  const args = ['rig', 'run', '--suite', 'suite.json', '--sim', '--transport', 'memory', '--station', 'test'];
  const { code, out, err }: Ended = await spawnIslet([...args, ...more], home).ended;
  const [made] = readdirSync(join(home, 'runs'));
  const record = rigRecordSchema.parse(
    JSON.parse(readFileSync(join(home, 'runs', made ?? '', 'rig.json'), 'utf8')),
  );
  return { code, out, err, report: record.suite, record };
};

const states = benchSuite('states');

/** The same with a test before it that asks for what nobody can bring about. */
const asked = suiteOf(
  {
    path: {
      name: 'a fault',
      modes: [],
      steps: [
        { type: 'power.applied' },
        { type: 'selfTest.passed' },
        { type: 'journal.read', verdict: 'new' },
        { type: 'supply.found', found: 'ready' },
        { type: 'fault.detected' },
      ].map(event => ({ event })),
    },
    says: 'pump.life fault.detected 0',
    amiss: 'undriven',
    metAfter: 5,
    runs: 1,
  },
  1,
);
const withFault: Suite = {
  ...states,
  goals: [
    ...asked.goals,
    ...states.goals.map(goal => ('test' in goal ? { ...goal, test: goal.test + 1 } : goal)),
  ],
  tests: [...asked.tests, ...states.tests],
  steps: asked.steps + states.steps,
  resets: asked.resets + states.resets,
};

test('a suite that islet suite wrote is driven on the rig: what was covered, what not and why, by what it was seen', async () => {
  const { code, out, report, record } = await rigRun(states);
  expect(code).toBe(EXIT.ok);
  expect(record).toMatchObject({ plan: 'suite', outcome: 'PASS' });
  if (report === null) throw new Error('no report');
  const { goals, tests, stimuli } = report;
  expect(tests).toEqual({ total: states.tests.length, passed: states.tests.length, failed: 0, undriven: 0 });
  const infeasible = states.goals.filter(goal => 'infeasible' in goal);
  expect(goals.uncovered.map(({ goal }) => goal).toSorted()).toEqual(
    infeasible.map(({ name }) => name).toSorted(),
  );
  expect(goals.covered).toBe(states.goals.length - infeasible.length);
  expect(goals.covered).toBeGreaterThan(60);
  for (const { goal, reason } of goals.uncovered) expect(out).toContain(`not covered: ${goal}: ${reason}`);
  expect(stimuli.reduce((sum, { driven }) => sum + driven, 0)).toBe(states.steps);
  expect(new Set(stimuli.map(({ by }) => by)).size).toBe(2);
  const seen = new Map(report.states.map(({ state, measured }) => [state, measured]));
  expect(seen.get('pump.motor.underway.moving')).toContain('motor');
  expect(seen.get('pump.bolus.confirming.once')).toContain('told');
  expect(seen.get('pump.life.failSafe')).toContain('alarms');
  expect([...seen.values()].filter(measured => measured.length === 0).length).toBeGreaterThan(0);
});

test('what a rig cannot do is not covered, with the reason, and what it can do still is', async () => {
  const fault = await rigRun(withFault);
  expect(fault.code).toBe(EXIT.ok);
  expect(fault.report?.tests).toMatchObject({ undriven: 1, failed: 0 });
  expect(fault.report?.goals.covered).toBe(states.goals.filter(goal => 'test' in goal).length);
  const undriven = fault.report?.goals.uncovered.find(({ goal }) => goal === 'pump.life fault.detected 0');
  expect(undriven?.reason).toMatch(/^test 1 ended before it, undriven: /);
  expect(undriven?.reason).toContain(whyUndriven('pump.life fault.detected 0') ?? 'nothing is known');
  expect(fault.out).toMatch(/never driven: fault\.detected, 0 of 1/);
});

test('a pump that does otherwise fails the suite', async () => {
  const { code, report, record } = await rigRun(states, ['--fault', 'deafToStop']);
  expect(code).toBe(EXIT.failed);
  expect(record.outcome).toBe('FAIL');
  expect(report?.tests.failed).toBeGreaterThan(0);
});

const lock = CRITERIA.find(({ name }) => name === 'states')?.suite('lock', explore(machineAlone('lock')), {
  n: 1,
  seed: 1,
});
const [first] = states.tests;
const [step] = first?.steps ?? [];
const withFirst = (change: object): string =>
  JSON.stringify({
    ...states,
    tests: states.tests.map((each, test) =>
      test > 0
        ? each
        : { ...each, steps: each.steps.map((one, at) => (at > 0 ? one : { ...one, ...change })) },
    ),
  });

/** What is given to the rig, with what must be said of it. */
const REFUSED: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  'no JSON': ['a suite', /^suite\.json:1: JSON = a suite: .*Generate it anew/],
  'another version': [
    JSON.stringify({ ...states, version: 2 }),
    /^suite\.json: version = 2: .*Generate it anew/,
  ],
  'a suite of a machine that no rig drives': [
    JSON.stringify(lock),
    /^suite\.json: machine = lock: a rig drives the whole pump; .*islet suite pump/,
  ],
  'a suite without tests': [
    JSON.stringify({ ...states, tests: [], goals: [], steps: 0, resets: 0 }),
    /^suite\.json: tests = \[\]: there is nothing to be driven/,
  ],
  'transitions that the chart does not take': [
    withFirst({ taken: ['pump.life.off power.applied 7'] }),
    /^suite\.json: tests\.0\.steps\.0\.taken = pump\.life\.off power\.applied 7: on power\.applied the pump's chart has /,
  ],
  'states that the chart is not in': [
    withFirst({ states: ['pump.life', 'pump.life.failSafe'] }),
    /^suite\.json: tests\.0\.steps\.0\.states = pump\.life, pump\.life\.failSafe: /,
  ],
  'what the chart does not ask for': [
    withFirst({ asked: [{ type: 'moveMotor', params: {} }] }),
    /^suite\.json: tests\.0\.steps\.0\.asked = moveMotor: /,
  ],
};

test.each(Object.entries(REFUSED))('%s is refused before anything moves', async (_what, [text, says]) => {
  expect(step?.event.type).toBe('power.applied');
  writeFileSync(join(folder, 'suite.json'), text);
  const { code, err } = await isletHere(['rig', 'run', '--suite', 'suite.json', '--sim'], folder);
  expect(code).toBe(EXIT.badInput);
  expect(err).toMatch(says);
  expect(readdirSync(folder)).not.toContain('runs');
});

test.each([
  [[], /^plan = nothing: .*--suite FILE/],
  [['smoke', '--suite', 'suite.json'], /^plan = smoke: .*Leave the plan out/],
  [['--suite', 'nowhere.json'], /^nowhere\.json: suite: there is no such file/],
] as const)('rig run %j is refused with what to do', async (args, says) => {
  const { code, err } = await isletHere(['rig', 'run', ...args], folder);
  expect(code).toBe(EXIT.badInput);
  expect(err).toMatch(says);
});
