import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { bodyHistory } from '../bodyHistory.ts';
import type { Charts } from '../charts/files.ts';
import type { Overlay } from '../overlay.ts';
import type { Frame, Status } from '../protocol.ts';
import type { RequirementText } from '../server.ts';
import { hasAsked, hearAnswer, hearOf, offsetMinutes, say } from './asking.ts';
import { noteChanges, noteNoted, noteSteps } from './changes.ts';
import { clockHand, type Instant, steadyFactor } from './clock-hand.ts';
import { followOn } from './following.ts';
import { activeAt, createHistory, type HistoryView } from './history.ts';
import { createInsight } from './insight.ts';
import { beginJudged, learnJudged, takeJudged } from './judged-run.ts';
import { keptFrames } from './kept.ts';
import { createLooking, type Looking } from './looking.ts';
import { momentsIn } from './moments-in.ts';
import { type Moment, type Past, Refused, type RunSource } from './run-source.ts';
import { steadySet } from './steady.ts';
import { wallClock } from './wall-clock.ts';
import { isNotable } from './words.ts';

/** The page's whole state, as signals. Frames come in, nothing else changes what is shown of the pump. */

export { answer, asked, lastBolus, loaded, offsetMinutes, request } from './asking.ts';
export { changesOf } from './changes.ts';

export const latest = signal<Frame | null>(null);
export const status = signal<Status | null>(null);
export const charts = signal<Charts | null>(null);
/** What runs met of the charts, where the page was given that. */
export const coverage = signal<Overlay | null>(null);
export const requirements = signal<Readonly<Record<string, RequirementText>>>({});
export const link = signal<'connecting' | 'open' | 'lost' | 'refused'>('connecting');
/** Goes up with each message; what reads the history subscribes to it. */
export const version = signal(0);
/** The instant a person looks at, in monotonic ms; null is now. */
export const pinned = signal<number | null>(null);
export const selected = signal<string | null>(null);
/** The requirement that a person looks at, by its id. */
export const requirement = signal<string | null>(null);
/** Keys `machine|transition` taken in the last message, and its number, which restarts the glow. */
export const glow = signal<{ readonly round: number; readonly keys: ReadonlySet<string> }>({
  round: 0,
  keys: new Set(),
});
export const history = createHistory();
/** What plots draw: the whole run, or more of the stretch that is looked at. */
export const drawn = signal<HistoryView>(history);
export const lived = bodyHistory();
export const insight = createInsight();
const MOST_NOTABLE = 3_000;
let kept = keptFrames();
let notable: Frame[] = [];
/** Whether any instant of the run can be had, whatever the page holds. */
export const isIndexed = signal(false);
/** Where somebody may want to go, in order of time. */
export const moments = signal<readonly Moment[]>([]);
const looking = signal<Looking | null>(null);

/** Whether what the page holds tells of an instant; otherwise it is looked up. */
const isHeld = (monoMs: number): boolean => {
  const [first] = kept.recent();
  return !isIndexed.value || (first !== undefined && (first.monoMs < monoMs || first.seq === 1));
};

export const framesOf = (which: 'all' | 'notable'): readonly Frame[] => {
  const at = pinned.value;
  if (at === null || looking.value === null || isHeld(at)) return which === 'all' ? kept.recent() : notable;
  return which === 'all' ? looking.value.before.value : looking.value.noted.value.map(({ frame }) => frame);
};

/** The frame shown: the latest, or the one of the pinned instant; its own clock is shown with it. Until that is there, the one before stays. */
export const shown = computed<Frame | null>(() => {
  const at = pinned.value;
  if (at === null) return latest.value;
  return (isHeld(at) ? kept.at(at) : looking.value?.found.value?.frame) ?? latest.value;
});

/** Whether what is shown is of the instant that is looked at: while that is looked up, the one before stays. */
export const isThere = computed((): boolean => {
  const at = pinned.value;
  return at === null || isHeld(at) || looking.value?.found.value?.at === at;
});

/** The pump's clock now, going on between frames; at each second of it this changes. */
const now = signal<Instant | null>(null);
/** The factor that time runs at, as a person is told it. */
export const runsAt = signal(1);
const hand = clockHand();
const steady = steadyFactor();

/** The instant of what is shown: it goes on with the pump's clock, but stands still when looking back. */
export const shownAt = computed<Instant | null>(() => {
  const frame = shown.value;
  return pinned.value === null && frame && now.value ? now.value : frame;
});

/** The pump's clock that runs, in monotonic ms, whatever instant is looked at. */
export const runningMonoMs = computed<number>(() =>
  Math.max(now.value?.monoMs ?? 0, latest.value?.monoMs ?? 0),
);

const moveHand = (): void => {
  const next = hand.at(performance.now());
  const second = (at: Instant | null): number => Math.floor((at?.wallMs ?? 0) / 1_000);
  if (second(next) !== second(now.peek())) now.value = next;
};

/** The first run that was told of: a page shows one, and begins anew with another. */
let run: string | null = null;

const takeStatus = (said: Status): void => {
  if (said.run !== undefined) {
    if (run !== null && run !== said.run) location.reload();
    run = said.run;
  }
  const real = performance.now();
  const { speed, clock } = said;
  if (speed.allowed !== undefined) {
    runsAt.value = steady(speed.allowed, speed.achieved, real);
    hand.run(Math.min(runsAt.value, speed.allowed), real);
  }
  if (clock) hand.hear(clock, real);
  status.value = said;
  moveHand();
};

const wall = wallClock();
/** The wall clock at an instant of the monotonic one. */
export const wallOf = wall.at;

/** The instant that is looked at, in monotonic seconds. */
export const lookedAt = computed<number>(() => {
  version.value;
  return (pinned.value ?? latest.value?.monoMs ?? 0) / 1_000;
});

/** `machine|state` of every active state at the instant shown. */
export const active = steadySet(() => {
  const at = pinned.value;
  const frame = shown.value;
  const keys = new Set<string>();
  for (const [machine, ids] of Object.entries(frame?.active ?? {})) {
    if (at !== null && !isIndexed.value && !machine.startsWith('alarm:')) continue;
    for (const id of ids ?? []) keys.add(`${machine}|${id}`);
  }
  // Of a run without an index only some of the old frames are kept.
  if (at !== null && !isIndexed.value)
    for (const id of activeAt(history.lanes(), at / 1_000)) keys.add(`${id.split('.')[0]}|${id}`);
  return keys;
});

const isLookingBack = computed((): boolean => pinned.value !== null);
/** What glows: the transitions of the pinned frame, or those of the last message. */
export const glowing = computed(() => {
  if (!isLookingBack.value) return glow.value;
  const taken = shown.value?.taken ?? [];
  return {
    round: shown.value?.seq ?? 0,
    keys: new Set(taken.map(({ machine, transition }) => `${machine}|${transition}`)),
  };
});

/** Who else is told of every frame that the page is told of; of those it was not, of the last one. */
const followers = new Set<(frame: Frame) => void>();
export const follow = (tell: (frame: Frame) => void): void => void followers.add(tell);

const takeFrames = (fresh: readonly Frame[]): void => {
  const taken = new Set<string>();
  const passed: Moment[] = [];
  let before = latest.value;
  for (const frame of fresh) {
    history.take(frame);
    lived.take(frame);
    insight.take(frame);
    takeJudged(frame);
    const changed = noteChanges(before, frame);
    for (const moment of momentsIn(frame, before, changed))
      passed.push({ seq: frame.seq, monoMs: frame.monoMs, ...moment });
    wall.hear(frame);
    before = frame;
    kept.add(frame);
    for (const tell of followers) tell(frame);
    if (isNotable(frame) || changed.length > 0) notable.push(frame);
    for (const { machine, transition } of frame.taken) taken.add(`${machine}|${transition}`);
    hearAnswer(frame);
    hearOf(frame);
  }
  if (notable.length > MOST_NOTABLE * 1.5) notable = notable.slice(-MOST_NOTABLE);
  const newest = fresh.at(-1);
  if (newest) hand.hear(newest, performance.now());
  batch(() => {
    latest.value = newest ?? latest.value;
    moveHand();
    if (passed.length > 0) moments.value = [...moments.value, ...passed];
    if (taken.size > 0) glow.value = { round: glow.value.round + 1, keys: taken };
    version.value += 1;
  });
};

/** Begins anew from what an index knows. */
const takePast = (past: Past): void => {
  history.load(past.history);
  kept = keptFrames();
  kept.add(past.latest);
  notable = past.notable.map(({ frame }) => frame);
  wall.load(past.clock);
  if (past.lived) lived.load(past.lived);
  noteNoted(past.notable);
  for (const { frame } of past.notable) {
    insight.take(frame);
    hearOf(frame);
  }
  hand.hear(past.latest, performance.now());
  batch(() => {
    learnJudged(past.verdicts);
    isIndexed.value = true;
    moments.value = past.moments;
    offsetMinutes.value = past.utcOffsetMinutes ?? offsetMinutes.value;
    latest.value = past.latest;
    moveHand();
    version.value += 1;
  });
};

/** Opens a run and follows it; `follow` goes on by itself after a break. */
export const connect = async (source: RunSource): Promise<void> => {
  try {
    const opened = await source.open();
    batch(() => {
      charts.value = opened.charts;
      requirements.value = opened.requirements;
      coverage.value = opened.coverage;
      beginJudged(opened);
      if (opened.past !== null) takePast(opened.past);
    });
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    link.value = 'refused';
    return;
  }
  lookInto(source);
  followOn(source, {
    seq: () => latest.value?.seq ?? 0,
    past: past => {
      const known = latest.peek()?.seq ?? 0;
      takePast(past);
      if (past.seq > known) for (const tell of followers) tell(past.latest);
      if (hasAsked())
        hearUnseen(source, known, past.seq).catch(() => say('What the pump answered is only in the log.'));
    },
    frames: takeFrames,
    status: said => batch(() => takeStatus(said)),
    link: now => {
      link.value = now;
    },
  });
  setInterval(moveHand, 100);
};

/** So many steps at most are looked through for an answer, the newest: whoever asked waits no longer for older ones. */
const MOST_UNSEEN = 4_000;

/** What was asked here may be answered in steps that the page has not been told, as it opened the run again. */
const hearUnseen = async ({ frames }: RunSource, known: number, upTo: number): Promise<void> => {
  for (const frame of await frames(Math.max(known, upTo - MOST_UNSEEN) + 1, upTo)) hearAnswer(frame);
};

const lookInto = (source: RunSource): void => {
  const made = createLooking({
    source,
    failed: why => say(`This instant cannot be shown: ${why}.`),
    learn: frame => {
      insight.take(frame);
      version.value += 1;
    },
  });
  looking.value = made;
  effect(() => {
    const at = pinned.value;
    if (at !== null && !isHeld(at)) untracked(() => made.at(at));
  });
  effect(() => {
    noteNoted(made.noted.value);
    noteSteps(made.before.value);
  });
  runSource = source;
};

/** Where the run is from; null before it is opened. */
export let runSource: RunSource | null = null;
