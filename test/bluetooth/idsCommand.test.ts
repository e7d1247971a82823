import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GattTrouble } from '../../hardware/link/bluetooth/gatt.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { readInReach, serveJournalPump } from '../../src/cli/ids/ids.ts';
import { serveBluetooth } from '../../src/cli/start/bluetoothService.ts';
import { openBook } from '../../src/cli/start/book.ts';
import { startOptions } from '../../src/cli/start/options.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { inFolder, isletHere } from '../cli/islet.ts';
import { corePump } from '../support/corePump.ts';
import { blenoRoom } from './blenoRoom.ts';

const life = await corePump();
await life.give({ type: 'resume.requested' });
await life.give({ type: 'bolus.requested', bolus: 'b', amountUu: 500_000 });
await life.give({ type: 'bolus.confirmed', bolus: 'b' });
await life.wait(120_000);
life.clock.close();
const JOURNAL = `${life.lines.join('\n')}\n`;
const quiet = { out: () => {}, say: () => {}, isTerminal: false, env: {} };
const written = (folder: string): string => {
  const path = join(folder, 'journal.jsonl');
  writeFileSync(path, JOURNAL);
  return path;
};

describe('islet ids', () => {
  test('prints what a client reads of the pump of a journal, with its history where that is asked for', async () => {
    await inFolder(async folder => {
      const { code, out } = await isletHere(['ids', written(folder), '--history'], folder);
      expect(code).toBe(EXIT.ok);
      expect(out).toMatch(/^Status +run, ready; 199\.\d U left, reservoir attached$/m);
      expect(out).toMatch(/^Annunciation +none$/m);
      expect(out).toMatch(/^basalRate +profile=1 profileRate=0\.8 U\/h context=device$/m);
      expect(out).toMatch(/^delivered +bolus=0\.5 U basal=/m);
      expect(out).toMatch(/bolusDelivered +bolus=1 type=fast fast=0\.5 U extended=0 U minutes=0$/m);
      expect(out).toMatch(/basalRateChanged +before=0 U\/h after=0\.8 U\/h$/m);
      const plain = await isletHere(['ids', 'journal.jsonl', '--json'], folder);
      expect(JSON.parse(plain.out)).toMatchObject({ status: { therapy: 'run' }, history: null });
    });
  });

  test('refuses what it cannot do, with the exit code and the remedy', async () => {
    await inFolder(async folder => {
      const path = written(folder);
      const ends = async (...args: readonly string[]): Promise<string> => {
        const { code, err } = await isletHere(['ids', ...args], folder);
        return `${code} ${err}`;
      };
      expect(await ends('--serve')).toMatch(/^2 .*Name the journal/s);
      expect(await ends(path, '--id', 'aa')).toMatch(/^2 .*Leave the journal out/s);
      expect(await ends('absent.jsonl')).toMatch(/^2 .*absent\.jsonl/s);
      const missing = (): Promise<never> => Promise.reject(new GattTrouble('needs a package'));
      const environment = { exit: EXIT.environment, message: 'needs a package.' };
      await expect(serveJournalPump(path, quiet, missing)).rejects.toMatchObject(environment);
      const wanted = { withHistory: false, asJson: false };
      await expect(readInReach(null, wanted, quiet, missing)).rejects.toMatchObject(environment);
      await expect(serveJournalPump(path, quiet, async () => blenoRoom(false).bleno)).rejects.toMatchObject({
        exit: EXIT.environment,
        message: expect.stringMatching(/radio of this computer is off/),
      });
    });
  });
});

describe('islet start --bluetooth', () => {
  test('tells of earlier runs too; without it nothing is kept for a client', async () => {
    await inFolder(async folder => {
      const path = written(folder);
      const options = { path, settings: null, now: wallMs(Date.UTC(2026, 0, 2, 1)), isSimulated: true };
      const told = openBook({ ...options, isTold: true });
      expect(told.told?.records().map(({ event }) => event)).toContain('bolusDelivered');
      told.file.close();
      const untold = openBook(options);
      expect(untold.told).toBeNull();
      untold.file.close();
    });
    const flags = { port: '0', open: false, supervisor: true, seed: '1' };
    expect(startOptions(flags).bluetooth).toBe(false);
    expect(startOptions({ ...flags, bluetooth: true }).bluetooth).toBe(true);
  });

  test('is offered at the time of the pump, and taken away with it; without a radio nothing is', async () => {
    await inFolder(async folder => {
      const path = written(folder);
      const settings = exampleSettings;
      const now = wallMs(Date.UTC(2026, 0, 2, 1));
      const book = openBook({ path, settings, now, isSimulated: true, isTold: true });
      const pump = await corePump();
      const composed = { world: { clock: pump.clock } };
      const said: string[] = [];
      const io = { ...quiet, say: (line: string) => void said.push(line) };
      expect(await serveBluetooth(null, composed, book, io)).toBeNull();
      const { bleno, calls } = blenoRoom();
      const served = await serveBluetooth(bleno, composed, book, io);
      expect(calls[0]).toBe('advertise Islet pump 183a');
      expect(said.join()).toMatch(/only to be read/);
      await served?.close();
      expect(calls.at(-1)).toBe('stop');
      await expect(serveBluetooth(blenoRoom(false).bleno, composed, book, io)).rejects.toMatchObject({
        exit: EXIT.environment,
        message: expect.stringMatching(/^--bluetooth: /),
      });
      book.file.close();
      pump.clock.close();
    });
  });
});
