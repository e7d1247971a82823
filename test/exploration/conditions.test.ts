import { expect, test } from 'vitest';
import { TIMING } from '../../src/domain/limits.ts';
import type { SmallName } from '../../src/runtime/machines.ts';
import { activeIn } from '../../src/verify/coverage.ts';
import { explore, stepOf } from '../../src/verify/explore.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

/** Every step of a small machine: the innermost states before and after, and what it asked for. */
const stepsOf = (name: SmallName) => {
  const graph = explore(machineAlone(name));
  const leaf = (place: number): string => activeIn(graph, place).at(-1) ?? '';
  return [...graph.targets.keys()].map(edge => {
    const { from, to, label } = stepOf(graph, edge);
    const asked = label.asked.map(({ type, params }) => [type, ...Object.values(params)].join(' '));
    return { before: leaf(from), after: leaf(to), event: label.event.type, asked };
  });
};

test('SR-044 delivery ends for want of a person only after a warning, which any act of one ends', {
  ...req('SR-044'),
}, () => {
  const steps = stepsOf('autoOff');
  const stops = steps.filter(({ asked }) => asked.includes('raiseAlarm autoOff'));
  expect(stops.map(({ before }) => before)).toEqual(['autoOff.attendance.warning']);
  const warned = steps.filter(({ before }) => before === 'autoOff.attendance.warning');
  expect(warned.find(({ event }) => event === 'autoOff.answered')?.after).toBe('autoOff.attendance.counting');
  expect(steps.filter(({ asked }) => asked.includes('raiseAlarm autoOffWarning')).length).toBeGreaterThan(0);
});

test('SR-065 a check follows each wait, asks nothing of delivery, and one that does not end has failed', {
  ...req('SR-065'),
}, () => {
  const steps = stepsOf('selfCheck');
  const due = steps.filter(({ event }) => event === 'timer.checkPeriodElapsed');
  expect(due.map(({ before, asked }) => [before, ...asked])).toEqual([
    ['selfCheck.check.waiting', 'runCheck'],
  ]);
  expect(TIMING.checkPeriod).toBeLessThanOrEqual(15 * 60_000);
  const asked = new Set(steps.flatMap(each => each.asked));
  expect([...asked].sort()).toEqual([
    'ceaseAlarm periodicTestFailed',
    'raiseAlarm periodicTestFailed',
    'runCheck',
  ]);
  const late = steps.filter(({ event }) => event === 'timer.checkAnswerElapsed');
  expect(late.map(({ after }) => after)).toEqual(['selfCheck.check.failed']);
});

test('SR-114 whatever the second channel says against the pump, and its silence, is alarmed for good', {
  ...req('SR-114'),
}, () => {
  const steps = stepsOf('supervisor');
  const against = ['supervisor.vetoed', 'supervisor.disagreed', 'timer.supervisorSilenceElapsed'];
  const heard = steps.filter(
    ({ before, event }) => against.includes(event) && !before.startsWith('supervisor.link.lost'),
  );
  expect(new Set(heard.map(({ event }) => event)).size).toBe(against.length);
  for (const { after, asked } of heard) {
    expect(after).toMatch(/^supervisor\.link\.lost\./);
    expect(asked).toEqual(['raiseAlarm supervisorLost']);
  }
  const ended = steps.filter(({ asked }) => asked.includes('ceaseAlarm supervisorLost'));
  expect([...new Set(ended.map(({ event }) => event))]).toEqual(['selfTest.passed']);
});

test('SR-069 a supply that sinks stops, alarms and switches off in one step, and there is no way on but a start', {
  ...req('SR-069'),
}, () => {
  const steps = stepsOf('battery');
  const begun = steps.filter(
    ({ before, event }) => event === 'power.failing' && before === 'battery.supply.steady',
  );
  expect(begun.length).toBeGreaterThan(0);
  for (const { asked } of begun) expect(asked).toEqual(['raiseAlarm powerInterrupted', 'shutDown']);
  const ended = steps.filter(({ asked }) => asked.includes('ceaseAlarm powerInterrupted'));
  expect([...new Set(ended.map(({ event }) => event))]).toEqual(['power.lost']);
});
