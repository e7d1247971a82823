import { match } from 'ts-pattern';
import type { Trace } from '../../../hardware/cgm/trace.ts';
import { type RealClock, realClock } from '../../../hardware/clock/real.ts';
import type { Settings } from '../../domain/settings.ts';
import { after, milliseconds } from '../../domain/units.ts';
import type { GlucoseSource } from '../../inspector/pageRequests.ts';
import { isScenarioName } from '../../simulate/scenario/named.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { settingsIn, traceIn } from '../files.ts';
import type { Io } from '../io.ts';
import { preparePage } from '../page.ts';
import type { PageApart } from '../pageApart/apart.ts';
import { pageApart } from '../pageApart/pageApart.ts';
import { serveRemotes } from '../remote/serve.ts';
import { type BluetoothSought, bluetoothWords, withRadio } from './bluetooth.ts';
import { type Book, openBook } from './book.ts';
import { cgmKeys, type ServiceSource, serviceFor } from './cgm.ts';
import { type Composed, compose } from './compose.ts';
import { type End, firstEnd } from './ending.ts';
import { isMeasured } from './glucose.ts';
import { DEFAULT_TRACE, type StartOptions } from './options.ts';
import { type Patient, patientIn, patientSettings } from './patient.ts';
import { shown } from './shown.ts';
import { type Run, stageFor } from './stage.ts';

/** A device that has not confirmed its halt by then is given up on; it stops by its own command timeout. */
const CLOSE_AT_MOST = milliseconds(5_000);

/**
 * `islet start`: a pump and its page, until somebody ends it. Throws a Refusal before anything moves
 * when what it was given is no good; afterwards every end goes through the same safe stop.
 */
export const start = async (options: StartOptions, io: Io): Promise<ExitCode> => {
  const prepared = prepare(options, io);
  // Its thread loads while devices are opened.
  const page = pageApart({ say: io.say });
  try {
    return await startWith(page, prepared, options, io);
  } finally {
    await page.close();
  }
};

const startWith = async (
  page: PageApart,
  prepared: Prepared,
  options: StartOptions,
  io: Io,
): Promise<ExitCode> => {
  const parts = await preparePage(options.coverage, io);
  const desk = realClock();
  const first = await prepared(desk, page);
  const pages: StageEnd = { failed: () => {} };
  const stage = stageFor({
    first,
    prepare: (source, current) => nextRun(source, current.options, io, desk, page),
    end: async run => {
      await stop(run.pump, run.book, 'operator', desk);
      io.say(`Stopped for another run. The journal is ${run.book.file.path}`);
    },
    changed: page.tellStatus,
    failed: failure => pages.failed(failure),
  });
  const devices = { motor: { stop: () => stage.run()?.pump.world.devices.motor.stop() } };
  const ending = Promise.race([
    firstEnd(desk, devices, code => process.exit(code)),
    new Promise<End>(resolve => {
      pages.failed = error => resolve({ kind: 'defect', error });
    }),
  ]);
  const remotes = await serveRemotes(options, first.pump, first.book, io).catch(async (failure: unknown) => {
    await stop(first.pump, first.book, 'operator', desk);
    throw failure;
  });
  introduce(first, io);
  const isReal = options.real !== null;
  // A real sensor waits for nobody. Simulated time begins where it can be seen, unless the page takes too long.
  if (isReal) go(first);
  const showing = { options, book: first.book, desk, ending, isRunning: isReal, io };
  const isEnding = await shown(page, stage, parts, showing).catch(async (failure: unknown) => {
    await remotes?.close();
    await stop(first.pump, first.book, 'operator', desk);
    throw failure;
  });
  if (!isReal && !isEnding) go(first);

  const end = await ending;
  const last = await stage.close();
  if (last === null) {
    // Its motor has stopped and its journal is closed: nothing is left to be stopped, and nothing to be written.
    await page.close();
    desk.close();
    return concludeBetween(end, io);
  }
  const { pump, book } = last;
  // The journal must tell a defect from an orderly end, and the next start must sound for it.
  if (end.kind === 'defect') pump.runtime.fail(end.error);
  const failed = pump.runtime.state().pump.matches({ life: 'failSafe' });
  const isClosed = await stop(pump, book, end.kind === 'operator' ? 'operator' : 'signal', desk);
  await remotes?.close();
  await page.close();
  desk.close();
  if (!isClosed) io.say('The devices did not confirm their halt in time; they stop by their own timeout.');
  return conclude(end, failed, pump, book, io);
};

/** Makes a run ready, and has the page show it. */
type Prepared = (desk: RealClock, page: PageApart) => Promise<Run>;

type StageEnd = { failed: (failure: unknown) => void };

/** All that can be refused is refused here, before a journal is begun or a device is opened. */
const prepare = (options: StartOptions, io: Io): Prepared => {
  const glucose = glucoseIn(options, io);
  const settings = settingsOf(options, glucose);
  for (const note of 'readings' in glucose ? glucose.notes : []) io.say(note);
  return async (desk, page) => {
    const source = 'sensorId' in glucose ? await withRadio(glucose) : glucose;
    const book = openBook({
      path: options.journal,
      settings,
      now: desk.wall(),
      isSimulated: options.real === null,
      followsCalendar: isMeasured(source),
    });
    const pump = await composeOrClose(book, () =>
      compose({ options, book, settings, glucose: source, io, page }),
    );
    return { pump, book, options };
  };
};

/** Another run as the page asks for it, with a journal of its own, at the speed of this one; or why it cannot be. */
const nextRun = (
  source: GlucoseSource,
  options: StartOptions,
  io: Io,
  desk: RealClock,
  page: PageApart,
): (() => Promise<Run>) | string => {
  const { seed, glucose } =
    source.kind === 'patient'
      ? { seed: source.seed, glucose: source }
      : { seed: options.seed, glucose: { kind: 'trace', path: DEFAULT_TRACE } as const };
  try {
    if (source.kind === 'patient' && !isScenarioName(source.scenario))
      return `There is no scenario "${source.scenario}".`;
    const prepared = prepare({ ...options, glucose, seed, journal: null, settings: null }, io);
    return async () => {
      const run = await prepared(desk, page);
      introduce(run, io);
      go(run);
      return run;
    };
  } catch (failure) {
    if (failure instanceof Refusal) return failure.message;
    throw failure;
  }
};

const go = ({ pump }: Run): void => {
  pump.cgm.start();
  pump.world.simulated?.resume();
};

const glucoseIn = (
  { glucose, seed }: StartOptions,
  io: Io,
): Trace | Patient | ServiceSource | BluetoothSought =>
  match(glucose)
    .with({ kind: 'trace' }, ({ path }) => traceIn(path))
    .with({ kind: 'service' }, ({ address, secretFile }) => serviceFor(address, cgmKeys(secretFile, io.env)))
    .with({ kind: 'bluetooth' }, ({ sensorId, port }) => ({ sensorId, port }))
    .with({ kind: 'patient' }, patient => patientIn(patient, seed))
    .exhaustive();

/** From the file that was named; a new pump that a patient wears has theirs. */
const settingsOf = (
  { settings, journal }: StartOptions,
  glucose: ReturnType<typeof glucoseIn>,
): Settings | null => {
  if (settings !== null) return settingsIn(settings);
  return 'patient' in glucose && journal === null ? patientSettings(glucose) : null;
};

const composeOrClose = async (book: Book, make: () => Promise<Composed>): Promise<Composed> => {
  try {
    return await make();
  } catch (failure) {
    book.file.close();
    throw failure;
  }
};

const introduce = ({ options: { speed, glucose, real }, pump: { world }, book }: Run, io: Io): void => {
  io.say(`Devices: ${world.says}.`);
  io.say(
    world.supervisor === null
      ? 'Supervisor: NONE. Nobody counts the pulses a second time, and if this process hangs or dies, only the motor driver itself stops the motor.'
      : `Supervisor: process ${world.supervisor} counts by an encoder of its own and can cut the motor.`,
  );
  io.say(`Glucose: ${glucoseWords(glucose)}.`);
  io.say(`Time: ${real === null && !isOfSensor(glucose) ? `at most ${speed} times real time` : 'real'}.`);
  io.say(`Journal: ${book.file.path}`);
  for (const note of book.notes) io.say(note);
  if (real !== null)
    io.say('Delivery is suspended until a person says in the page what is in the cartridge, and resumes.');
  io.say('Ctrl-C stops the motor and ends.');
};

const isOfSensor = ({ kind }: StartOptions['glucose']): boolean => kind === 'service' || kind === 'bluetooth';

const glucoseWords = (glucose: StartOptions['glucose']): string =>
  match(glucose)
    .with({ kind: 'trace' }, ({ path }) => `replayed from ${path}`)
    .with(
      { kind: 'service' },
      ({ address: { service, base, everyS } }) =>
        `from ${service} at ${base.host} (${base.protocol === 'https:' ? 'TLS' : 'without TLS'}), asked every ${everyS} s`,
    )
    .with({ kind: 'bluetooth' }, sought => `from ${bluetoothWords(sought)}`)
    .with(
      { kind: 'patient' },
      ({ patient, scenario }) => `that of ${patient}, who lives "${scenario}" and answers to insulin`,
    )
    .exhaustive();

const stopping = new WeakMap<Book, Promise<boolean>>();

/** The motor first, the journal last. Returns whether the devices confirmed in time. A run is stopped once, however often it is asked for. */
const stop = (...[pump, book, cause, desk]: Parameters<typeof stopNow>): Promise<boolean> => {
  const under = stopping.get(book) ?? stopNow(pump, book, cause, desk);
  stopping.set(book, under);
  // One that failed is tried again.
  under.catch(() => stopping.delete(book));
  return under;
};

const stopNow = async (
  { runtime, world, cgm, endThread }: Composed,
  book: Book,
  cause: 'operator' | 'signal',
  desk: RealClock,
): Promise<boolean> => {
  cgm.stop();
  const isClosed = await Promise.race([
    runtime.stop(cause).then(() => true),
    new Promise<false>(resolve => void desk.wakeAt(after(desk.now(), CLOSE_AT_MOST), () => resolve(false))),
  ]);
  // The thread that only computes comes last: one that hangs holds up neither the devices nor the journal.
  try {
    await world.close();
  } finally {
    book.file.close();
    await endThread();
  }
  return isClosed;
};

/** Ended after one run and before the next. */
const concludeBetween = (end: End, io: Io): ExitCode => {
  if (end.kind === 'defect') sayDefect(end.error, io);
  io.say('Stopped: another run had not begun. The journal of the run before is whole.');
  return end.kind === 'defect' ? EXIT.failed : EXIT.interrupted;
};

const sayDefect = (error: unknown, io: Io): void =>
  io.say(
    `Islet itself has failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );

const conclude = (end: End, failed: boolean, { runtime }: Composed, book: Book, io: Io): ExitCode => {
  if (end.kind === 'defect') sayDefect(end.error, io);
  const fault = runtime.faulted();
  if (fault !== null) io.say(`The pump had stopped for good: ${fault}`);
  io.say(`Stopped. The journal is ${book.file.path}`);
  io.say(`To see it again: npx islet replay ${book.file.path}`);
  return end.kind === 'defect' || failed ? EXIT.failed : EXIT.interrupted;
};
