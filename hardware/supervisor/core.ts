import { match } from 'ts-pattern';
import { STRAY } from '../../src/domain/drive.ts';
import { TIMING } from '../../src/domain/limits.ts';
import type { Settings } from '../../src/domain/settings.ts';
import type { Motion } from '../../src/ports.ts';
import { type Caps, capsFor } from './caps.ts';
import { bayIs, type Change, judgeMovement, motionIs, noChange, STOPPING } from './change.ts';
import { behind, type Count, counted, countFrom, countOnFrom } from './count.ts';
import { isTooLong, LOOK, type Stretch, stretched } from './stretch.ts';

export type Configuration = { readonly settings: Settings; readonly hash: string };

/** What the second channel hears. Instants are ms on its own monotonic clock. */
export type Heard =
  | { readonly type: 'second.passed'; readonly at: number }
  /** The instant that `deadlineOf` named has come. */
  | { readonly type: 'deadline.passed'; readonly at: number }
  | { readonly type: 'encoder.counted'; readonly counts: number; readonly at: number }
  | { readonly type: 'encoder.failed'; readonly reason: string }
  /** Its own switch of the bay. */
  | { readonly type: 'bay.told'; readonly isOpen: boolean; readonly at: number }
  | { readonly type: 'bay.failed'; readonly reason: string }
  /** The main channel named its configuration; ours was read at that moment. Null: it cannot be read. */
  | {
      readonly type: 'main.started';
      readonly hash: string;
      readonly ours: Configuration | null;
      readonly at: number;
    }
  | { readonly type: 'main.told'; readonly motion: Motion; readonly at: number }
  /** It said good-bye: an orderly end. */
  | { readonly type: 'main.left' }
  /** Its line is gone without a word. */
  | { readonly type: 'main.lost' }
  | { readonly type: 'relay.failed'; readonly reason: string };

/** What the second channel does about it. */
export type Act =
  | { readonly type: 'supply' }
  | { readonly type: 'cut' }
  | { readonly type: 'buzz' }
  | { readonly type: 'hush' }
  | { readonly type: 'readEncoder' }
  | { readonly type: 'agree' | 'beat'; readonly pulses: number; readonly hash: string }
  /** The motor was on for too long, and is cut. */
  | { readonly type: 'tooLong' }
  | { readonly type: 'veto'; readonly reason: string };

export type Watch = {
  readonly phase: 'waiting' | 'watching' | 'cut' | 'ended';
  /** Null until the encoder has spoken. */
  readonly count: Count | null;
  /** What it said last. */
  readonly last: number;
  readonly change: Change;
  /** What moves as a dose moves, without a rest; null at rest. */
  readonly stretch: Stretch | null;
  /** When the encoder is to be asked whether it still moves. */
  readonly lookAt: number | null;
  /** When pulses were seen that count for the hour, the oldest first. */
  readonly seen: readonly number[];
  /** Those of this minute, priming included. */
  readonly lately: readonly number[];
  /** Pulses of this step of priming. */
  readonly primed: number;
  /** What the main channel says that it does. Never believed where a cap is concerned. */
  readonly motion: Motion;
  /** When `motion` was last new. */
  readonly since: number;
  readonly heardAt: number;
  readonly caps: Caps | null;
  readonly hash: string;
  /** Where the encoder stood when the motor was cut, as pulses. */
  readonly cutAt: number;
  /** A beat is owed: the encoder was asked for it. */
  readonly asked: boolean;
};

export const newWatch: Watch = {
  phase: 'waiting',
  count: null,
  last: 0,
  change: noChange,
  stretch: null,
  lookAt: null,
  seen: [],
  lately: [],
  primed: 0,
  motion: 'stopped',
  since: 0,
  heardAt: 0,
  caps: null,
  hash: '0'.repeat(16),
  cutAt: 0,
  asked: false,
};

export type Decided = readonly [Watch, readonly Act[]];

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** When the main channel has been silent for too long. Each of its words puts that off, whatever the phase (SR-114). */
const silentAt = ({ heardAt }: Watch): number => heardAt + TIMING.mainSilence;

/** When it wants to be told that time has passed, ms; null when nothing is waited for. */
export const deadlineOf = (watch: Watch): number | null =>
  watch.phase === 'watching' ? Math.min(silentAt(watch), watch.lookAt ?? Number.POSITIVE_INFINITY) : null;

/** The second channel as one pure function: what it makes of what it hears. */
export const decide = (watch: Watch, heard: Heard): Decided =>
  match<Heard, Decided>(heard)
    .with({ type: 'second.passed' }, () => passSecond(watch))
    .with({ type: 'deadline.passed' }, ({ at }) => passDeadline(watch, at))
    .with({ type: 'encoder.counted' }, ({ counts, at }) => beatIfAsked(count(watch, counts, at)))
    .with({ type: 'encoder.failed' }, ({ reason }) => cut({ ...watch, asked: false }, reason))
    .with({ type: 'bay.told' }, ({ isOpen, at }) => [
      { ...watch, change: bayIs(watch.change, isOpen, at) },
      watch.change.bay === 'open' ? [{ type: 'readEncoder' }] : [],
    ])
    .with({ type: 'bay.failed' }, ({ reason }) => cut(watch, reason))
    .with({ type: 'main.started' }, started => start(watch, started))
    .with({ type: 'main.told' }, ({ motion, at }) => hear(watch, motion, at))
    .with({ type: 'main.left' }, () => [{ ...watch, phase: 'ended' }, [{ type: 'cut' }, { type: 'hush' }]])
    .with({ type: 'main.lost' }, () => cut(watch, 'the main channel is gone'))
    .with({ type: 'relay.failed' }, ({ reason }) => cut(watch, reason))
    .exhaustive();

const cut = (watch: Watch, reason: string): Decided => cutSaying(watch, { type: 'veto', reason });

/** For good: only a new process begins anew. The buzzer does not ask whether the main channel can still sound. */
const cutSaying = (watch: Watch, why: Act): Decided =>
  watch.phase === 'cut' || watch.phase === 'ended'
    ? [watch, []]
    : [{ ...watch, phase: 'cut', cutAt: watch.count?.pulses ?? 0 }, [{ type: 'cut' }, { type: 'buzz' }, why]];

const passSecond = (watch: Watch): Decided =>
  watch.phase === 'ended' ? [watch, []] : [{ ...watch, asked: true }, [{ type: 'readEncoder' }]];

const passDeadline = (watch: Watch, at: number): Decided => {
  if (watch.phase !== 'watching') return [watch, []];
  if (at >= silentAt(watch)) return cut(watch, `the main channel was silent for ${TIMING.mainSilence} ms`);
  return watch.lookAt !== null && at >= watch.lookAt
    ? [{ ...watch, lookAt: null }, [{ type: 'readEncoder' }]]
    : [watch, []];
};

const beatIfAsked = ([watch, acts]: Decided): Decided =>
  watch.asked && watch.phase !== 'waiting' && watch.phase !== 'ended'
    ? [
        { ...watch, asked: false },
        [...acts, { type: 'beat', pulses: watch.count?.pulses ?? 0, hash: watch.hash }],
      ]
    : [{ ...watch, asked: false }, acts];

const hear = (watch: Watch, motion: Motion, at: number): Decided => {
  const isNew = motion !== watch.motion;
  const next: Watch = {
    ...watch,
    motion,
    change: motionIs(watch.change, watch.motion, motion, at),
    since: isNew ? at : watch.since,
    heardAt: at,
    primed: isNew && motion === 'priming' ? 0 : watch.primed,
  };
  if (motion === 'failed') return cut(next, 'the main channel has failed');
  // Where the plunger came to rest is where pulses count on from.
  return [next, isNew && watch.motion === 'seating' ? [{ type: 'readEncoder' }] : []];
};

const start = (watch: Watch, { hash, ours, at }: Extract<Heard, { type: 'main.started' }>): Decided => {
  if (watch.phase === 'cut' || watch.phase === 'ended')
    return [watch, [{ type: 'veto', reason: 'the motor is cut for good' }]];
  if (ours === null) return cut(watch, 'no settings can be read');
  const next: Watch = { ...watch, hash: ours.hash, caps: capsFor(ours.settings), heardAt: at };
  if (ours.hash !== hash) return cut(next, `configured otherwise: ${ours.hash} here, ${hash} there`);
  if (watch.count === null) return cut(next, 'the encoder has not spoken');
  if (watch.change.bay === 'unseen') return cut(next, 'the switch of the bay has not spoken');
  if (watch.phase === 'watching') return [next, []];
  return [
    { ...next, phase: 'watching' },
    [{ type: 'supply' }, { type: 'agree', pulses: watch.count.pulses, hash: ours.hash }],
  ];
};

const count = (watch: Watch, counts: number, at: number): Decided => {
  const before = watch.count ?? countFrom(counts);
  const known: Watch = { ...watch, count: before, last: counts };
  // What is cut may not move, whatever it is for.
  if (watch.phase === 'cut') return dose(known, before, counts, at);
  const moved = watch.count === null ? 0 : counts - watch.last;
  return match(judgeMovement(watch.change, watch, moved, at))
    .returnType<Decided>()
    .with({ is: 'free' }, ({ change }) => [
      { ...known, change, count: countOnFrom(before, counts), stretch: null, lookAt: null },
      [],
    ])
    .with({ is: 'wrong' }, ({ reason }) => cut({ ...known, count: counted(before, counts) }, reason))
    .with({ is: 'dose' }, () => {
      const stretch = stretched(watch.stretch, moved, at);
      const next: Watch = { ...known, stretch, lookAt: stretch === null ? null : at + LOOK };
      return watch.phase === 'watching' && stretch !== null && isTooLong(stretch)
        ? cutSaying({ ...next, count: counted(before, counts) }, { type: 'tooLong' })
        : dose(next, before, counts, at);
    })
    .exhaustive();
};

const dose = (watch: Watch, before: Count, counts: number, at: number): Decided => {
  const after = counted(before, counts);
  const fresh = Array.from({ length: after.pulses - before.pulses }, () => at);
  const isPriming = watch.motion === 'priming';
  const next: Watch = {
    ...watch,
    count: after,
    seen: [...watch.seen, ...(isPriming ? [] : fresh)].filter(each => at - each < HOUR),
    lately: [...watch.lately, ...fresh].filter(each => at - each < MINUTE),
    primed: watch.primed + (isPriming ? fresh.length : 0),
  };
  if (watch.phase === 'cut' && after.pulses > watch.cutAt)
    return [
      { ...next, cutAt: after.pulses },
      [
        { type: 'cut' },
        { type: 'buzz' },
        { type: 'veto', reason: 'the motor moved although it is cut: the relay sticks' },
      ],
    ];
  if (watch.phase !== 'watching') return [next, []];
  if (behind(before, counts) >= 2 * STRAY) return cut(next, 'the plunger goes back while the bay is closed');
  if (fresh.length === 0) return [next, []];
  const broken = brokenBy(next, at);
  return broken === null ? [next, []] : cut(next, broken);
};

/** Which cap these pulses have broken, in words. */
const brokenBy = (
  { caps, seen, lately, primed, motion, since, change }: Watch,
  at: number,
): string | null => {
  if (caps === null) return 'it moves before anything was agreed';
  if ((motion === 'stopped' || motion === 'rewinding') && at - since > STOPPING)
    return `the plunger moves while the main channel says ${motion}`;
  if (motion === 'priming' && !change.begun) return 'it primes, and no bay was opened';
  if (seen.length > caps.hourly) return `more than ${caps.hourly} pulses within an hour`;
  if (lately.length > caps.perMinute) return `more than ${caps.perMinute} pulses within a minute`;
  if (primed > caps.perPrime) return `more than ${caps.perPrime} pulses in one step of priming`;
  return null;
};
