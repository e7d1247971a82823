import { lockStepClock } from '../../../hardware/clock/lockstep.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { iddClient } from '../../../hardware/ids/client.ts';
import { iddPeripheral } from '../../../hardware/ids/server.ts';
import { INSULIN_DELIVERY } from '../../../hardware/ids/service.ts';
import { advertise, type Bleno, loadBleno } from '../../../hardware/link/bluetooth/bleno.ts';
import { GattTrouble } from '../../../hardware/link/bluetooth/gatt.ts';
import { connectInMemory } from '../../../hardware/link/bluetooth/memory.ts';
import { connectApart } from '../../../hardware/link/bluetooth/radioApart.ts';
import { radioLoads, spawnRadio } from '../../../hardware/link/bluetooth/radioSpawned.ts';
import { after, milliseconds, wallMs } from '../../domain/units.ts';
import { type IddSource, scribe } from '../../interop/ids/scribe.ts';
import type { Clock } from '../../ports.ts';
import { recover, Unreplayable } from '../../runtime/recover.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { journalIn } from '../files.ts';
import type { Io } from '../io.ts';
import { type Followed, followJournal } from './follow.ts';
import { pumpLines, readAll } from './print.ts';

export type Wanted = { readonly withHistory: boolean; readonly asJson: boolean };

/** The name by which a pump is seen. */
export const PUMP_NAME = 'Islet pump';
/** Connection intervals that the longest history takes, many times over. */
const MOST_WAKE_UPS = 1_000_000;

/** The pump that a journal tells of, as it ends. Throws a Refusal where it cannot be taken again. */
const pumpIn = (path: string): IddSource => {
  const read = journalIn(path);
  if (read.entries.length === 0)
    throw new Refusal(EXIT.badInput, `${path}: tells of no step; start the pump first.`);
  const told = scribe();
  try {
    recover(read, { boot: 'read', wallMs: wallMs(0), settings: null, preparation: [] }, told.take);
  } catch (failure) {
    if (failure instanceof Unreplayable) throw new Refusal(EXIT.badInput, `${path}: ${failure.message}`);
    throw failure;
  }
  return told;
};

/** Reads the pump of a journal through the service itself, in the air of this process. */
export const readJournalPump = async (path: string, wanted: Wanted, io: Io): Promise<ExitCode> => {
  const clock = lockStepClock();
  const peripheral = iddPeripheral(pumpIn(path), { name: PUMP_NAME, isProtected: true, clock });
  let isOver = false;
  const reading = connectInMemory(peripheral, clock)
    .then(gatt => iddClient(gatt, clock))
    .then(client => readAll(client, wanted.withHistory))
    .finally(() => {
      isOver = true;
    });
  await Promise.all([reading, clock.advanceUntil(() => isOver, MOST_WAKE_UPS)]);
  for (const line of pumpLines(await reading, wanted.asJson)) io.out(line);
  clock.close();
  return EXIT.ok;
};

/** What a radio that is missing, or off, comes to: exit 3, with what to do about it. */
const inReach = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (failure) {
    if (failure instanceof GattTrouble) throw new Refusal(EXIT.environment, `${failure.message}.`);
    throw failure;
  }
};

/** Reads a pump of any make that offers the service, over the air by a process of its own. */
export const readInReach = async (
  id: string | null,
  wanted: Wanted,
  io: Io,
  loads: () => Promise<void> = radioLoads,
): Promise<ExitCode> => {
  const clock = realClock();
  try {
    await inReach(loads);
    const told = await inReach(async () => {
      const gatt = await connectApart(spawnRadio(), { service: INSULIN_DELIVERY, id, port: null }, clock);
      const client = await iddClient(gatt, clock);
      return readAll(client, wanted.withHistory).finally(client.close);
    });
    for (const line of pumpLines(told, wanted.asJson)) io.out(line);
    return EXIT.ok;
  } finally {
    clock.close();
  }
};

/** How a pump is served; tests give their own. */
export type ServeParts = {
  readonly load?: () => Promise<Bleno>;
  readonly clock?: Clock & { readonly close: () => void };
  /** Resolves when somebody ends it. */
  readonly until?: () => Promise<void>;
};

/** How often the journal is looked at. */
const LOOK_EVERY = milliseconds(500);

/**
 * Offers the pump of a journal until somebody ends it, and follows the journal while a pump writes it. The pump runs in another process
 * and knows nothing of this one: whatever fails here, the driver of the radio too, ends this process alone, with a Refusal.
 */
export const serveJournalPump = async (
  path: string,
  io: Io,
  { load = loadBleno, clock = realClock(), until = untilSignal }: ServeParts = {},
): Promise<ExitCode> => {
  const speech = saidAside(io);
  const driver = driverFailure();
  let followed: Followed | null = null;
  // From the first moment on: whoever ends it while the driver loads is heard, too.
  const over = until();
  try {
    const pump = followJournal(path, clock, io.say);
    followed = pump;
    const opened = inReach(async () => {
      const peripheral = iddPeripheral(pump.source, { name: PUMP_NAME, isProtected: true, clock });
      return advertise(await load(), peripheral, clock);
    });
    const close = (): Promise<void> =>
      opened
        .then(advertised => advertised.close())
        .catch((failure: unknown) => io.say(`${wordsOf(failure)}.`));
    const advertised = await Promise.race([opened, over, driver.failed]);
    if (advertised === undefined) {
      void close();
      return EXIT.interrupted;
    }
    io.say(`"${PUMP_NAME}" offers the Insulin Delivery Service, only to be read. Ctrl-C ends it.`);
    await Promise.race([over, looking(pump, clock), driver.failed]).finally(close);
    return EXIT.interrupted;
  } finally {
    followed?.close();
    clock.close();
    driver.forget();
    speech.restore();
  }
};

const wordsOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));

const untilSignal = (): Promise<void> =>
  new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });

/** Looks at the journal again and again; rejects with what a look throws. */
const looking = (pump: Followed, clock: Clock): Promise<never> =>
  new Promise((_, reject) => {
    const look = (): void => {
      try {
        pump.look();
        clock.wakeAt(after(clock.now(), LOOK_EVERY), look);
      } catch (failure) {
        reject(failure);
      }
    };
    look();
  });

/** What the driver throws out of its own handlers, which any device in reach can bring about. */
const driverFailure = (): { readonly failed: Promise<never>; readonly forget: () => void } => {
  let fail = (_: unknown): void => {};
  const failed = new Promise<never>((_, reject) => {
    fail = failure =>
      reject(
        failure instanceof Refusal
          ? failure
          : new Refusal(
              EXIT.device,
              `The Bluetooth service has failed: ${wordsOf(failure)}. The pump is not touched by it.`,
            ),
      );
  });
  failed.catch(() => {});
  process.on('uncaughtException', fail);
  return { failed, forget: () => void process.off('uncaughtException', fail) };
};

/** bleno speaks to standard output, where only data are to go. */
const saidAside = (io: Io): { readonly restore: () => void } => {
  const { log } = console;
  console.log = (...words: readonly unknown[]) => io.say(words.map(String).join(' '));
  return {
    restore: () => {
      console.log = log;
    },
  };
};
