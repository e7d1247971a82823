import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Envelope, Fact } from '../../../domain/facts.ts';
import { type MonoMs, wallMs } from '../../../domain/units.ts';
import { deadlineOf, dueFacts } from '../../../runtime/deadlines.ts';
import { inspect, type Memory } from '../../../runtime/monitor.ts';
import { blankState, type PumpState } from '../../../runtime/state.ts';
import { step } from '../../../runtime/step.ts';
import { withChart } from '../../../runtime/withChart.ts';
import { seenOutside } from './outside.ts';
import { isOfTime, type Tape, type Taped } from './tape.ts';

/** What is seen outside of a pump with another chart, and at which step of a tape. */
export type Sight = { readonly at: number; readonly event: string; readonly says: string };

/** Where a replay that shows nothing ends: the pump is the one that ships again, or the tape is over. */
export type Replayed = { readonly sight: Sight | null; readonly sameFrom: number };

/** Steps that are taken after the first one that is answered otherwise, and how often it is asked whether all is as it was. */
const MOST_STEPS = 3_000;
const EVERY = 8;
/** A pump that is woken more often at one instant does not go on. */
const MOST_AT_ONCE = 50;

/**
 * Plays a tape to a pump with another chart, from the first step that it answers otherwise: `from`, before which it
 * is the pump that ships. It hears whatever devices and people did, at the same times, and of its own timers and
 * deadlines when they are over, until something is seen outside: from then on the world would do something else.
 */
export const replay = (chart: AnyStateMachine, { steps }: Tape, from: number): Replayed => {
  const first = steps[from];
  if (first === undefined) throw new Error(`the tape has no step ${from + 1}`);
  let memory: Memory = first.memory;
  let state = from === 0 ? blankState(chart) : withItsTimers(withChart(first.before, chart), chart);

  /** What is seen of a step, beside what the pump that ships comes to; null where nothing is. */
  const take = (envelope: Envelope, shipped: Pick<Taped, 'commands' | 'state'> | null): string | null => {
    const before = state;
    try {
      const stepped = step(before, envelope);
      const seen = inspect(memory, { ...stepped, envelope, before });
      const [broken] = envelope.fact.type === 'fault.latched' ? [] : seen.violations;
      if (broken !== undefined)
        return `it latches a fault: invariant ${broken.invariant} is broken: ${broken.says}`;
      state = stepped.state;
      memory = seen.memory;
      return seenOutside(stepped, shipped ?? { commands: [], state: before });
    } catch (defect) {
      return `it latches a fault: ${defect instanceof Error ? defect.message : String(defect)}`;
    }
  };

  /** Whatever this pump waits for and the one that ships does not, up to a step of the tape. */
  const alone = (taped: Taped, since: MonoMs): string | null => {
    if (isAsleep(taped)) return null;
    let now = since;
    for (let count = 0; count < MOST_AT_ONCE; count += 1) {
      const due = deadlineOf(state);
      if (due === null || Math.max(due, now) >= taped.envelope.monoMs) return null;
      if (due > now) {
        now = due;
        count = 0;
      }
      for (const fact of dueFacts(state, now)) {
        const says = take(momentOf(taped.envelope, now, fact), null);
        if (says !== null) return `by itself, at ${fact.type}: ${says}`;
      }
    }
    return 'it wakes and wakes again, and time stands still';
  };

  const last = Math.min(steps.length, from + MOST_STEPS);
  for (let at = from; at < last; at += 1) {
    const taped = steps[at];
    if (taped === undefined) break;
    const { envelope } = taped;
    const since = steps[at - 1]?.envelope.monoMs ?? envelope.monoMs;
    const says =
      alone(taped, since) ??
      (hears(state, taped) ? take(envelope, taped) : seenOutside({ commands: [], state }, taped));
    if (says !== null) return { sight: { at, event: envelope.fact.type, says }, sameFrom: at };
    if ((at - from) % EVERY === 0 && isSame(state, taped.state)) return { sight: null, sameFrom: at + 1 };
  }
  return { sight: null, sameFrom: steps.length };
};

/** A delay that a chart waits for elsewhere has another event in it: what runs already ends by that one. */
const withItsTimers = (state: PumpState, chart: AnyStateMachine): PumpState => {
  const isOwn = (machine: string): boolean => machine.split(':')[0] === chart.id;
  const events = chart.events.map(String);
  return {
    ...state,
    timers: state.timers.map(timer => {
      if (!isOwn(timer.machine) || events.includes(timer.event)) return timer;
      const own = events.find(event => event.startsWith(`xstate.after.${timer.delay}.`));
      return own === undefined ? timer : { ...timer, event: own };
    }),
  };
};

const momentOf = (envelope: Envelope, at: MonoMs, fact: Fact): Envelope => ({
  ...envelope,
  monoMs: at,
  wallMs: wallMs(envelope.wallMs - (envelope.monoMs - at)),
  fact,
});

/** The pump is off, or its host stood still: nobody wakes it. */
const isAsleep = ({ before, envelope }: Taped): boolean => {
  if (before.pump.matches({ life: 'off' }) || envelope.fact.type === 'power.lost') return true;
  const at = deadlineOf(before);
  return at !== null && at < envelope.monoMs;
};

/**
 * Of its own timers and deadlines a pump hears when it waits for them, as of a journal when it recovers. Whatever else is
 * told of time is noise, which comes all the same.
 */
const hears = (state: PumpState, { envelope, before }: Taped): boolean => {
  const { fact, monoMs } = envelope;
  const isDue = (of: PumpState): boolean => dueFacts(of, monoMs).some(due => isSameFact(due, fact));
  if (fact.type === 'journal.read') return state.pump.matches({ life: 'recovering' });
  return !isOfTime(envelope) || isDue(state) || !isDue(before);
};

const isSameFact = (one: Fact, other: Fact): boolean =>
  one.type === other.type && ('alarm' in one ? one.alarm : null) === ('alarm' in other ? other.alarm : null);

/** Whether a pump is again in every way what the other one is, but for its chart. */
const isSame = (one: PumpState, other: PumpState): boolean =>
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
