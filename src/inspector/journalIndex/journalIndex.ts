import { type JournalError, lineReader, UnreadableLine } from '../../runtime/journalRead.ts';
import { type Block, replayedFrame } from '../fold.ts';
import type { Verdicts } from '../judged.ts';
import type { HistoryData } from '../page/history.ts';
import { joined } from '../page/joined.ts';
import type { Past } from '../page/run-source.ts';
import type { Frame } from '../protocol.ts';
import { type Free, freeOnDisk, opened } from './beside.ts';
import { createBuilder, LEVELS } from './builder.ts';
import { chainOf } from './chain.ts';
import { eachLine, type JournalBytes } from './journalBytes.ts';
import { fromTheBeginning, headerOf, madeHere, recordsIn, resumed, type Sealed } from './resume.ts';

/**
 * What is known of a journal beside it, for whoever looks: never asked by the pump, and built again from the journal
 * wherever it is stale, damaged or missing (decision 0051).
 */
export type JournalIndex = {
  /** Takes at most so many steps of the journal; whether there may be more now. */
  readonly advance: (most: number) => boolean;
  /**
   * Verifies the hash chain of at most so many lines that it was gone on from; whether there are more. Where one is not what was indexed,
   * all of it is withdrawn, and built again when it is opened next.
   */
  readonly verify: (most: number) => boolean;
  readonly stand: () => IndexStand;
  /** Of the journal's first line. */
  readonly header: ReturnType<typeof headerOf>['header'];
  /** Why an index that was there could not be used, or none is kept there; null where it was, or there was none. */
  readonly rebuilt: string | null;
  /** What the journal so far shows of properties. */
  readonly verdicts: () => Verdicts;
  /** JSON of `Past`; null before the first step. */
  readonly past: () => string | null;
  /** JSON of `HistoryData`: the stretch in the finest pictures that few enough cover. */
  readonly columns: (from: number, to: number) => string;
  /** JSON of a `Block` that holds the step or instant, or of `{why}`. */
  readonly block: (place: Place) => string;
  /** JSON of the newest `Noted` at or before an instant in monotonic ms, oldest first. */
  readonly notable: (until: number, most: number) => string;
  /** JSON of when the notable step after an instant is, or the one before it, in monotonic ms; of null where there is none. */
  readonly notableBeside: (from: number, by: -1 | 1) => string;
  /** Makes it last. */
  readonly seal: () => void;
  readonly close: () => void;
};

export type Place = { readonly seq: number } | { readonly monoMs: number };

export type IndexStand = {
  readonly seq: number;
  /** The first so many steps were in the index, and not taken again. */
  readonly fromIndex: number;
  /** Why nothing of it is to be trusted any more; null while it is. */
  readonly withdrawn: string | null;
  /** Bytes of the journal that are in it, and that there are. */
  readonly byte: number;
  readonly bytes: number;
  /** Why it goes no further: a line that cannot be trusted, or a step that leads elsewhere now. */
  readonly error: JournalError | null;
  readonly difference: string | null;
  /** Whether its last fact is an orderly power-off. */
  readonly isOrderly: boolean;
};

export type IndexOptions = {
  readonly journal: JournalBytes;
  /** Where the index is kept; null keeps it in memory, as does a place that cannot be written. */
  readonly path: string | null;
  /** Identifies the charts that take the steps again. */
  readonly charts: string;
  /** Identifies the program that takes them. */
  readonly program: string;
  /** How much room there is for it. */
  readonly free?: Free;
  /** The last step that is wanted. */
  readonly until?: number;
};

/** Throws `UnreadableLine` where the file is no journal. */
export const openIndex = ({
  journal,
  path,
  charts,
  program,
  free = freeOnDisk,
  until = Number.POSITIVE_INFINITY,
}: IndexOptions): JournalIndex => {
  const { header, byte: headerEnd } = headerOf(journal);
  const { hash, ...title } = header;
  const made = madeHere({ charts, program, header: hash });
  const { shelf, from, rebuilt } = opened(
    { path, journalSize: journal.size, free },
    at => resumed(at, journal, made) ?? fromTheBeginning(hash, headerEnd),
  );
  const builder = createBuilder(shelf, from.state, from.known);
  const chain = chainOf(journal, { hash, byte: headerEnd }, from);
  const lines = lineReader(from.at);
  let { byte, difference } = from;
  let error: JournalError | null = null;
  let withdrawn: string | null = null;
  let latest: Frame | null = from.latest;
  let makeLatest: (() => Frame) | null = null;
  let lastFact: Frame['fact'] | null = null;

  const takeLine = (line: Buffer, at: number): void => {
    const { lastHash: prev } = lines.at();
    try {
      const entry = lines.read(line);
      const { observed, difference: found } = builder.take(entry, { byte: at, prev });
      if (observed !== null) makeLatest = () => replayedFrame(observed);
      difference = found;
      byte = at + line.length + 1;
      lastFact = entry.fact;
    } catch (failure) {
      if (!(failure instanceof UnreadableLine)) throw failure;
      error = failure.error;
    }
  };
  const isOver = (): boolean =>
    withdrawn !== null || error !== null || difference !== null || lines.at().seq >= until;

  const latestFrame = (): Frame | null => {
    if (makeLatest !== null) latest = makeLatest();
    makeLatest = null;
    return latest;
  };

  /** Nothing of it is to be trusted then; what was taken since it was opened is at hand still. */
  const damaged = (failure: unknown): string => {
    shelf.forget();
    return `the index is damaged (${wordsOf(failure)}), and is built again when the run is opened next`;
  };

  const blockText = (place: Place): string => {
    const row = 'seq' in place ? shelf.blockOf(place.seq) : shelf.blockAt(place.monoMs);
    if (row === null) return JSON.stringify({ why: 'nothing has happened yet' });
    const next = shelf.blockAfter(row.first);
    const { records, end } = recordsIn(journal, row, next?.byte ?? byte);
    if (end.lastHash !== (next?.prev ?? lines.at().lastHash))
      return JSON.stringify({ why: `the journal has changed since it was indexed, after step ${end.seq}` });
    const short = records.map(({ seq, monoMs, wallMs, fact, state }) => ({
      seq,
      monoMs,
      wallMs,
      fact,
      state,
    }));
    return JSON.stringify({
      keyframe: row.keyframe,
      records: short,
      next: next?.mono ?? null,
    } satisfies Block);
  };

  return {
    header: { ...title, hash },
    rebuilt,
    advance: most => {
      let taken = 0;
      if (isOver()) return false;
      eachLine(journal, byte, (line, at) => {
        takeLine(line, at);
        taken += 1;
        return taken >= most || isOver() ? 'enough' : 'more';
      });
      return taken >= most && !isOver();
    },
    verify: most => {
      try {
        return withdrawn === null && chain.verify(most);
      } catch (failure) {
        if (failure instanceof UnreadableLine) error = failure.error;
        withdrawn = `the journal has changed since it was indexed: ${wordsOf(failure)}`;
        shelf.forget();
        return false;
      }
    },
    stand: () => ({
      seq: lines.at().seq,
      fromIndex: from.at.seq,
      withdrawn,
      byte,
      bytes: journal.size(),
      error,
      difference,
      isOrderly: isOrderly(lastFact ?? latest?.fact),
    }),
    verdicts: () => builder.known().judged.verdicts,
    past: () => {
      const last = latestFrame();
      if (last === null) return null;
      const { history, moments, clock, utcOffsetMinutes, judged } = builder.known();
      const notable = shelf.notableUntil(last.monoMs, NEWEST_NOTABLE);
      const known = {
        seq: last.seq,
        latest: last,
        history,
        verdicts: judged.verdicts,
        moments,
        clock,
        utcOffsetMinutes,
      } satisfies Omit<Past, 'notable'>;
      return `${JSON.stringify(known).slice(0, -1)},"notable":[${notable.join(',')}]}`;
    },
    columns: (start, end) => {
      const level = LEVELS.findIndex(length => end - start <= length * MOST_TILES);
      const length = LEVELS[level];
      if (length === undefined) return JSON.stringify(builder.known().history);
      const parts: HistoryData[] = shelf
        .tiles(level, Math.floor(start / length) * length, end)
        .map(text => JSON.parse(text));
      const open = builder.openTile(level);
      return JSON.stringify(joined(open === null || open.start > end ? parts : [...parts, open.data]));
    },
    block: place => {
      try {
        return blockText(place);
      } catch (failure) {
        return JSON.stringify({
          why: failure instanceof UnreadableLine ? wordsOf(failure) : damaged(failure),
        });
      }
    },
    notable: (end, most) => `[${shelf.notableUntil(end, most).join(',')}]`,
    notableBeside: (from, by) => JSON.stringify(shelf.notableBeside(from, by)),
    seal: () => {
      const sealed: Sealed = { made, at: lines.at(), byte, difference, known: builder.known() };
      shelf.seal(JSON.stringify(sealed));
    },
    close: () => {
      shelf.close();
      journal.close();
    },
  };
};

const isOrderly = (last: Frame['fact'] | undefined): boolean =>
  last?.type === 'power.lost' && 'cause' in last && last.cause !== 'supply';

const wordsOf = (failure: unknown): string => {
  if (!(failure instanceof UnreadableLine))
    return failure instanceof Error ? failure.message : String(failure);
  const { line, field, problem } = failure.error;
  return `line ${line} of the journal, ${field}: ${problem}`;
};

/** The log of a page that opens. */
const NEWEST_NOTABLE = 200;
/** A picture is of at most this many tiles of a level; a longer one is of the next. */
const MOST_TILES = 3;
