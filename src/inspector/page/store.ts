import { batch, computed, signal } from '@preact/signals';
import type { Command, Spread } from '../../domain/commands.ts';
import type { Charts } from '../charts/files.ts';
import type { Overlay } from '../overlay.ts';
import type { Frame, PageRequest, Status } from '../protocol.ts';
import type { Problem } from '../requests.ts';
import type { Beginnings, RequirementText } from '../server.ts';
import { bodyHistory } from './body-history.ts';
import { clockHand, type Instant, steadyFactor } from './clock-hand.ts';
import { activeAt, createHistory, type HistoryView } from './history.ts';
import { createInsight } from './insight.ts';
import { beginJudged, takeJudged } from './judged-run.ts';
import { keptFrames } from './kept.ts';
import { Refused, type RunSource } from './run-source.ts';
import { token } from './token.ts';
import { alarmChanges, isNotable } from './words.ts';

/** The page's whole state, as signals. Frames come in, nothing else changes what is shown of the pump. */

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
export const offsetMinutes = signal(0);
/** Keys `machine|transition` taken in the last message, and its number, which restarts the glow. */
export const glow = signal<{ readonly round: number; readonly keys: ReadonlySet<string> }>({
  round: 0,
  keys: new Set(),
});
/** What the pump last asked a person to confirm; `inHourUu` when it asked for the second time. */
export const asked = signal<{
  readonly bolus: string;
  readonly amountUu: number;
  readonly spread: Spread | null;
  readonly inHourUu: number | null;
} | null>(null);
/** What became of the bolus that ended last. */
export const lastBolus = signal<Extract<Command, { type: 'reportBolus' }> | null>(null);
/** The last answer to a request: what was refused, and when it was said. */
export const answer = signal<{ readonly ok: boolean; readonly text: string } | null>(null);

export const history = createHistory();
/** What plots draw: the whole run, or more of the stretch that is looked at. */
export const drawn = signal<HistoryView>(history);
export const lived = bodyHistory();
export const insight = createInsight();
const MOST_NOTABLE = 3_000;
const kept = keptFrames();
let notable: Frame[] = [];
export const framesOf = (which: 'all' | 'notable'): readonly Frame[] =>
  which === 'all' ? kept.recent() : notable;

/** The frame shown: the latest, or the one that is kept for the pinned instant; its own clock is shown with it. */
export const shown = computed<Frame | null>(() => {
  const at = pinned.value;
  if (at === null) return latest.value;
  return kept.at(at) ?? latest.value;
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

/** The wall clock at an instant of the monotonic one, by the newest frame. */
export const wallOf = (monoMs: number): number => {
  const frame = latest.value;
  return frame === null ? 0 : monoMs + frame.wallMs - frame.monoMs;
};

/** The instant that is looked at, in monotonic seconds. */
export const lookedAt = computed<number>(() => {
  version.value;
  return (pinned.value ?? latest.value?.monoMs ?? 0) / 1_000;
});

/** `machine|state` of every active state at the instant shown. */
export const active = computed<ReadonlySet<string>>(() => {
  const at = pinned.value;
  const frame = shown.value;
  const keys = new Set<string>();
  for (const [machine, ids] of Object.entries(frame?.active ?? {})) {
    if (at !== null && !machine.startsWith('alarm:')) continue;
    for (const id of ids ?? []) keys.add(`${machine}|${id}`);
  }
  if (at !== null)
    for (const id of activeAt(history.lanes(), at / 1_000)) keys.add(`${id.split('.')[0]}|${id}`);
  return keys;
});

/** What glows: the transitions of the pinned frame, or those of the last message. */
export const glowing = computed(() => {
  const at = pinned.value;
  if (at === null) return glow.value;
  const taken = shown.value?.taken ?? [];
  return {
    round: shown.value?.seq ?? 0,
    keys: new Set(taken.map(({ machine, transition }) => `${machine}|${transition}`)),
  };
});

/** What became of alarms in a frame, in words. */
const changes = new WeakMap<Frame, readonly string[]>();
export const changesOf = (frame: Frame): readonly string[] => changes.get(frame) ?? [];
/** Who else is told of every frame; empty but for the bridge to Stately's viewer. */
const followers = new Set<(frame: Frame) => void>();
export const follow = (tell: (frame: Frame) => void): void => void followers.add(tell);

/** Set from a request to the pump's answer, so that an old refusal in the history is not shown as new. */
let isAsking = false;
let clearing: ReturnType<typeof setTimeout> | undefined;

/** Shows an answer for a while. */
const say = (text: string): void => {
  answer.value = { ok: false, text };
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    answer.value = null;
  }, 15_000);
};

const takeFrames = (fresh: readonly Frame[]): void => {
  const taken = new Set<string>();
  let before = latest.value;
  for (const frame of fresh) {
    history.take(frame);
    lived.take(frame);
    insight.take(frame);
    takeJudged(frame);
    const changed = alarmChanges(before?.alarms ?? [], frame.alarms);
    if (changed.length > 0) changes.set(frame, changed);
    before = frame;
    kept.add(frame);
    for (const tell of followers) tell(frame);
    if (isNotable(frame) || changed.length > 0) notable.push(frame);
    for (const { machine, transition } of frame.taken) taken.add(`${machine}|${transition}`);
    for (const command of frame.commands)
      if (command.type === 'refuse' && isAsking) say(`The pump refuses: ${command.reasons.join('; ')}.`);
    for (const command of frame.commands)
      if (command.type === 'askConfirmation')
        asked.value = {
          bolus: command.bolus,
          amountUu: command.amountUu,
          spread: command.spread,
          inHourUu: null,
        };
      else if (command.type === 'askAgain' && asked.value?.bolus === command.bolus)
        asked.value = { ...asked.value, inHourUu: command.inHourUu };
    for (const command of frame.commands) if (command.type === 'reportBolus') lastBolus.value = command;
    for (const derived of frame.derived)
      if (derived.type === 'bolus.admitted' && asked.value?.bolus !== derived.bolus && !isAutomatic(frame))
        asked.value = { bolus: derived.bolus, amountUu: derived.amountUu, spread: null, inHourUu: null };
    for (const command of frame.commands)
      if (command.type === 'recordSettings' && command.after)
        offsetMinutes.value = command.after.utcOffsetMinutes;
  }
  if (notable.length > MOST_NOTABLE * 1.5) notable = notable.slice(-MOST_NOTABLE);
  const newest = fresh.at(-1);
  if (newest) hand.hear(newest, performance.now());
  batch(() => {
    latest.value = newest ?? latest.value;
    moveHand();
    if (taken.size > 0) glow.value = { round: glow.value.round + 1, keys: taken };
    version.value += 1;
  });
};

/** What a controller has given needs no word of a person. */
const isAutomatic = ({ commands }: Frame): boolean => commands.some(({ type }) => type === 'tellMicrobolus');

/** Opens a run and follows it; `follow` goes on by itself after a break. */
export const connect = async (source: RunSource): Promise<void> => {
  try {
    const opened = await source.open();
    batch(() => {
      charts.value = opened.charts;
      requirements.value = opened.requirements;
      coverage.value = opened.coverage;
      beginJudged(opened);
    });
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    link.value = 'refused';
    return;
  }
  source.follow(0, {
    frames: takeFrames,
    status: said => batch(() => takeStatus(said)),
    link: now => {
      link.value = now;
    },
    behind: () => {},
  });
  setInterval(moveHand, 100);
};

/** What the server has at this address, with our token. */
export const loaded = async <Content>(address: string): Promise<Content> => {
  const answered = await fetch(address, { headers: { Authorization: `Bearer ${token()}` } });
  return answered.json();
};

/** What another run can be begun with. */
export const beginningsHere = (): Promise<Beginnings> => loaded('api/runs');

/** The command line that asks the same of this pump. */
export const sendLine = (body: unknown): string =>
  `npx islet send '${JSON.stringify(body).replaceAll("'", "'\\''")}' --to '${location.origin}/?token=${token()}'`;

/** What the server said to a request; where it was not taken, why, and what is wrong with which field. */
export type Answered = {
  readonly ok: boolean;
  readonly error: string;
  readonly problems: readonly Problem[];
};

/** Sends anything, as it is, and says nothing to the person. */
export const post = async (body: unknown): Promise<Answered> => {
  try {
    const answered = await fetch('api/requests', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token()}` },
      body: JSON.stringify(body),
    });
    const { error = `The pump answered ${answered.status}.`, problems = [] }: Partial<Answered> =
      await answered.json();
    return { ok: answered.ok, error, problems };
  } catch {
    return {
      ok: false,
      error: 'The pump cannot be reached. Is the program still running?',
      problems: [],
    };
  }
};

/** Sends a request. A refusal is shown to the person in the pump's own words. */
export const request = async (body: PageRequest): Promise<boolean> => {
  isAsking = true;
  answer.value = null;
  const { ok, error } = await post(body);
  if (!ok) say(error);
  return ok;
};
