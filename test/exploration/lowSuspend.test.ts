import { expect, test } from 'vitest';
import { activeIn } from '../../src/verify/coverage.ts';
import { explore, stepOf } from '../../src/verify/explore.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

const graph = explore(machineAlone('lowSuspend'));
const steps = [...graph.targets.keys()].map(edge => {
  const { from, to, label } = stepOf(graph, edge);
  return { from: activeIn(graph, from), to: activeIn(graph, to), event: label.event, asked: label.asked };
});
const asks = ({ asked }: (typeof steps)[number], type: string): boolean =>
  asked.some(each => each.type === type);

test('low-glucose suspend is explored whole, and is small', () => {
  expect(graph.complete).toBe(true);
  expect(steps.length).toBeGreaterThan(200);
  expect(new Set(steps.map(({ from }) => from.join())).size).toBeLessThan(100);
});

test(
  'SR-088 SR-090 it asks for nothing but to hold basal and to give it back',
  req('SR-088', 'SR-090'),
  () => {
    const asked = new Set(steps.flatMap(step => step.asked.map(({ type }) => type)));
    expect([...asked].sort()).toEqual([
      'ceaseAlarm',
      'holdBasal',
      'judgeGlucose',
      'raiseAlarm',
      'releaseBasal',
    ]);
  },
);

test(
  'SR-089 basal is held and given back in turn, and exactly where the chart says so',
  req('SR-089'),
  () => {
    const WITHHELD = 'lowSuspend.basal.withheld';
    let held = 0;
    for (const step of steps) {
      const [before, after] = [step.from, step.to].map(states => states.includes(WITHHELD));
      expect(asks(step, 'holdBasal')).toBe(!before && after);
      expect(asks(step, 'releaseBasal')).toBe(before && !after);
      if (asks(step, 'holdBasal')) held += 1;
    }
    expect(held).toBeGreaterThan(3);
  },
);

test('SR-080 a suspension is told by a LOW alarm, and its end where it is used up by a HIGH one', {
  ...req('SR-080'),
}, () => {
  const raised = steps.flatMap(({ event, asked }) =>
    asked.filter(({ type }) => type === 'raiseAlarm').map(({ params }) => `${event.type} ${params.alarm}`),
  );
  expect([...new Set(raised)].sort()).toEqual([
    'glucose.predictedLow lowPredicted',
    'lowSuspend.exhausted suspendLimit',
  ]);
});
