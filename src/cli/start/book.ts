import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { faultyCalls, type StorageFault } from '../../../hardware/storage/faultyCalls.ts';
import {
  createJournalFile,
  type FileCalls,
  type JournalFile,
  openJournalFile,
} from '../../../hardware/storage/fileJournal.ts';
import { cartridgeOf } from '../../domain/change.ts';
import type { Settings } from '../../domain/settings.ts';
import { exampleSettings } from '../../domain/settings.ts';
import { type WallMs, wallMs } from '../../domain/units.ts';
import { encodeHeader } from '../../runtime/journal.ts';
import { type JournalRead, readJournal } from '../../runtime/journalRead.ts';
import { wasJournal } from '../../runtime/journalTail.ts';
import {
  begin,
  beginAnew,
  provenSettings,
  type Recovered,
  recover,
  Unreplayable,
} from '../../runtime/recover.ts';
import { EXIT, Refusal } from '../exits.ts';
import { badJournal } from '../files.ts';
import { chartsIdentity } from '../machines.ts';

/** An open journal and the pump that it tells of. */
export type Book = {
  readonly file: JournalFile;
  /** Makes its storage bad; null for the storage of a real pump. */
  readonly setStorage: ((fault: StorageFault | null) => void) | null;
  readonly recovered: Recovered;
  readonly boot: string;
  /** The pump's wall clock at its start. */
  readonly wallMs: WallMs;
  /** What a person should know of how it began, in sentences. */
  readonly notes: readonly string[];
};

export type BookOptions = {
  /** Null begins a new one under `runs/`. */
  readonly path: string | null;
  /** Null keeps those of the journal, or takes the example for a new one. */
  readonly settings: Settings | null;
  readonly now: WallMs;
  readonly isSimulated: boolean;
  /** A real sensor dates its readings by the calendar: so does the pump, then, whatever its journal says. */
  readonly followsCalendar?: boolean;
};

/** A simulated pump is taken to have been off for this long. */
const SIMULATED_PAUSE_MS = 60_000;
/** What a simulated pump is loaded with, by the person who types the command. */
export const FIRST_CARTRIDGE_UU = 200_000_000;

/** Begins a journal, or goes on with one. Throws a Refusal; nothing that was recorded is lost by it. */
export const openBook = (options: BookOptions): Book => {
  const boot = randomBytes(6).toString('hex');
  const storage = options.isSimulated ? faultyCalls() : null;
  const opening = { ...options, ...(storage === null ? {} : { calls: storage.calls }) };
  const opened = options.path === null ? newBook(opening, boot) : oldBook(options.path, opening, boot);
  return { ...opened, setStorage: storage?.set ?? null };
};

type Opening = BookOptions & { readonly calls?: FileCalls };
type Opened = Omit<Book, 'setStorage'>;

const newBook = ({ settings, now, isSimulated, calls }: Opening, boot: string): Opened => {
  if (settings === null && !isSimulated) {
    throw new Refusal(
      EXIT.badInput,
      'A pump with real devices needs its own settings: give a file with --settings (see: islet settings print). Rates are never made up.',
    );
  }
  const created = new Date(now).toISOString();
  const path = join('runs', created.replaceAll(':', '-'), 'journal.jsonl');
  const header = encodeHeader({ islet: 'journal', version: 1, created, chart: chartsIdentity() });
  const file = inEnvironment(() => {
    mkdirSync(dirname(path), { recursive: true });
    return createJournalFile(path, header.line, calls);
  });
  const preparation = isSimulated ? [cartridgeOf(FIRST_CARTRIDGE_UU)] : [];
  const recovered = begin(header.hash, {
    boot,
    wallMs: now,
    settings: settings ?? (isSimulated ? exampleSettings : null),
    preparation,
  });
  return { file, recovered, boot, wallMs: now, notes: [] };
};

const oldBook = (path: string, options: Opening, boot: string): Opened => {
  const file = inEnvironment(() => openJournalFile(path, options.calls));
  try {
    const reading = readJournal(file.bytes);
    if (reading.ok) return goOnOr(file, reading.read, options, boot);
    // A file that never was a journal is somebody's: it is not touched.
    if (!wasJournal(file.bytes)) throw badJournal(path, reading.error);
    const { line, field, value, problem } = reading.error;
    return anew(
      { file, settings: options.settings, why: `line ${line}, ${field} = ${value}: ${problem}` },
      options,
      boot,
    );
  } catch (failure) {
    file.close();
    throw failure;
  }
};

const goOnOr = (file: JournalFile, read: JournalRead, options: BookOptions, boot: string): Opened => {
  try {
    return goOn(file, read, options, boot);
  } catch (failure) {
    if (!(failure instanceof Unreplayable)) throw failure;
    // Each fact is as it was written, and so are the settings that they lead to.
    const settings = options.settings ?? provenSettings(read.entries);
    return anew({ file, settings, why: failure.message }, options, boot);
  }
};

const goOn = (
  file: JournalFile,
  read: JournalRead,
  { settings, now, isSimulated, followsCalendar = false }: BookOptions,
  boot: string,
): Opened => {
  const last = read.entries.at(-1);
  // Accelerated time has left the real calendar behind, and a simulated world goes on where it was.
  const isApart = isSimulated && !followsCalendar;
  const wall = isApart && last !== undefined ? wallMs(last.wallMs + SIMULATED_PAUSE_MS) : now;
  const recovered = orRefuse(file.path, () =>
    recover(read, {
      boot,
      wallMs: wall,
      settings: last === undefined && isSimulated ? (settings ?? exampleSettings) : settings,
      preparation: [],
    }),
  );
  const notes = [
    ...(file.repaired === null
      ? []
      : [
          `The last line was torn: its ${file.repaired.bytes} bytes are kept in ${file.repaired.copy}. It was never acted on.`,
        ]),
    ...(recovered.verdict === 'interrupted'
      ? ['The last run was interrupted: whatever it left open counts as delivered.']
      : []),
    recovered.state.ledger.settings?.resumesAfterRestart === true
      ? 'Delivery stays suspended until a person resumes it in the page, unless the pump finds itself as it was left.'
      : 'Delivery stays suspended until a person resumes it in the page.',
  ];
  return { file, recovered, boot, wallMs: wall, notes };
};

/** A journal that cannot be trusted: kept, and a new one begins that says so (SR-070, SR-072). */
const anew = (
  {
    file,
    settings,
    why,
  }: { readonly file: JournalFile; readonly settings: Settings | null; readonly why: string },
  { now }: BookOptions,
  boot: string,
): Opened => {
  const { path } = file;
  if (settings === null) {
    throw new Refusal(
      EXIT.badInput,
      `${path}: this journal cannot be trusted: ${why}. Nothing was changed and nothing moves. Give the settings with --settings FILE, because those in it are not certain: the file is then kept as ${path}.damaged, and a new journal begins that says so.`,
    );
  }
  const header = encodeHeader({
    islet: 'journal',
    version: 1,
    created: new Date(now).toISOString(),
    chart: chartsIdentity(),
  });
  const aside = inEnvironment(() => file.setAside(header.line));
  const recovered = beginAnew(
    header.hash,
    { boot, wallMs: now, settings, preparation: [] },
    { kept: aside.kept, reason: why },
  );
  const notes = [
    `${path} could not be trusted: ${why}.`,
    `It is kept as ${aside.kept}, unchanged; islet replay can look at it. A new journal begins.`,
    'Insulin on board is unknown for one duration of insulin action, and the cartridge must be changed.',
    'Delivery stays suspended until a person has acknowledged that and resumes.',
  ];
  return { file: aside.file, recovered, boot, wallMs: now, notes };
};

/** A file that cannot be made or opened is for the environment to put right; its message says how. */
const inEnvironment = <Result>(act: () => Result): Result => {
  try {
    return act();
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    const missing = /there is no such journal|ENOENT|EISDIR|ENOTDIR/.test(message);
    throw new Refusal(missing ? EXIT.badInput : EXIT.environment, `${message}.`);
  }
};

/** What else keeps a pump from being gone on with, in words for a person. */
const orRefuse = (path: string, act: () => Recovered): Recovered => {
  try {
    return act();
  } catch (failure) {
    if (failure instanceof Unreplayable) throw failure;
    const message = failure instanceof Error ? failure.message : String(failure);
    throw new Refusal(EXIT.failed, `${path}: ${message}. Nothing was written and nothing moves.`);
  }
};
