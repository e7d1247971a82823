import { history } from '../../inspector/history.ts';
import type { IndexStand, JournalIndex } from '../../inspector/journalIndex/journalIndex.ts';
import { NO_VERDICTS, type Verdicts } from '../../inspector/judged.ts';
import type { OtherRun } from '../../inspector/otherRun.ts';
import type { Frame, Source, Status } from '../../inspector/protocol.ts';
import { runIndexOn } from '../../inspector/runIndex.ts';
import type { JournalRead } from '../../runtime/journalRead.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { isStory, journalFrom, journalIn, storyIn, textOf } from '../files.ts';
import type { Io } from '../io.ts';
import { chartsIdentity } from '../machines.ts';
import { preparePage, servePage, tellAddress } from '../page.ts';
import { openBrowser } from '../start/browser.ts';
import { besides } from './besides.ts';
import { type ChartStory, chartStoryIn } from './chartAlone.ts';
import { type JournalRun, runInFile, runInMemory } from './journalRun.ts';
import { type Proof, proofOf } from './proof.ts';

export type ReplayOptions = {
  readonly journal: string;
  /** The last step to show; null shows all. */
  readonly at: number | null;
  readonly check: boolean;
  readonly port: number;
  readonly open: boolean;
  readonly json: boolean;
  /** A run or a coverage that is drawn on the charts. */
  readonly coverage: string | null;
  /** A second run that is shown beside this one, and compared with it. */
  readonly with: string | null;
};

/**
 * `islet replay`: takes the facts of a journal again, proves that the same states and commands come of
 * them, and shows the page from them. With `check` only the proof; a difference is exit code 1. A scenario
 * (`*.txt`) is played first, on a simulated pump, and that journal shown; told otherwise than it is written
 * is a difference, too.
 */
export const replayJournal = async (options: ReplayOptions, io: Io): Promise<ExitCode> => {
  const { journal: path } = options;
  if (!isStory(path))
    return options.check || options.at !== null ? replayRead(options, io) : replayFile(options, io);
  const alone = chartStoryIn(path);
  if (alone !== null) return replayAlone(options, alone, io);
  const { read, bytes, told } = await storyIn(path);
  io.say(
    `${path}: a story of ${read.entries.length} steps, told ${told ? 'as it is written' : 'otherwise than it is written'}.`,
  );
  const code = await proveOrShow(options, read, bytes, io);
  return told ? code : EXIT.failed;
};

/** The whole journal, by the index beside it: what is in that is not taken again. */
const replayFile = async (options: ReplayOptions, io: Io): Promise<ExitCode> => {
  const { journal: path } = options;
  const run = runInFile(path, io);
  // Of a journal that leads elsewhere now, the steps after that are not in the index.
  tellJournal(run.proof.same !== false ? titleOf(run.index) : titleIn(journalIn(path)), path, io);
  return showJournal(options, run, io);
};

/** The journal is read as a whole: to prove it, or to show a part of it. */
const replayRead = async (options: ReplayOptions, io: Io): Promise<ExitCode> => {
  const { journal: path, at } = options;
  const bytes = textOf(path, 'journal');
  const read = journalFrom(path, bytes);
  if (at !== null && (at < 1 || at > read.entries.length)) {
    throw new Refusal(EXIT.badInput, `--at = ${at}: the journal has the steps 1 to ${read.entries.length}.`);
  }
  tellJournal(titleIn(read), path, io);
  return proveOrShow(options, read, bytes, io);
};

const proveOrShow = async (
  options: ReplayOptions,
  read: JournalRead,
  bytes: Uint8Array,
  io: Io,
): Promise<ExitCode> => {
  const proof = proofOf(read);
  if (options.check) return tellProof(read, proof, options.json, io);
  const { index } = runInMemory(options.journal, bytes, options.at ?? read.entries.length, io);
  return showJournal(options, { index, proof }, io);
};

const showJournal = async (
  options: ReplayOptions,
  { index, proof }: JournalRun,
  io: Io,
): Promise<ExitCode> => {
  const { fromIndex = 0, steps } = proof;
  if (fromIndex > 0)
    io.say(
      `${fromIndex} steps from the index beside the journal, ${steps} taken again; islet replay --check proves all.`,
    );
  const told = { withdrawn: (_: string): void => {} };
  const asked = runIndexOn(index, why => told.withdrawn(why));
  const code = await show(
    options,
    proof,
    source => {
      told.withdrawn = why => {
        io.say(`WHAT IS SHOWN IS WITHDRAWN: ${why}.`);
        source.withdraw(why);
      };
      return { ...source, index: () => asked, verdicts: () => judgedAsFar(index.verdicts(), index.stand()) };
    },
    [],
    io,
  );
  await asked.close();
  return index.stand().withdrawn === null ? code : EXIT.failed;
};

/** Of a journal that leads elsewhere now, what comes after that is not judged. */
const judgedAsFar = (known: Verdicts, { seq, difference }: IndexStand): Verdicts =>
  difference === null
    ? known
    : { ...known, trouble: known.trouble ?? `from record ${seq} on, because ${difference}` };

/** A run of a chart alone: the same, but that nothing of a ledger is in it. */
const replayAlone = async (options: ReplayOptions, story: ChartStory, io: Io): Promise<ExitCode> => {
  const { machine, frames, proof, trouble } = story;
  if (options.at !== null && (options.at < 1 || options.at > frames.length))
    throw new Refusal(EXIT.badInput, `--at = ${options.at}: the run has the events 1 to ${frames.length}.`);
  io.say(`${options.journal}: a run of the chart alone (${machine}), ${frames.length} events.`);
  if (!options.check)
    return show(
      options,
      proof,
      // Each frame is sent, and tells its own.
      source => ({ ...source, verdicts: () => ({ ...NO_VERDICTS, trouble }) }),
      frames.slice(0, options.at ?? frames.length),
      io,
      { chartAlone: true },
    );
  if (options.json) io.out(JSON.stringify({ version: 1, chartAlone: true, ...proof }));
  else
    io.out(
      proof.same
        ? `${proof.steps} events taken again by the chart alone: the same regions move, and the same is asked.`
        : `Replay differs: ${proof.firstDifference}`,
    );
  return proof.same ? EXIT.ok : EXIT.failed;
};

/** What is told of a journal before anything else. */
type Title = Pick<JournalRead, 'torn' | 'cleanEnd'> & {
  readonly header: Pick<JournalRead['header'], 'created' | 'chart'>;
  readonly steps: number;
};

const titleIn = ({ header, entries, torn, cleanEnd }: JournalRead): Title => ({
  header,
  steps: entries.length,
  torn,
  cleanEnd,
});

const titleOf = (index: JournalIndex): Title => {
  const { seq, byte, bytes, isOrderly } = index.stand();
  const torn = bytes > byte ? { atByte: byte, bytes: bytes - byte } : null;
  return { header: index.header, steps: seq, torn, cleanEnd: torn === null && isOrderly };
};

const tellJournal = ({ header, steps, torn, cleanEnd }: Title, path: string, io: Io): void => {
  io.say(
    `${path}: ${steps} steps, begun ${header.created}, ${cleanEnd ? 'ended in order' : 'not ended in order'}.`,
  );
  if (torn !== null)
    io.say(`Its last line is torn (${torn.bytes} bytes after byte ${torn.atByte}); it was never acted on.`);
  if (header.chart !== chartsIdentity()) io.say('It was written by other charts than these.');
};

const tellProof = (read: JournalRead, proof: Proof, json: boolean, io: Io): ExitCode => {
  if (json)
    io.out(
      JSON.stringify({
        version: 1,
        ...proof,
        entries: read.entries.length,
        torn: read.torn,
        cleanEnd: read.cleanEnd,
      }),
    );
  else
    io.out(
      proof.same
        ? `${proof.steps} steps replayed: the same states and the same commands.`
        : `Replay differs: ${proof.firstDifference}`,
    );
  return proof.same ? EXIT.ok : EXIT.failed;
};

const show = async (
  options: ReplayOptions,
  proof: Proof,
  known: (source: ReplaySource) => Source,
  frames: readonly Frame[],
  io: Io,
  more: Pick<Status, 'chartAlone'> = {},
): Promise<ExitCode> => {
  if (proof.same === false) io.say(`Replay differs: ${proof.firstDifference}`);
  const page = await preparePage(options.coverage, io);
  const source = known(replaySource(options.journal, frames, proof, more));
  const others = await besides(options.journal, options.with);
  tellOther(others.shown(), io);
  const inspector = await servePage(source, page, options.port, io, { others });
  io.say('Ctrl-C ends.');
  tellAddress(inspector, options.journal, options.json, io);
  if (options.open) openBrowser(inspector.address, io.env);
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  await inspector.close();
  return proof.same === false ? EXIT.failed : EXIT.interrupted;
};

/** What the second run differs in, that was named with the command. */
const tellOther = (other: OtherRun | null, io: Io): void => {
  if (other === null) return;
  const { name, divergence } = other;
  io.say(
    divergence === null
      ? `Beside ${name}: no difference from the first record to the last.`
      : `Beside ${name}: they first differ at record ${divergence.record ?? 'none'} (there ${divergence.otherRecord ?? 'none'}): ${divergence.words}.`,
  );
};

/** `withdraw` tells every page that what it shows is not to be trusted. */
export type ReplaySource = Source & { readonly withdraw: (why: string) => void };

/** A journal as the page sees it: everything at once, and nothing can be asked of it. */
export const replaySource = (
  journal: string,
  frames: readonly Frame[],
  proof: Proof,
  more: Pick<Status, 'chartAlone'> = {},
): ReplaySource => {
  const { since, subscribe, tell } = history(frames, Number.POSITIVE_INFINITY);
  let status: Status = {
    kind: 'replay',
    ...more,
    journal,
    trace: more.chartAlone ? 'none: a run of the chart alone' : 'as recorded in the journal',
    speed: { asked: 1, achieved: 0, slowed: null },
    injected: null,
    world: null,
    programmed: null,
    proof,
  };
  return {
    since,
    subscribe,
    status: () => status,
    withdraw: why => {
      status = { ...status, proof: { ...proof, same: false, firstDifference: why } };
      tell(status);
    },
    // Each frame is sent, and tells its own.
    verdicts: () => NO_VERDICTS,
    submit: () => ({ accepted: false, reason: 'This is a replay: what happened is done.' }),
  };
};
