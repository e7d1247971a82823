import { expect, test } from 'vitest';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { therapyMachine } from '../../machines/therapy/therapy.ts';
import { gradeOf, isAlarmName, isGradeName } from '../../src/domain/alarms.ts';
import type { Asked } from '../../src/verify/automaton.ts';
import { activeIn } from '../../src/verify/coverage.ts';
import { explore, type Graph, stepOf } from '../../src/verify/explore.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

type Taken = {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly event: string;
  readonly asked: readonly Asked[];
};

const stepsOf = (graph: Graph): readonly Taken[] =>
  [...graph.targets.keys()].map(edge => {
    const { from, to, label } = stepOf(graph, edge);
    const { event, asked } = label;
    return { from: activeIn(graph, from), to: activeIn(graph, to), event: event.type, asked };
  });

const raises = ({ asked }: Taken, alarm: string): boolean =>
  asked.some(({ type, params }) => type === 'raiseAlarm' && params.alarm === alarm);

const LOOP = 'therapy.mode.closedLoop';
const [MANUAL, ATTEMPTING, ACTIVE, LATE, LIMITED, SAFE] = [
  'therapy.mode.manual',
  ...['attempting', 'active', 'late', 'limited', 'safeBasal'].map(state => `${LOOP}.${state}`),
] as const;

const enters = (step: Taken, state: string): boolean => step.to.includes(state) && !step.from.includes(state);
const leaves = (step: Taken, state: string): boolean => step.from.includes(state) && !step.to.includes(state);

const steps = stepsOf(explore(machineAlone('therapy')));

/** Steps that start automation without its footing. */
const unfounded = (all: readonly Taken[]): readonly Taken[] =>
  all.filter(
    step =>
      enters(step, `${ACTIVE}`) &&
      !step.from.includes(`${LATE}`) &&
      !(step.event === 'automation.accepted' && step.from.includes('therapy.footing.ready')),
  );

test('SR-098 automation starts only on a command, and only where nothing excludes it', req('SR-098'), () => {
  expect(steps.filter(step => enters(step, `${ACTIVE}`)).length).toBeGreaterThan(3);
  expect(unfounded(steps)).toEqual([]);
});

test('SR-098 a therapy chart that forgets its footing is found', req('SR-098'), () => {
  const config = structuredClone(therapyMachine.config) as unknown as {
    states: { mode: { states: { closedLoop: { states: { attempting: { on: Record<string, unknown> } } } } } };
  };
  config.states.mode.states.closedLoop.states.attempting.on['automation.accepted'] = 'active';
  const broken: AnyStateMachine = new StateMachine(config as never, therapyMachine.implementations as never);
  expect(unfounded(stepsOf(explore(machineAlone('therapy', broken)))).length).toBeGreaterThan(0);
});

test('SR-098 whatever excludes automation ends it in the same step', req('SR-098'), () => {
  const excluded = steps.filter(({ event }) => event === 'automation.obstructed');
  expect(excluded.length).toBeGreaterThan(0);
  for (const { to } of excluded)
    expect([ACTIVE, LATE, LIMITED, SAFE].filter(state => to.includes(`${state}`))).toEqual([]);
});

test('SR-099 without glucose or controller automation does less, and tells', req('SR-099'), () => {
  const gone = /^(glucose\.lost|automation\.lapsed|sensor\.(warming|started|failed|expired|removed))$/;
  const met = steps.filter(
    ({ event, from }) => gone.test(event) && (from.includes(`${ACTIVE}`) || from.includes(`${LATE}`)),
  );
  expect(met.length).toBeGreaterThan(20);
  for (const step of met) {
    expect(step.to).toContain(LIMITED);
    expect(raises(step, 'automationDegraded')).toBe(true);
  }
});

test('SR-099 automation that stays limited ends with an alarm, and starts again only if a person wants it', {
  ...req('SR-099'),
}, () => {
  const given = steps.filter(step => leaves(step, LOOP) && step.event.startsWith('timer.'));
  expect(given.length).toBeGreaterThan(0);
  for (const step of given) {
    expect(step.to).toContain(MANUAL);
    expect(raises(step, 'automationDegraded')).toBe(true);
    expect(step.asked.map(({ type }) => type)).toContain('endAutomation');
  }
  const limited = steps.filter(
    ({ from, event }) => from.includes(`${LIMITED}`) && event === 'timer.limitationElapsed',
  );
  expect(limited.length).toBeGreaterThan(0);
  for (const { to } of limited) expect(to).toContain(MANUAL);
  for (const step of steps.filter(each => enters(each, LOOP))) {
    expect(step.event).toBe('automation.enabled');
    expect(step.to).toContain(ATTEMPTING);
  }
});

test(
  'SR-100 too long at an extreme falls back with an alarm, and a glucose value leads out',
  req('SR-100'),
  () => {
    const saturated = steps.filter(
      ({ event, from }) =>
        event === 'automation.saturated' && (from.includes(`${ACTIVE}`) || from.includes(`${LATE}`)),
    );
    expect(saturated.length).toBeGreaterThan(0);
    for (const step of saturated) {
      expect(step.to).toContain(SAFE);
      expect(raises(step, 'automationAtLimit')).toBe(true);
    }
    for (const step of steps.filter(each => leaves(each, `${SAFE}`)))
      expect([
        'glucose.entered',
        'automation.obstructed',
        'automation.disabled',
        'timer.limitationElapsed',
        'power.lost',
      ]).toContain(step.event);
  },
);

test('SR-100 a meter that contradicts the sensor stops automation wherever it stands', req('SR-100'), () => {
  const met = steps.filter(({ event, from }) => event === 'glucose.contradicted' && from.includes(LOOP));
  expect(met.length).toBeGreaterThan(10);
  for (const { to } of met) expect(to).toContain(SAFE);
});

test('an activity means nothing without automation', () => {
  const started = steps.filter(({ event }) => /^(sleep|exercise)\.started$/.test(event));
  expect(started.length).toBeGreaterThan(0);
  for (const { from, to } of started) if (from.includes(MANUAL)) expect(to).toEqual(from);
});

test('SR-087 nothing about glucose, reminders or automation stops delivery', req('SR-087'), () => {
  const may = new Set([
    'raiseAlarm',
    'ceaseAlarm',
    'endAutomation',
    'refuseAutomation',
    'followProfile',
    'followController',
    'onlyLower',
    'limitBasal',
    'endMicrobolus',
    'openQuestion',
    'askController',
    'closeQuestion',
  ]);
  let raised = 0;
  for (const name of ['sensor', 'glucose', 'reminders', 'therapy'] as const) {
    for (const { asked } of stepsOf(explore(machineAlone(name)))) {
      for (const { type, params } of asked) {
        expect(may).toContain(type);
        if (type !== 'raiseAlarm') continue;
        const { alarm, grade = 'first' } = params;
        if (!isAlarmName(alarm) || !isGradeName(grade))
          throw new Error(`${String(alarm)} at ${String(grade)}`);
        expect(['nothing', 'automation']).toContain(gradeOf(alarm, grade).stops);
        raised += 1;
      }
    }
  }
  expect(raised).toBeGreaterThan(100);
});
