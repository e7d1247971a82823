import type { AnyStateMachine } from 'xstate';
import type { Fact } from '../../src/domain/facts.ts';
import { type MonoMs, monoMs, wallMs } from '../../src/domain/units.ts';
import type { Clock, Devices } from '../../src/ports.ts';
import { encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import type { Recovered } from '../../src/runtime/recover.ts';
import { type Observed, run } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { isAsleep } from '../../src/verify/mutants/observed/follow.ts';
import { seenOutside, toldBy } from '../../src/verify/mutants/observed/outside.ts';
import { isOfTime, type Tape, type Taped } from '../../src/verify/mutants/observed/tape.ts';

const nothing = (): void => {};

/** Devices that do as they are told and say nothing: what they said is on the tape. */
const DEAF: Devices = {
  motor: { move: nothing, stop: nothing, rewind: nothing, seat: nothing },
  encoder: { read: nothing },
  force: { read: nothing },
  selfTest: { run: nothing, check: nothing },
  sounder: { test: nothing },
  power: { shutDown: nothing },
  supervisor: null,
  close: () => Promise.resolve(),
};

/** Facts that the runtime brings about by itself, as soon as what is being done is done: they are not given. */
const isItsOwn = ({ type }: Fact): boolean =>
  ['intent.recorded', 'outcome.recorded', 'journal.read'].includes(type);

/** How many of them a step brings about. */
const ownOf = ({ commands, envelope: { fact }, state }: Observed): number =>
  commands.filter(({ type }) => type === 'recordIntent' || type === 'recordOutcome').length +
  (fact.type === 'selfTest.passed' && state.pump.matches({ life: 'recovering' }) ? 1 : 0);

/**
 * What devices and people do on a tape while the pump still has something of its own to take: the host is slow, and what comes
 * meanwhile waits beside it.
 */
const inTheMidst = (steps: readonly Taped[]): ReadonlySet<number> => {
  const midst = new Set<number>();
  let pending = 0;
  for (const [index, step] of steps.entries()) {
    if (isItsOwn(step.envelope.fact)) pending = Math.max(0, pending - 1);
    else if (pending > 0 && !isOfTime(step.envelope)) midst.add(index);
    pending += ownOf(step);
  }
  return midst;
};

/** Time that moves when it is told to; whoever waits is called on the way. */
const handClock = (zeroWall: number) => {
  let now = 0;
  const waiting = new Set<{ readonly at: MonoMs; readonly then: () => void }>();
  const clock: Clock = {
    now: () => monoMs(now),
    wall: () => wallMs(zeroWall + now),
    wakeAt: (at, then) => {
      const wake = { at, then };
      waiting.add(wake);
      return () => void waiting.delete(wake);
    },
  };
  /** Time passes, and nobody is called: the host stands still. */
  const standTo = (until: number): void => {
    now = Math.max(now, until);
  };
  /** Calls the first that waits for no later than this; false where nobody does, and then it is that late. */
  const wakeNext = (until: number): boolean => {
    const [next] = [...waiting].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at);
    standTo(next?.at ?? until);
    if (next === undefined) return false;
    waiting.delete(next);
    next.then();
    return true;
  };
  return { clock, standTo, wakeNext };
};

/**
 * Drives the real runtime, with its journal, its clock and its monitor, by what devices and people do on a tape; it brings
 * about by itself what it records and what it waits for. Ends where the tape does, or the pump switches itself off.
 */
export const drivenOn = ({ steps }: Tape, chart: AnyStateMachine | null): readonly Observed[] => {
  const [first] = steps;
  if (first === undefined) throw new Error('a tape without a step drives nothing');
  const header = encodeHeader({
    islet: 'journal',
    version: 1,
    created: '2026-01-02T00:00:00Z',
    chart: 'test',
  });
  const { clock, standTo, wakeNext } = handClock(first.envelope.wallMs - first.envelope.monoMs);
  const later: (() => void)[] = [];
  const settle = (): void => {
    for (let work = later.shift(); work !== undefined; work = later.shift()) work();
  };
  let verdict: Recovered['verdict'] = 'new';
  const end = { lastHash: header.hash, seq: 0 };
  const runtime = run({
    clock,
    journal: journalOn({ append: nothing, sync: nothing }, end),
    devices: DEAF,
    annunciator: { show: nothing, sound: nothing },
    controller: { ask: nothing },
    defer: work => void later.push(work),
    start: {
      state: blankState(chart ?? undefined),
      end,
      from: monoMs(0),
      boot: [],
      get verdict() {
        return verdict;
      },
      moved: [],
      unseen: null,
    },
  });
  const verdicts = steps.flatMap(({ envelope: { fact } }) =>
    fact.type === 'journal.read' ? [fact.verdict] : [],
  );
  const midst = inTheMidst(steps);
  /** The next of the tape that has not come. */
  let next = 0;
  const give = ({ envelope: { monoMs: at, fact } }: Taped): void => {
    standTo(at);
    if (fact.type === 'selfTest.passed') verdict = verdicts.shift() ?? verdict;
    next += 1;
    runtime.submit(fact);
  };
  const seen: Observed[] = [];
  runtime.observe(step => {
    seen.push(step);
    let taped = steps[next];
    for (; taped !== undefined && isItsOwn(taped.envelope.fact); taped = steps[next]) next += 1;
    if (taped !== undefined && midst.has(next) && !runtime.idle()) give(taped);
  });
  settle();
  for (let taped = steps[next]; taped !== undefined; taped = steps[next]) {
    const { envelope } = taped;
    if (isItsOwn(envelope.fact)) next += 1;
    else if (isOfTime(envelope)) {
      next += 1;
      if (isAsleep(taped)) standTo(envelope.monoMs);
      while (wakeNext(envelope.monoMs)) settle();
    } else {
      if (!isAsleep(taped)) while (wakeNext(envelope.monoMs - 1)) settle();
      // What was given meanwhile is not given again.
      if (taped === steps[next]) give(taped);
      settle();
    }
  }
  return seen;
};

/** What somebody outside sees of a run, in order: what it asks for, and each time that it tells something else of itself. */
const shownOf = (run: readonly Observed[]): readonly string[] => {
  const shown: string[] = [];
  let last: string | null = null;
  for (const { envelope, commands, state } of run) {
    const at = `at ${envelope.monoMs}`;
    for (const command of commands) shown.push(`${at} it asks for ${JSON.stringify(command)}`);
    const told = toldBy(state);
    if (told !== last) shown.push(`${at} it is ${told}`);
    last = told;
  }
  return shown;
};

/** The first that is seen of one run and not of the other; null where there is none. Which timers end in a pump nobody sees. */
export const firstApart = (own: readonly Observed[], shipped: readonly Observed[]): string | null => {
  const [one, other] = [shownOf(own), shownOf(shipped)];
  const length = Math.max(one.length, other.length);
  for (let at = 0; at < length; at += 1)
    if (one[at] !== other[at])
      return `${one[at] ?? 'it asks for no more'}; the pump that ships: ${other[at] ?? 'nothing more'}`;
  return null;
};

/**
 * Why the pump that ships, driven by what devices and people do on a tape, comes to something else: on the tape, a record or the journal comes late,
 * or not, or without having been asked for, where the runtime brings it about by itself at once; a time is over
 * otherwise than at its end; what waits together is taken in another order than by its priority.
 */
export const OTHERWISE = ['record', 'time', 'order'] as const;
export type Otherwise = (typeof OTHERWISE)[number];

/**
 * What a drive along a tape shows of another chart. `otherwise`: nothing, and the pump that ships does not come to what is on the tape,
 * so that it says nothing of the chart.
 */
export type DrivenOn =
  | { readonly kind: 'seen'; readonly says: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'otherwise'; readonly why: Otherwise };

/** Drives both up to a step of the tape, by what devices and people do on it, and holds what is seen of the one against the other. */
export const drivenAlong = (tape: Tape, chart: AnyStateMachine, upTo: number): DrivenOn => {
  const part = { ...tape, steps: tape.steps.slice(0, upTo) };
  const shipped = drivenOn(part, null);
  const says = firstApart(drivenOn(part, chart), shipped);
  if (says !== null) return { kind: 'seen', says };
  const why = otherwiseThan(part.steps, shipped);
  return why === null ? { kind: 'same' } : { kind: 'otherwise', why };
};

/** Null where a run comes to what is on a tape, step by step. */
export const otherwiseThan = (steps: readonly Taped[], run: readonly Observed[]): Otherwise | null => {
  for (const [at, step] of steps.entries()) {
    const own = run[at];
    const isTaped =
      own !== undefined &&
      own.envelope.monoMs === step.envelope.monoMs &&
      JSON.stringify(own.envelope.fact) === JSON.stringify(step.envelope.fact) &&
      seenOutside(own, step) === null;
    if (isTaped) continue;
    const both = own === undefined ? [step] : [own, step];
    if (both.some(({ envelope }) => isItsOwn(envelope.fact))) return 'record';
    return both.some(({ envelope }) => isOfTime(envelope)) ? 'time' : 'order';
  }
  return null;
};
