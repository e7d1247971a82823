import { describe, expect, test } from 'vitest';
import {
  ALARMS,
  type AlarmName,
  alarmNames,
  type GradeName,
  gradeNames,
  gradeOf,
  stopsTherapy,
} from '../../../src/domain/alarms.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import {
  type Beside,
  type BesideAlarm,
  besideAlarm,
  finder,
  stepping,
} from '../../../src/verify/besideAlarm.ts';
import { eventsTo, explore, type Graph, stepOf } from '../../../src/verify/explore.ts';
import { sortOf } from '../../../src/verify/sorts.ts';
import { type Raise, raisesOf, withoutRaise } from '../../machines/forgetful.ts';
import { req } from '../../support/req.ts';

const raises: readonly Raise[] = raisesOf().filter(({ alarm, grade }) => stopsTherapy(gradeOf(alarm, grade)));

const byPump = (name: AlarmName, grade: GradeName): boolean =>
  raises.some(raise => raise.alarm === name && raise.grade === grade);

const stopsSometimes = (name: AlarmName): boolean =>
  gradeNames.some(grade => {
    const how = ALARMS[name][grade];
    return how !== undefined && stopsTherapy(how);
  });

/** Every row that stops therapy; of those that the pump never names, one of each sort. */
const rows: readonly (Beside & { readonly like: readonly AlarmName[] })[] = [
  ...Map.groupBy(
    alarmNames.filter(name => ALARMS[name].due === undefined && stopsSometimes(name)),
    name => (raises.some(({ alarm }) => alarm === name) ? name : JSON.stringify(sortOf(ALARMS[name]))),
  ).values(),
].flatMap(like => {
  const [name] = like;
  if (name === undefined) return [];
  const row = sortOf(ALARMS[name]);
  const elsewhere = gradeNames.filter(grade => row[grade] !== undefined && !byPump(name, grade));
  return [{ name, row, elsewhere: name === 'internalFault' ? [] : elsewhere, like }];
});

const pump = stepping();

/** States that a row is to be present in, by what the chart knows of its cause. */
const PRESENT_IN: Readonly<Partial<Record<AlarmName, string>>> = {
  occlusion: 'pump.occlusion.occluded',
  reservoirEmpty: 'pump.reservoir.empty',
  motorStall: 'pump.motor.uncertain',
};

/** What raises a row wherever the pump answers it, though delivery may be stopped already. */
const RAISED_BY: Readonly<Partial<Record<AlarmName, (event: Event) => boolean>>> = {
  cartridgeFault: event =>
    [
      'rewind.failed',
      'timer.rewindElapsed',
      'seat.doubted',
      'seating.failed',
      'timer.seatingElapsed',
    ].includes(event.type) ||
    ('found' in event && event.found === 'moved'),
  powerInterrupted: event =>
    ['restart.doubted', 'restart.verified'].includes(event.type) ||
    ('verdict' in event && event.verdict === 'interrupted'),
};

type Verdict = {
  /** States in which delivery is closed and no person has closed it; those that this row alone tells of. */
  readonly closed: number;
  readonly alone: number;
  /** States in which delivery is permitted. */
  readonly open: number;
  readonly broken: readonly Event[] | null;
};

/** Asks of every state whether a stop is told and no delivery is under an alarm, and of every cause its alarm. */
const judge = (system: BesideAlarm, graph: Graph, name: AlarmName): Verdict => {
  const isIn = finder(system.chart);
  const isFailSafe = isIn('pump.life.failSafe');
  const isOperating = isIn('pump.life.operating');
  const isDelivering = isIn('pump.permission.delivering');
  const isReady = isIn('pump.supply.ready');
  const isStoppedByAlarm = isIn('pump.permission.suspendedByAlarm');
  const shutters = ['pump.conditions.stopped', 'pump.occlusion.occluded', 'pump.reservoir.empty'].map(isIn);
  const cause = PRESENT_IN[name];
  const isThere = cause === undefined ? () => false : isIn(cause);
  const raised = RAISED_BY[name] ?? (() => false);
  const permits = (pump: number): boolean => isOperating(pump) && isDelivering(pump);
  let [closed, alone, open] = [0, 0, 0];
  for (const [position, state] of graph.states.entries()) {
    const pump = system.chartState(state);
    const face = system.faceIn(state);
    const others = system.othersIn(state);
    const tells = face.isActive && face.stops && face.priority === 'high';
    const isShut = !isReady(pump) || shutters.some(holds => holds(pump));
    const isClosed = isFailSafe(pump) || isStoppedByAlarm(pump) || (permits(pump) && isShut);
    closed += isClosed ? 1 : 0;
    alone += isClosed && others === 'quiet' ? 1 : 0;
    open += permits(pump) ? 1 : 0;
    const isUntold = isClosed && !tells && others === 'quiet';
    const isUnder = permits(pump) && (face.forbids || others === 'stopping');
    if (isUntold || isUnder || (isThere(pump) && face.condition !== 'present'))
      return { closed, alone, open, broken: eventsTo(graph, position) };
  }
  const raising = graph.labels.map(({ event }) => raised(event));
  for (const [edge, to] of graph.targets.entries()) {
    if (!raising[graph.labelOf[edge] ?? 0]) continue;
    const state = graph.states[to] ?? 0;
    // A verified restart is none to tell of.
    if (system.faceIn(state).isActive || isDelivering(system.chartState(state))) continue;
    const { from, label } = stepOf(graph, edge);
    return { closed, alone, open, broken: [...eventsTo(graph, from), label.event] };
  }
  return { closed, alone, open, broken: null };
};

test('SR-080 the rows that are explored stand for every row that stops therapy', req('SR-080'), () => {
  const all = alarmNames.filter(name => ALARMS[name].due === undefined && stopsSometimes(name));
  expect(rows.flatMap(({ like }) => like).toSorted()).toEqual(all.toSorted());
  expect(all.length).toBeGreaterThan(20);
});

let [states, steps] = [0, 0];

describe('SR-080 the pump beside one alarm, whatever comes', () => {
  for (const row of rows) {
    const title = `SR-080 SR-039 ${row.like.join(', ')}: no stop without an alarm, and no delivery under one`;
    test(title, req('SR-080', 'SR-039'), () => {
      const system = besideAlarm(pump, row);
      const graph = explore(system);
      const { closed, alone, open, broken } = judge(system, graph, row.name);
      expect(broken).toBeNull();
      expect(graph.complete).toBe(true);
      expect(closed).toBeGreaterThan(alone);
      expect(alone).toBeGreaterThan(0);
      expect(open).toBeGreaterThan(0);
      states += graph.states.length;
      steps += graph.targets.length;
    });
  }

  test('what was explored is said', () => {
    console.log(
      `explored beside one alarm: ${states} states and ${steps} steps of ${rows.length} compositions`,
    );
    expect(states).toBeGreaterThan(500_000);
  });
});

/** A mistake shows soon: walks grow until it does. */
const SIZES = [1_000, 10_000, Number.POSITIVE_INFINITY] as const;

describe('SR-080 a pump that forgets an alarm at one place is found', () => {
  test('there is a place for each of these alarms, and most have several', () => {
    expect(raises.length).toBeGreaterThan(30);
  });

  for (const raise of raises) {
    const place = raise.place.filter(key => key !== 'states').join('.');
    test(`SR-080 ${raise.alarm} at ${place}`, req('SR-080'), () => {
      const row = rows.find(({ name }) => name === raise.alarm);
      if (row === undefined) throw new Error(`${raise.alarm} is not explored`);
      const system = besideAlarm(stepping(withoutRaise(raise)), row);
      const isFound = SIZES.some(size => judge(system, explore(system, size), row.name).broken !== null);
      expect(isFound).toBe(true);
    });
  }
});
