import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONTROLLER_FAULTS } from '../../hardware/link/bluetooth/hci/faults.ts';
import { type Islet, inFolder, isletHere, spawnIslet } from '../cli/islet.ts';
import { noDriver } from './hciBench.ts';

const until = async <Value>(pump: Islet, look: () => Value | null): Promise<Value> => {
  while (pump.child.exitCode === null) {
    const value = look();
    if (value !== null) return value;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`islet ended too early: ${pump.err()}`);
};

const start = ['start', '--no-open', '--port', '0', '--json', '--no-supervisor', '--cgm'];

test.skipIf(noDriver !== null)(
  `a pump process takes readings from islet sim bluetooth, and ends at once when it is told to${noDriver === null ? '' : `: ${noDriver}`}`,
  { timeout: 110_000 },
  () =>
    inFolder(async folder => {
      const simulator = spawnIslet(['sim', 'bluetooth'], folder);
      const path = (
        await until(simulator, () => (/Ctrl-C/.test(simulator.err()) ? simulator.out() : null))
      ).trim();
      expect(simulator.err()).toContain(`npx islet start --cgm bluetooth://${path}`);
      const pump = spawnIslet([...start, `bluetooth://${path}`], folder);
      const line = await until(pump, () => (pump.out().includes('\n') ? pump.out() : null));
      const journal = join(folder, String(JSON.parse(line).journal));
      await until(pump, () =>
        /"type":"cgm\.measured"[^}]*?"mgPerDl":\d+/.test(readFileSync(journal, 'utf8')) ? true : null,
      );
      pump.child.kill('SIGINT');
      const { code, out } = await pump.ended;
      expect(code).toBe(130);
      // Nothing of the driver's own is in what is read as JSON.
      for (const each of out.trim().split('\n')) expect(() => JSON.parse(each)).not.toThrow();
      simulator.child.kill('SIGINT');
      expect((await simulator.ended).code).toBe(130);
    }),
);

test.skipIf(noDriver !== null)(
  'a serial line that is not there is refused before anything begins, with a remedy',
  { timeout: 60_000 },
  () =>
    inFolder(async folder => {
      const { code, err } = await isletHere([...start, 'bluetooth:///dev/no-such-line'], folder);
      expect([code, err]).toEqual([3, expect.stringMatching(/no-such-line: .*Check the cable and the path/)]);
    }),
);

test('it is listed with its faults, and has no other', () =>
  inFolder(async folder => {
    const listed = await isletHere(['sim'], folder);
    for (const name of [...Object.keys(CONTROLLER_FAULTS), 'malfunction', 'garbled'])
      expect(listed.out).toContain(name);
    const refused = await isletHere(['sim', 'bluetooth', '--fault', 'none'], folder);
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/none is no fault of bluetooth/)]);
  }));
