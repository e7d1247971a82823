import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Envelope } from '../../../domain/facts.ts';
import type { Stepped } from '../../../runtime/draft.ts';
import { inspect, type Memory } from '../../../runtime/monitor.ts';
import { once } from '../../../runtime/once.ts';
import { blankState, type PumpState } from '../../../runtime/state.ts';
import { step } from '../../../runtime/step.ts';
import { withChart } from '../../../runtime/withChart.ts';
import { chartOf } from '../fields.ts';
import { follow } from './follow.ts';
import { seenOutside } from './outside.ts';
import type { Tape, Taped } from './tape.ts';

/** What is seen outside of a pump with another chart, and at which step of a tape. */
export type Sight = { readonly at: number; readonly event: string; readonly says: string };

/** Where a replay that shows nothing ends: the pump is the one that ships again, or the tape is over. */
export type Replayed = { readonly sight: Sight | null; readonly sameFrom: number };

/** Steps that are taken after the first one that is answered otherwise, and how often it is asked whether all is as it was. */
const MOST_STEPS = 3_000;
const EVERY = 8;

/**
 * Plays a tape to a pump with another chart, from the first step that it answers otherwise: `from`, before which it
 * is the pump that ships, or, of one that waits elsewhere, from the beginning. It hears whatever devices and people did, at the same times, and of its own timers and
 * deadlines when they are over, until something is seen outside: from then on the world would do something else.
 */
export const replay = (chart: AnyStateMachine, { steps }: Tape, from: number): Replayed => {
  // One that waits elsewhere has waited since it came there, which the pump that ships does not tell; and what it then hears of, nobody
  // knows who looks at its state alone.
  const isElsewhere = waitsElsewhere(chart);
  const begin = isElsewhere ? 0 : from;
  const first = steps[begin];
  if (first === undefined || from >= steps.length) throw new Error(`the tape has no step ${from + 1}`);
  let memory: Memory = first.memory;

  /** What a step comes to, or in which way a fault is latched at it. */
  const take = (before: PumpState, envelope: Envelope): Stepped | string => {
    try {
      const stepped = step(before, envelope);
      const seen = inspect(memory, { ...stepped, envelope, before });
      const [broken] = envelope.fact.type === 'fault.latched' ? [] : seen.violations;
      if (broken !== undefined)
        return `it latches a fault: invariant ${broken.invariant} is broken: ${broken.says}`;
      memory = seen.memory;
      return stepped;
    } catch (defect) {
      return `it latches a fault: ${defect instanceof Error ? defect.message : String(defect)}`;
    }
  };
  const start = begin === 0 ? blankState(chart) : withChart(first.before, chart);
  const own = follow(start, { take, compare: seenOutside });

  const last = Math.min(steps.length, from + MOST_STEPS);
  for (let at = begin; at < last; at += 1) {
    const taped = steps[at];
    if (taped === undefined) break;
    const { envelope } = taped;
    // Begun anew from a journal that has lost its last lines: what the mutant's own journal would have lost, the tape does not say.
    if (at > begin && isAnew(taped, steps[at - 1])) return { sight: null, sameFrom: at };
    const since = steps[at - 1]?.envelope.monoMs ?? envelope.monoMs;
    const says = own.next(taped, since);
    if (says !== null) return { sight: { at, event: envelope.fact.type, says }, sameFrom: at };
    if (!isElsewhere && at >= from && (at - from) % EVERY === 0 && isSame(own.state(), taped.state))
      return { sight: null, sameFrom: at + 1 };
  }
  return { sight: null, sameFrom: steps.length };
};

/** Whether a step does not go on from where the one before it has led. */
const isAnew = ({ before }: Taped, last: Taped | undefined): boolean =>
  last !== undefined && before !== last.state && !isSame(before, last.state);

/** Whether a chart waits in a state in which none of the pump that ships does. */
const waitsElsewhere = once((chart: AnyStateMachine): boolean => {
  const known = waitsOf(chartOf(chart.id));
  return [...waitsOf(chart)].some(wait => !known.has(wait));
});

const waitsOf = (chart: AnyStateMachine): ReadonlySet<string> =>
  new Set(chart.events.map(String).filter(event => event.startsWith('xstate.after.')));

/** Whether a pump is again in every way what the other one is, but for its chart. */
export const isSame = (one: PumpState, other: PumpState): boolean =>
  textOf(one.pump) === textOf(other.pump) &&
  JSON.stringify(one.timers) === JSON.stringify(other.timers) &&
  (Object.keys(one.machines) as (keyof PumpState['machines'])[]).every(
    name => textOf(one.machines[name]) === textOf(other.machines[name]),
  ) &&
  (Object.keys(one.alarms) as (keyof PumpState['alarms'])[]).every(
    name => textOf(one.alarms[name]) === textOf(other.alarms[name]),
  ) &&
  JSON.stringify([one.since, one.ledger]) === JSON.stringify([other.since, other.ledger]);

const texts = new WeakMap<AnyMachineSnapshot, string>();
const textOf = (chart: AnyMachineSnapshot): string => {
  const known = texts.get(chart) ?? JSON.stringify([chart.value, chart.context]);
  texts.set(chart, known);
  return known;
};
