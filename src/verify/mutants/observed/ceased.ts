import type { AnyStateMachine } from 'xstate';
import { pumpMachine } from '../../../../machines/pump/pump.ts';
import { type AlarmName, isAlarmName } from '../../../domain/alarms.ts';
import { SMALL_MACHINES } from '../../../runtime/machines.ts';
import type { Asked } from '../../automaton.ts';
import type { Surroundings } from './silences.ts';
import { isInVain } from './vain.ts';

/** What a chart asks for, but for what comes to nothing: alarms that it ceases while their cause cannot be there, and orders in vain. */
export type Effective = (state: number, asked: readonly Asked[]) => string;

const CHARTS: readonly AnyStateMachine[] = [pumpMachine, ...Object.values(SMALL_MACHINES)];

/** The names of the charts that raise an alarm. */
const raisersOf = (alarm: AlarmName): readonly string[] => {
  const raise = `{"type":"raiseAlarm","params":{"alarm":"${alarm}"`;
  return CHARTS.filter(({ config }) => JSON.stringify(config).includes(raise)).map(({ id }) => id);
};

/**
 * Charts that raise an alarm beside the one that ceases it, and the events by which they do: as long as that one has raised it by the
 * same event, or has not ceased it since, its own word is enough. A test reads the charts for it.
 */
export const RAISED_TOGETHER: readonly {
  readonly alarm: AlarmName;
  readonly by: string;
  readonly beside: string;
  readonly on: string;
}[] = [{ alarm: 'cgmLost', by: 'therapy', beside: 'sensor', on: 'glucose.lost' }];

/** Whether a chart is the only one whose word counts for the cause of an alarm. */
const isItsOwn = (alarm: AlarmName, name: string): boolean =>
  // A latched fault and a second boot raise it without a chart.
  alarm !== 'internalFault' &&
  raisersOf(alarm).every(
    raiser =>
      raiser === name ||
      RAISED_TOGETHER.some(each => each.alarm === alarm && each.by === raiser && each.beside === name),
  );

type Word = { readonly alarm: AlarmName; readonly isRaised: boolean };

/** What an action says of the cause of an alarm; null where it says nothing. */
const wordOf = ({ type, params }: Asked): Word | null => {
  if (type !== 'raiseAlarm' && type !== 'ceaseAlarm') return null;
  const alarm = params !== undefined && 'alarm' in params ? params.alarm : null;
  return isAlarmName(alarm) ? { alarm, isRaised: type === 'raiseAlarm' } : null;
};

/**
 * To cease an alarm whose cause is not there changes nothing of it, whatever its sort (a test walks them all). Whether it may be there
 * is known in each state of the original: over all ways there, it has been raised since it was last ceased.
 */
export const effectiveIn = (surroundings: Surroundings): Effective => {
  const name = surroundings.chart.machine.id;
  const known = new Map<AlarmName, ReadonlySet<number> | null>();
  const mayBeThere = (alarm: AlarmName, state: number): boolean => {
    const states = known.has(alarm)
      ? known.get(alarm)
      : isItsOwn(alarm, name)
        ? statesWith(surroundings, alarm)
        : null;
    known.set(alarm, states ?? null);
    return states?.has(state) ?? true;
  };
  return (state, asked) => {
    const raised = new Set<AlarmName>();
    const snapshot = surroundings.chart.snapshot(state);
    const some = asked.filter(each => {
      if (isInVain(name, snapshot, each.type)) return false;
      const word = wordOf(each);
      if (word === null) return true;
      if (word.isRaised) raised.add(word.alarm);
      return word.isRaised || raised.has(word.alarm) || mayBeThere(word.alarm, state);
    });
    return JSON.stringify(some);
  };
};

/** The states in which the cause of an alarm may be there: each state walked with and without it, from the beginning. */
const statesWith = ({ chart, alphabet, mayCome }: Surroundings, alarm: AlarmName): ReadonlySet<number> => {
  const events = alphabet.map(event => chart.tables.eventNumber(event));
  const last = new Map<number, boolean | null>();
  /** Whether it is raised or ceased last by an outcome; null where nothing is said. */
  const lastWord = (outcome: number): boolean | null => {
    const found = last.get(outcome);
    if (found !== undefined) return found;
    const words = chart.tables.outcomeAt(outcome).asked.flatMap(each => wordOf(each) ?? []);
    const own = words.filter(word => word.alarm === alarm).at(-1)?.isRaised ?? null;
    last.set(outcome, own);
    return own;
  };
  const met = new Set<number>([chart.initial * 2]);
  // A set grows while it is gone through.
  for (const each of met) {
    const state = Math.floor(each / 2);
    for (const [event, number] of events.entries()) {
      if (!mayCome(state, event)) continue;
      const outcome = chart.take(state, number);
      met.add(chart.landed() * 2 + ((lastWord(outcome) ?? each % 2 === 1) ? 1 : 0));
    }
  }
  return new Set([...met].filter(each => each % 2 === 1).map(each => (each - 1) / 2));
};
