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
import { wallMs } from '../../domain/units.ts';
import { type IddSource, scribe } from '../../interop/ids/scribe.ts';
import { recover, Unreplayable } from '../../runtime/recover.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { journalIn } from '../files.ts';
import type { Io } from '../io.ts';
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

/** Throws a Refusal (exit 3) that names the package that is missing, and the command that brings it. */
export const withBleno = (load: () => Promise<Bleno> = loadBleno): Promise<Bleno> => inReach(load);

/** Offers the pump of a journal until somebody ends it. */
export const serveJournalPump = async (
  path: string,
  io: Io,
  load: () => Promise<Bleno> = loadBleno,
): Promise<ExitCode> => {
  const source = pumpIn(path);
  const bleno = await withBleno(load);
  const clock = realClock();
  try {
    const peripheral = iddPeripheral(source, { name: PUMP_NAME, isProtected: true, clock });
    const advertised = await inReach(() => advertise(bleno, peripheral));
    io.say(`"${PUMP_NAME}" offers the Insulin Delivery Service, only to be read. Ctrl-C ends it.`);
    await new Promise<void>(done => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
    });
    await advertised.close();
    return EXIT.interrupted;
  } finally {
    clock.close();
  }
};
