import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulatedNightscout } from '../../hardware/cgm/network/simulated/nightscout.ts';
import { realClock } from '../../hardware/clock/real.ts';
import { serveHttp } from '../../hardware/link/http/served.ts';
import { cgmAddress, cgmKeys, serviceFor } from '../../src/cli/start/cgm.ts';
import { type Islet, inFolder, isletHere, spawnIslet } from '../cli/islet.ts';
import { SECRET, skin } from './bench.ts';

const EVERY_S = 5;

const until = async <Value>(pump: Islet, look: () => Value | null): Promise<Value> => {
  while (pump.child.exitCode === null) {
    const value = look();
    if (value !== null) return value;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`islet ended too early: ${pump.err()}`);
};

test(
  'readings of a service reach the journal of a running pump; it ends and comes back, and none is missing or told twice',
  {
    timeout: 110_000,
  },
  () =>
    inFolder(async folder => {
      const clock = realClock();
      const service = simulatedNightscout({ clock, read: skin, secret: SECRET, intervalMs: EVERY_S * 1_000 });
      const first = await serveHttp(service.serve);
      const secrets = join(folder, 'secrets');
      writeFileSync(secrets, `# of the test\nISLET_CGM_TOKEN=${SECRET}\n`);
      chmodSync(secrets, 0o600);
      const pump = spawnIslet(
        [
          'start',
          '--no-open',
          '--port',
          '0',
          '--json',
          '--no-supervisor',
          '--cgm-secret',
          secrets,
          '--cgm',
        ].concat(`nightscout://127.0.0.1:${first.port}?api=3&every=${EVERY_S}`),
        folder,
      );
      const line = await until(pump, () => (pump.out().includes('\n') ? pump.out() : null));
      const journal = join(folder, String(JSON.parse(line).journal));
      const numbers = (): readonly number[] =>
        [...readFileSync(journal, 'utf8').matchAll(/"type":"cgm\.measured"[^}]*?"sequence":(\d+)/g)].map(
          ([, number]) => Number(number),
        );
      await until(pump, () => (numbers().length >= 3 ? true : null));
      await first.close();
      await until(pump, () => (/nobody answers there/.test(pump.err()) ? true : null));
      const before = numbers();
      // At least one reading is measured while nobody can be asked.
      await until(pump, () =>
        Math.floor(clock.wall() / 1_000) - (before.at(-1) ?? 0) > 2 * EVERY_S ? true : null,
      );
      const second = await serveHttp(service.serve, first.port);
      await until(pump, () => (numbers().length >= before.length + 3 ? true : null));
      await until(pump, () => (/Glucose: readings come/.test(pump.err()) ? true : null));
      pump.child.kill('SIGINT');
      const { code, out, err } = await pump.ended;
      expect(code).toBe(130);
      const told = numbers();
      expect(told.slice(1).map((number, index) => number - (told[index] ?? 0))).toEqual(
        told.slice(1).map(() => EVERY_S),
      );
      expect(`${out}${err}${readFileSync(journal, 'utf8')}`).not.toContain(SECRET);
      await second.close();
      clock.close();
    }),
);

const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (failure) {
    return String(failure);
  }
  return 'nothing was refused';
};

test.each([
  ['nightscout://my.site', 'https://my.site/', 1, 60],
  ['nightscout://my.site:8443/below?api=3&every=30', 'https://my.site:8443/below', 3, 30],
  ['nightscout://127.0.0.1:1337', 'http://127.0.0.1:1337/', 1, 60],
  ['nightscout://192.168.1.5:1337', 'https://192.168.1.5:1337/', 1, 60],
  ['nightscout://192.168.1.5:1337?tls=off', 'http://192.168.1.5:1337/', 1, 60],
  ['xdrip://192.168.1.5:17580', 'http://192.168.1.5:17580/', 1, 60],
  ['xdrip://10.example.com:17580', 'https://10.example.com:17580/', 1, 60],
  ['xdrip://10.1.2.3:17580', 'http://10.1.2.3:17580/', 1, 60],
  ['xdrip://172.31.2.3:17580', 'http://172.31.2.3:17580/', 1, 60],
  ['xdrip://phone.example:17581', 'https://phone.example:17581/', 1, 60],
  ['share://me%40mail@127.0.0.1:9', 'http://127.0.0.1:9/', 1, 60],
])('%s is asked at %s', (given, base, api, everyS) => {
  const read = cgmAddress(given);
  expect([read.base.href, read.api, read.everyS]).toEqual([base, api, everyS]);
  expect(read.user).toBe(given.startsWith('share') ? 'me@mail' : '');
});

test.each([
  ['https://my.site', /is no address of a service/],
  ['nightscout:', /is no address of a service/],
  ['nightscout://word-of-mine@my.site', /a secret stands in the address/],
  ['share://me:word-of-mine@my.site', /a secret stands in the address/],
  ['share://my.site', /who logs in/],
  ['nightscout://my.site?token=word-of-mine', /an option stands there that it has not/],
  ['nightscout://my.site?word-of-mine', /an option stands there that it has not/],
  ['share://%zz@my.site', /the user is not written as an address has it/],
  ['nightscout://192.168.attacker.example?tls=off', /could be read on its way/],
  ['nightscout://10.example.com?tls=off', /could be read on its way/],
  ['nightscout://my.site?api=2', /api = 2: there are 1 and 3/],
  ['xdrip://my.site?api=3', /only nightscout has api/],
  ['nightscout://my.site?every=4', /every = 4: is not a whole number of s from 5 to 300/],
  ['nightscout://my.site?tls=off', /could be read on its way/],
  ['nightscout://my.site?tls=no', /tls is not on or off/],
])('%s is refused, and no secret is shown', (given, words) => {
  const told = refusalOf(() => cgmAddress(given));
  expect(told).toMatch(words);
  expect(told).not.toContain('word-of-mine');
});

test('secrets come from the environment, or from a file that nobody else may read', () =>
  inFolder(async folder => {
    const file = join(folder, 'secrets');
    const mine = 'word-of-mine';
    expect(cgmKeys(null, { ISLET_CGM_SECRET: mine }).ISLET_CGM_SECRET?.reveal()).toBe(mine);
    expect(refusalOf(() => cgmKeys(file, {}))).toMatch(/cannot be read \(ENOENT\)/);
    writeFileSync(file, `ISLET_CGM_SECRET=${mine}`, { mode: 0o644 });
    expect(refusalOf(() => cgmKeys(file, {}))).toMatch(
      /others may read it \(mode 644, wanted 600\)\. Run: chmod 600/,
    );
    chmodSync(file, 0o600);
    expect(cgmKeys(file, { ISLET_CGM_SECRET: 'other' }).ISLET_CGM_SECRET?.reveal()).toBe(mine);
    writeFileSync(file, `\n${mine}\n`);
    const told = refusalOf(() => cgmKeys(file, {}));
    expect(told).toMatch(/line 2 is none of ISLET_CGM_SECRET/);
    expect(told).not.toContain(mine);
  }));

test.each([
  ['nightscout://my.site?api=3', /needs an access token.*ISLET_CGM_TOKEN/],
  ['share://me@my.site', /needs the password.*ISLET_CGM_SECRET/],
])('%s without its secret says which is missing, and where it goes', (given, words) => {
  expect(refusalOf(() => serviceFor(cgmAddress(given), {}))).toMatch(words);
});

test('a real sensor is not hurried, and stands beside no other glucose', () =>
  inFolder(async folder => {
    const cgm = ['start', '--no-open', '--cgm', 'nightscout://my.site'];
    for (const [more, words] of [
      [['--speed', '600'], /--speed = 600: with a real sensor time is real/],
      [['--patient', 'adult#001'], /--cgm excludes --patient and --trace/],
    ] as const) {
      const { code, err } = await isletHere([...cgm, ...more], folder);
      expect([code, err]).toEqual([2, expect.stringMatching(words)]);
    }
  }));
