import { expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { currentGrade } from '../../machines/alarm/setup.ts';
import { type Grade, type Priority, stopsTherapy } from '../../src/domain/alarms.ts';
import { activeIn, coverageOf } from '../../src/verify/coverage.ts';
import { explore, type Graph, stepOf } from '../../src/verify/explore.ts';
import { alarmAlone, alarmSorts } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const graphs = alarmSorts.map(sort => ({ sort, graph: explore(alarmAlone(sort)) }));

const isIn = (graph: Graph, position: number, id: string): boolean => activeIn(graph, position).includes(id);

const edgesOf = (graph: Graph): readonly number[] => graph.targets.map((_, edge) => edge);

/** The priority an alarm has in a state of its graph: that of its grade. */
const priorityIn = (graph: Graph, position: number): Priority => gradeIn(graph, position).priority;

const gradeIn = (graph: Graph, position: number): Grade => {
  const state = graph.states[position];
  if (state === undefined) throw new Error(`the graph has no state ${position}`);
  const { context } = graph.system.chart.snapshot(graph.system.chartState(state));
  return currentGrade(context);
};

/** How long a delay of an alarm of this priority is, in ms. */
const lengthOf = (delay: string, priority: Priority): number => {
  const length: unknown = alarmMachine.implementations.delays?.[delay];
  if (typeof length !== 'function') throw new Error(`the alarm has no delay ${delay}`);
  const row = { latching: true, first: { priority, stops: 'nothing' } };
  return Number(length({ context: { row, grade: 'first' } }, undefined));
};

test('every sort of alarm is explored completely; together they meet the whole chart', () => {
  const met = graphs.map(({ graph }) => coverageOf(graph));
  const never = met.map(({ transitionsNeverTaken }) => new Set(transitionsNeverTaken));
  const [first] = never;
  const nowhere = [...(first ?? [])].filter(id => never.every(each => each.has(id)));
  expect(nowhere).toEqual([]);
  for (const { graph } of graphs) {
    expect(graph.complete).toBe(true);
    expect(coverageOf(graph).deadlocks).toEqual([]);
  }
});

test('SR-081 an alarm that nobody answers reaches the siren, a HIGH one within 10 min', req('SR-081'), () => {
  let checks = 0;
  for (const { graph } of graphs) {
    for (let position = 0; position < graph.states.length; position += 1) {
      if (!isIn(graph, position, 'alarm.signal.sounding')) continue;
      const priority = priorityIn(graph, position);
      if (priority === 'low' || priority === 'info') continue;
      let at = position;
      let waited = 0;
      while (!isIn(graph, at, 'alarm.signal.sounding.siren')) {
        const elapsed = edgesOf(graph).find(edge => {
          const { from, to, label } = stepOf(graph, edge);
          return from === at && to !== at && label.event.type.startsWith('timer.');
        });
        if (elapsed === undefined) throw new Error('an alarm waits for ever without a siren');
        const { to, label } = stepOf(graph, elapsed);
        waited += lengthOf(label.event.type.replace(/^timer\.|Elapsed$/g, ''), priority);
        at = to;
      }
      if (priority === 'high') expect(waited).toBeLessThanOrEqual(10 * MINUTE);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});

test('SR-081 a LOW alarm never becomes louder', req('SR-081'), () => {
  let checks = 0;
  for (const { graph } of graphs) {
    for (let position = 0; position < graph.states.length; position += 1) {
      if (priorityIn(graph, position) !== 'low') continue;
      expect(isIn(graph, position, 'alarm.signal.sounding.insistent')).toBe(false);
      expect(isIn(graph, position, 'alarm.signal.sounding.siren')).toBe(false);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});

test(
  'SR-082 a pause ends at an alarm that joins, and lasts at most 2 min for a HIGH alarm',
  req('SR-082'),
  () => {
    let checks = 0;
    for (const { graph } of graphs) {
      for (const edge of edgesOf(graph)) {
        const { from, to, label } = stepOf(graph, edge);
        if (!isIn(graph, from, 'alarm.signal.paused')) continue;
        if (label.event.type !== 'alarm.joined' && label.event.type !== 'timer.audioPauseElapsed') continue;
        expect(isIn(graph, to, 'alarm.signal.sounding')).toBe(true);
        checks += 1;
      }
    }
    expect(lengthOf('audioPause', 'high')).toBeLessThanOrEqual(2 * MINUTE);
    expect(checks).toBeGreaterThan(0);
  },
);

test('SR-080 an alarm whose cause is there is never silent and forgotten', req('SR-080'), () => {
  let checks = 0;
  for (const { graph } of graphs) {
    for (let position = 0; position < graph.states.length; position += 1) {
      const active = !isIn(graph, position, 'alarm.condition.absent');
      expect(
        isIn(graph, position, 'alarm.signal.silent'),
        graph.system.chart.key(graph.system.chartState(position)),
      ).toBe(!active);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(graphs.length);
});

test('SR-083 a latching alarm goes only when a person has dealt with it', req('SR-083'), () => {
  let checks = 0;
  for (const { sort, graph } of graphs) {
    if (!sort.latching) continue;
    for (const edge of edgesOf(graph)) {
      const { from, to, label } = stepOf(graph, edge);
      if (isIn(graph, from, 'alarm.condition.absent') || !isIn(graph, to, 'alarm.condition.absent')) continue;
      const person = stopsTherapy(gradeIn(graph, from))
        ? ['therapy.resumed']
        : ['alarm.acknowledged', 'alarm.ceased'];
      expect(person).toContain(label.event.type);
      if (label.event.type === 'alarm.ceased')
        expect(isIn(graph, from, 'alarm.signal.acknowledged')).toBe(true);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});
