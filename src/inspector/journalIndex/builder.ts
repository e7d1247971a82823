import type { Annunciation } from '../../domain/commands.ts';
import type { Envelope } from '../../domain/facts.ts';
import { monoMs, wallMs } from '../../domain/units.ts';
import { digest } from '../../runtime/digest.ts';
import type { Entry } from '../../runtime/journal.ts';
import { differenceOf } from '../../runtime/recover.ts';
import type { Observed } from '../../runtime/run.ts';
import type { PumpState } from '../../runtime/state.ts';
import { step } from '../../runtime/step.ts';
import { NO_MEMORY } from '../../verify/monitor/monitor.ts';
import { replayedFrame } from '../fold.ts';
import { drawnOf } from '../frame.ts';
import { type JudgedSoFar, judging, NO_VERDICTS } from '../judged.ts';
import { keyframeOf } from '../keyframe.ts';
import { createHistory, type HistoryData, NO_HISTORY } from '../page/history.ts';
import { momentsIn } from '../page/moments-in.ts';
import type { Moment, Noted, Past } from '../page/run-source.ts';
import { alarmChanges, isNotable } from '../page/words.ts';
import type { Shelf } from './shelf.ts';

/** Steps between two keyframes, or bytes of the journal: what has to be folded to show any instant. */
const MOST_STEPS = 512;
const MOST_BYTES = 256 * 1_024;

/** Lengths of stretches, in seconds, of each of which there is a picture as fine as that of the whole run. */
export const LEVELS = [3_600, 86_400] as const;

/** Of a run that never ends the oldest moments are given up. */
const MOST_MOMENTS = 20_000;

/** What is known up to a step, as it is sealed. */
export type Known = {
  readonly history: HistoryData;
  readonly open: readonly (OpenTile | null)[];
  readonly moments: readonly Moment[];
  readonly clock: Past['clock'];
  readonly utcOffsetMinutes: number | null;
  /** Of properties, and what the steps so far oblige to. */
  readonly judged: JudgedSoFar;
  readonly alarms: readonly Annunciation[];
  readonly modes: readonly string[];
  readonly block: { readonly first: number; readonly byte: number };
};

type OpenTile = { readonly start: number; readonly data: HistoryData };

export const NOTHING_KNOWN: Known = {
  history: NO_HISTORY,
  open: LEVELS.map(() => null),
  moments: [],
  clock: [],
  utcOffsetMinutes: null,
  judged: { verdicts: NO_VERDICTS, memory: NO_MEMORY },
  alarms: [],
  modes: [],
  block: { first: 0, byte: 0 },
};

/** Where a line stands in the file, and the hash of the line before. */
export type Placed = { readonly byte: number; readonly prev: string };

/** A step as it came about; or null where it fails now. `difference` says where it led elsewhere than the journal has: then nothing more is to be taken. */
export type Took = { readonly observed: Observed | null; readonly difference: string | null };

export type Builder = {
  /** Takes the next step again. */
  readonly take: (entry: Entry, placed: Placed) => Took;
  readonly known: () => Known;
  /** What is drawn of the stretch of this level that is not over yet. */
  readonly openTile: (level: number) => OpenTile | null;
};

/** Reduces a journal, step by step, to what a page asks for: into the shelf what is over, and the rest at hand. */
export const createBuilder = (shelf: Shelf, begun: PumpState, from: Known): Builder => {
  let state = begun;
  const history = createHistory(from.history);
  const tiles = LEVELS.map((length, level) => createTile(shelf, level, length, from.open[level] ?? null));
  const judged = judging(from.judged);
  let moments = [...from.moments];
  const clock = [...from.clock];
  let { alarms, modes, block, utcOffsetMinutes } = from;
  let hasStepped = from.block.first > 0;

  const beginBlock = ({ seq, monoMs: mono }: Entry, { byte, prev }: Placed): void => {
    block = { first: seq, byte };
    shelf.addBlock({ first: seq, mono, byte, prev, keyframe: seq === 1 ? null : keyframeOf(state) });
  };

  return {
    take: (entry, placed) => {
      const { seq, fact } = entry;
      const ends = seq - block.first >= MOST_STEPS || placed.byte - block.byte >= MOST_BYTES;
      if (block.first === 0 || ends) beginBlock(entry, placed);
      const envelope = { seq, monoMs: monoMs(entry.monoMs), wallMs: wallMs(entry.wallMs), fact };
      const observed = again(state, envelope);
      if (typeof observed === 'string') return { observed: null, difference: observed };
      state = observed.state;
      judged.of(observed);
      const frame = drawnOf(observed);
      history.take(frame);
      for (const tile of tiles) tile.take(frame);
      const changes = alarmChanges(alarms, frame.alarms);
      for (const moment of momentsIn(frame, hasStepped ? { modes } : null, changes))
        moments.push({ seq, monoMs: frame.monoMs, ...moment });
      if (moments.length > MOST_MOMENTS * 1.1) moments = moments.slice(-MOST_MOMENTS);
      const aheadMs = frame.wallMs - frame.monoMs;
      if (clock.at(-1)?.aheadMs !== aheadMs) clock.push({ monoMs: frame.monoMs, aheadMs });
      if (isNotable(frame) || changes.length > 0) {
        const noted: Noted = { frame: replayedFrame(observed), changes };
        shelf.addNotable(seq, frame.monoMs, JSON.stringify(noted));
      }
      utcOffsetMinutes = state.ledger.settings?.utcOffsetMinutes ?? utcOffsetMinutes;
      alarms = frame.alarms;
      modes = frame.modes;
      hasStepped = true;
      return { observed, difference: differenceOf(entry, observed.commands, digest(state)) };
    },
    known: () => ({
      history: history.data(),
      open: tiles.map(tile => tile.open()),
      moments,
      clock,
      utcOffsetMinutes,
      judged: judged.judged(),
      alarms,
      modes,
      block,
    }),
    openTile: level => tiles[level]?.open() ?? null,
  };
};

/** A step that is taken again, or why it cannot be. */
const again = (before: PumpState, envelope: Envelope): Observed | string => {
  try {
    return { ...step(before, envelope), envelope, before };
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    return `a step that was taken then fails now: ${message}`;
  }
};

/** One stretch of a level at a time; one that is over goes to the shelf. */
const createTile = (shelf: Shelf, level: number, length: number, begun: OpenTile | null) => {
  let open = begun === null ? null : { start: begun.start, history: createHistory(begun.data) };
  return {
    take: (frame: ReturnType<typeof drawnOf>): void => {
      const start = Math.floor(frame.monoMs / 1_000 / length) * length;
      if (open !== null && open.start !== start)
        shelf.putTile(level, open.start, JSON.stringify(open.history.data()));
      if (open?.start !== start) open = { start, history: createHistory() };
      open.history.take(frame);
    },
    open: (): OpenTile | null => (open === null ? null : { start: open.start, data: open.history.data() }),
  };
};
