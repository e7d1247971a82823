import { describe, expect, test } from 'vitest';
import { exploreOnline } from '../../hardware/rig/online/explore.ts';
import { suiteOf } from '../../hardware/rig/online/failureFiles.ts';
import { brokenBy } from '../../hardware/rig/online/rules.ts';
import type { DriveOptions } from '../../hardware/rig/paths/driveOptions.ts';
import { playOnBench, tellOnBench } from '../../hardware/rig/story/benchStory.ts';
import { properties } from '../../specs/properties.ts';
import { suiteSchema, suiteToJson } from '../../src/verify/suites/suite.ts';

const explored = (planted: Pick<DriveOptions, 'arrange' | 'alter'> = {}, steps = 250) =>
  exploreOnline({
    transport: 'memory',
    seed: 1,
    goals: ['transitions', 'pairs'],
    budget: { steps, ms: Number.POSITIVE_INFINITY, transitions: Number.POSITIVE_INFINITY },
    now: () => 0,
    ...planted,
  });

test('a pump that is well is driven on line to the end of the budget, again and again the same way', async () => {
  const [one, other] = [await explored(), await explored()];
  expect(one).toMatchObject({ endedBy: 'steps', failure: null });
  expect(one.transitions).toBeGreaterThan(60);
  expect(other).toEqual(one);
});

/** Defects, each with how long a failure may still be once it was shrunk. */
const DEFECTS: Readonly<Record<string, readonly [Pick<DriveOptions, 'arrange' | 'alter'>, number]>> = {
  'a motor that ignores every order to stop': [
    { alter: devices => ({ ...devices, motor: { ...devices.motor, stop: () => {} } }) },
    12,
  ],
  'a coupling that slips by 30 %': [{ arrange: world => world.inject({ slipPercent: 30 }) }, 8],
  'a self-test that passes nothing on': [
    { alter: devices => ({ ...devices, selfTest: { ...devices.selfTest, run: () => {} } }) },
    2,
  ],
};

describe.each(Object.entries(DEFECTS))('%s', (_name, [planted, most]) => {
  test('is found on line, and shrunk to a short run that still fails', async () => {
    const { endedBy, failure } = await explored(planted, 2_000);
    expect(endedBy).toBe('failure');
    if (failure === null) throw new Error('no failure');
    console.log(
      `${failure.metAfter} events became ${failure.path.steps.length} in ${failure.runs} runs: ${failure.says}`,
    );
    expect(failure.path.steps.length).toBeLessThanOrEqual(most);
    const { told, result } = await tellOnBench(
      ['a story'],
      failure.path.steps.map(({ event }) => event),
      planted,
    );
    expect(result).toMatchObject({ outcome: 'fail', amiss: failure.amiss });
    expect(told).toContain('= fail: ');
    const suite = suiteOf(failure, 1);
    expect(suiteSchema.parse(JSON.parse(suiteToJson(suite)))).toEqual(suite);
  });
});

test('a run whose chart breaks a property is told by the property', () => {
  const heard = [
    { type: 'power.applied' },
    { type: 'selfTest.passed' },
    { type: 'journal.read', verdict: 'new' },
    { type: 'supply.found', found: 'ready' },
    { type: 'resume.requested', origin: 'user' },
  ];
  expect(brokenBy(heard, properties)).toBeNull();
  const [any] = properties;
  if (any === undefined) throw new Error('no properties');
  const never = {
    ...any,
    name: 'never delivers',
    world: 'any',
    rule: { never: 'pump.permission.delivering' },
  } as const;
  expect(brokenBy(heard, [never])).toMatchObject({ name: 'never delivers' });
});

test('a story of the bench is told again as it is written, and a line that names no event is refused', async () => {
  const { told, journal, result } = await tellOnBench(
    ['a basal pulse'],
    [
      { type: 'power.applied' },
      { type: 'selfTest.passed' },
      { type: 'journal.read', verdict: 'new' },
      { type: 'supply.found', found: 'ready' },
      { type: 'resume.requested' },
      { type: 'pulse.due', channel: 'basal' },
    ].map(event => event),
  );
  expect(result.outcome).toBe('pass');
  expect(journal.length).toBeGreaterThan(5);
  expect((await playOnBench(told)).told).toBe(told);
  await expect(async () => playOnBench(told.replace('channel=basal', 'channel=bsal'))).rejects.toThrow(
    /line \d+, "> pulse\.due channel=bsal": the chart has no such event; write "> pulse\.due channel=basal"/,
  );
});
