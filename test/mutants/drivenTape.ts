import type { AnyStateMachine } from 'xstate';
import type { Fact } from '../../src/domain/facts.ts';
import { type MonoMs, monoMs, wallMs } from '../../src/domain/units.ts';
import type { Clock, Devices } from '../../src/ports.ts';
import { encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import type { Recovered } from '../../src/runtime/recover.ts';
import { type Observed, run } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { seenOutside } from '../../src/verify/mutants/observed/outside.ts';
import type { Tape } from '../../src/verify/mutants/observed/tape.ts';

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

/** Facts that the runtime brings about by itself, and must not be given. */
const isItsOwn = ({ type }: Fact): boolean =>
  type.startsWith('timer.') ||
  ['clock.reached', 'intent.recorded', 'outcome.recorded', 'journal.read'].includes(type);

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
  /** Calls the first that waits for no later than this; false where nobody does, and then it is that late. */
  const wakeNext = (until: number): boolean => {
    const [next] = [...waiting].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at);
    now = Math.max(now, next?.at ?? until);
    if (next === undefined) return false;
    waiting.delete(next);
    next.then();
    return true;
  };
  return { clock, wakeNext };
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
  const { clock, wakeNext } = handClock(first.envelope.wallMs - first.envelope.monoMs);
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
  const seen: Observed[] = [];
  runtime.observe(step => seen.push(step));
  settle();
  const verdicts = steps.flatMap(({ envelope: { fact } }) =>
    fact.type === 'journal.read' ? [fact.verdict] : [],
  );
  for (const { envelope } of steps) {
    while (wakeNext(envelope.monoMs)) settle();
    if (isItsOwn(envelope.fact)) continue;
    if (envelope.fact.type === 'selfTest.passed') verdict = verdicts.shift() ?? verdict;
    runtime.submit(envelope.fact);
    settle();
  }
  return seen;
};

/** The first step of two runs that somebody outside can tell apart, and how; null where there is none. */
export const firstApart = (
  own: readonly Observed[],
  shipped: readonly Observed[],
): { readonly at: number; readonly says: string } | null => {
  for (const [at, other] of shipped.entries()) {
    const one = own[at];
    if (one === undefined) return { at, says: 'it takes no more facts' };
    const [fact, meant] = [one.envelope.fact, other.envelope.fact].map(each => JSON.stringify(each));
    const says = fact === meant ? seenOutside(one, other) : `it takes ${fact}, the pump that ships ${meant}`;
    if (says !== null) return { at, says };
  }
  return null;
};

/** What a drive along a tape shows of another chart. `undriven`: driven, the pump that ships does not come to what is on the tape. */
export type DrivenOn =
  | { readonly kind: 'seen'; readonly says: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'undriven'; readonly why: string };

/** Drives both up to a step of the tape and what follows on it: the pump that ships must come to that step as it is on the tape. */
export const drivenAlong = (tape: Tape, chart: AnyStateMachine, upTo: number): DrivenOn => {
  const steps = tape.steps.slice(0, upTo);
  const shipped = drivenOn({ ...tape, steps }, null);
  const off = steps.findIndex((step, at) => {
    const own = shipped[at];
    return (
      own === undefined ||
      own.envelope.fact.type !== step.envelope.fact.type ||
      seenOutside(own, step) !== null
    );
  });
  if (off >= 0 && off < upTo - 1) return { kind: 'undriven', why: `step ${off + 1} comes otherwise` };
  const apart = firstApart(drivenOn({ ...tape, steps }, chart), shipped);
  return apart === null ? { kind: 'same' } : { kind: 'seen', says: apart.says };
};
