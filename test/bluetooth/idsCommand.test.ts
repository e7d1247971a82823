import { appendFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { iddClient } from '../../hardware/ids/client.ts';
import { GattTrouble } from '../../hardware/link/bluetooth/gatt.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { STILL } from '../../src/cli/ids/follow.ts';
import { readInReach, serveJournalPump } from '../../src/cli/ids/ids.ts';
import { after, milliseconds, wallMs } from '../../src/domain/units.ts';
import { answerTo } from '../../src/interop/ids/now.ts';
import { scribe } from '../../src/interop/ids/scribe.ts';
import { inFolder, isletHere } from '../cli/islet.ts';
import { corePump } from '../support/corePump.ts';
import { blenoRoom } from './blenoRoom.ts';
import { meanwhile } from './idsBench.ts';

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
      await expect(serveJournalPump(path, quiet, { load: missing })).rejects.toMatchObject(environment);
      const wanted = { withHistory: false, asJson: false };
      await expect(readInReach(null, wanted, quiet, missing)).rejects.toMatchObject(environment);
      await expect(
        serveJournalPump(path, quiet, { load: async () => blenoRoom(false).bleno }),
      ).rejects.toMatchObject({
        exit: EXIT.environment,
        message: expect.stringMatching(/radio of this computer is off/),
      });
    });
  });
});

describe('islet ids JOURNAL --serve, beside a pump that runs', () => {
  /** A served journal: who is near, what is said, and time that goes on by itself. */
  const serve = async (folder: string, lines: readonly string[], ageMs = 0) => {
    const path = join(folder, 'journal.jsonl');
    writeFileSync(path, `${lines.join('\n')}\n`);
    const zeroWall = wallMs(Math.floor(statSync(path).mtimeMs) + ageMs);
    const clock = lockStepClock({ zeroWall });
    const room = blenoRoom();
    const said: string[] = [];
    let end = (): void => {};
    const ended = serveJournalPump(
      path,
      { ...quiet, say: line => void said.push(line) },
      { load: async () => room.bleno, clock, until: () => new Promise(done => (end = done)) },
    ).catch((failure: unknown) => failure);
    await clock.settle();
    const pass = (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms)));
    return { ...room, path, clock, said, ended, pass, end: () => end() };
  };
  const half = life.lines.length - 12;

  test('follows the journal: what comes is told, by the same fold; a line that is not whole waits', async () => {
    await inFolder(async folder => {
      const { path, clock, central, calls, pass, ended, end } = await serve(
        folder,
        life.lines.slice(0, half),
      );
      expect(calls).toEqual(['services 1', 'advertise Islet pump 183a']);
      const gatt = central(1);
      const client = await meanwhile(clock, iddClient(gatt, clock));
      const count = async (): Promise<unknown> =>
        meanwhile(clock, client.history({ ask: 'count', wanted: { of: 'all', filter: 'any' } }));
      const first = await count();
      const rest = `${life.lines.slice(half).join('\n')}\n`;
      appendFileSync(path, rest.slice(0, -10));
      await pass(1_000);
      appendFileSync(path, rest.slice(-10));
      await pass(1_000);
      const whole = scribe();
      for (const each of life.steps) whole.take(each);
      expect(await count()).not.toEqual(first);
      expect(await count()).toMatchObject({ answer: { count: whole.records().length } });
      expect(await meanwhile(clock, client.ask({ ask: 'delivered' }))).toEqual(
        answerTo({ ask: 'delivered' }, whole.moment()),
      );
      expect((await meanwhile(clock, client.status())).therapy).toBe('run');
      end();
      await clock.settle();
      expect(await ended).toBe(EXIT.interrupted);
      expect(calls.slice(-2)).toEqual(['disconnect 1', 'stop']);
    });
  });

  test('a journal that stands still is told as unknown, with the time of its last step; it goes on when the journal does', async () => {
    await inFolder(async folder => {
      const { path, clock, central, pass, said, ended, end } = await serve(folder, life.lines.slice(0, half));
      const client = await meanwhile(clock, iddClient(central(1), clock));
      await pass(STILL - 10_000);
      expect((await client.status()).therapy).toBe('run');
      await pass(20_000);
      expect(await client.status()).toMatchObject({
        therapy: 'undetermined',
        operational: 'undetermined',
        leftUu: null,
      });
      for (const ask of ['onBoard', 'totalDaily', 'delivered', 'basalRate', 'activeBoluses'] as const)
        expect(await meanwhile(clock, client.ask({ ask }))).toMatchObject({ result: 'notApplicable' });
      expect(said.join()).toMatch(/stood still for 225 s; its last step is of 20\d\d-.*nobody knows/);
      appendFileSync(path, `${life.lines.slice(half).join('\n')}\n`);
      await pass(1_000);
      expect((await client.status()).therapy).toBe('run');
      expect(said.at(-1)).toBe('The journal goes on.');
      end();
      await clock.settle();
      await ended;
    });
  });

  test('a journal that was written long ago is in doubt from the first moment', async () => {
    await inFolder(async folder => {
      const { clock, central, ended, end } = await serve(folder, life.lines, STILL + 1_000);
      const client = await meanwhile(clock, iddClient(central(1), clock));
      expect((await client.status()).therapy).toBe('undetermined');
      end();
      await clock.settle();
      await ended;
    });
  });

  test('whatever fails ends the service alone, in words and with an exit code', async () => {
    await inFolder(async folder => {
      const damaged = await serve(folder, life.lines.slice(0, half));
      appendFileSync(damaged.path, `${life.lines[half]?.replace('"seq"', '"Seq"')}\n`);
      await damaged.pass(1_000);
      expect(await damaged.ended).toMatchObject({ exit: EXIT.badInput });
      expect(damaged.calls.at(-1)).toBe('stop');
      const cut = await serve(folder, life.lines);
      truncateSync(cut.path, 100);
      await cut.pass(1_000);
      expect(await cut.ended).toMatchObject({ message: expect.stringMatching(/no longer the journal/) });
      const thrown = await serve(folder, life.lines);
      process.listeners('uncaughtException').at(-1)?.(
        new RangeError('out of its handler'),
        'uncaughtException',
      );
      await thrown.clock.settle();
      expect(await thrown.ended).toMatchObject({
        exit: EXIT.device,
        message: expect.stringMatching(/out of its handler.*pump is not touched/),
      });
    });
  });

  test('whoever ends it while the driver loads is heard, and what is advertised afterwards is taken back', async () => {
    await inFolder(async folder => {
      const { bleno, calls } = blenoRoom();
      let loaded = (_: typeof bleno): void => {};
      let end = (): void => {};
      const clock = lockStepClock();
      const ended = serveJournalPump(written(folder), quiet, {
        load: () => new Promise(done => (loaded = done)),
        until: () => new Promise(done => (end = done)),
        clock,
      });
      await clock.settle();
      end();
      expect(await ended).toBe(EXIT.interrupted);
      loaded(bleno);
      await clock.settle();
      expect(calls).toEqual(['services 1', 'advertise Islet pump 183a', 'stop']);
    });
  });

  test('what the driver says to standard output goes where people read', async () => {
    await inFolder(async folder => {
      const said: string[] = [];
      const { log } = console;
      const io = { ...quiet, say: (line: string) => void said.push(line) };
      const load = async (): Promise<never> => {
        console.log('Bleno warning:', 'run as root');
        throw new GattTrouble('none');
      };
      const path = written(folder);
      await expect(serveJournalPump(path, io, { load })).rejects.toMatchObject({ exit: EXIT.environment });
      expect(said).toContain('Bleno warning: run as root');
      expect(console.log).toBe(log);
    });
  });
});

test('islet start offers no Bluetooth service: its driver would run in the process of the pump', async () => {
  await inFolder(async folder => {
    const { code, err } = await isletHere(['start', '--bluetooth'], folder);
    expect([code, err]).toEqual([EXIT.badInput, expect.stringMatching(/unknown option '--bluetooth'/)]);
  });
});
