import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DECODERS } from './all.ts';
import { E2E, remainder, TIC, XMODEM } from './checksums.ts';
import { fuzz } from './fuzz.ts';
import type { FuzzReport } from './fuzzed.ts';
import { DECODERS as PLANTED } from './planted.ts';

const SEED = 20_261;
const RUNS = 2_000;
const HARDWARE = join(import.meta.dirname, '../../../hardware');

const module = new URL('./all.ts', import.meta.url);
const CHECK = Buffer.from('123456789');

test('the checksums that judge are those of the specifications', () => {
  expect(remainder([0x83, 0x01], TIC)).toBe(0x17);
  expect(remainder(CHECK, XMODEM)).toBe(0x31c3);
  expect(remainder(CHECK, E2E)).toBe(0x6f91);
});

describe(`any bytes, seed ${SEED}`, () => {
  const all = fuzz({ module, count: DECODERS.length, seed: SEED, runs: RUNS });
  test.each(DECODERS.map(({ file, name, sound }, index) => ({ file, name, index, sound })))(
    '$name of $file neither throws nor hangs nor believes a damaged frame',
    async ({ file, name, index, sound }) => {
      const report = (await all)[index];
      if (report === undefined) throw new Error('one before it hung: it was not tried');
      if (report === 'hung') throw new Error(`${name} of ${file} hangs`);
      expect(report.defect).toBeNull();
      expect(report.tried).toBe(RUNS);
      expect(report.believed).toBeGreaterThan(0);
      expect(report.refused).toBeGreaterThan(0);
      if (sound) expect(report.damaged).toBeGreaterThan(0);
    },
  );
  test('are counted', async () => {
    const reports = (await all).filter(report => report !== 'hung');
    const sum = (figure: (report: FuzzReport) => number) => reports.reduce((n, each) => n + figure(each), 0);
    console.log(
      `fuzz: ${reports.length} decoders, ${sum(({ tried }) => tried)} messages, ${sum(({ damaged }) => damaged ?? 0)} with a damaged checksum and none believed, seed ${SEED}`,
    );
    expect(reports.length).toBe(DECODERS.length);
  });
});

test('a decoder with a defect is found', async () => {
  const reports = await fuzz({
    module: new URL('./planted.ts', import.meta.url),
    count: PLANTED.length,
    seed: SEED,
    runs: RUNS,
    hangMs: 2_000,
  });
  expect(reports).toEqual([
    expect.objectContaining({ defect: expect.stringContaining('have the right checksum') }),
    expect.objectContaining({ defect: expect.stringContaining('no register') }),
    'hung',
  ]);
});

test('every decoder of an adapter or a simulator is among them', () => {
  const exported = globSync('**/*.ts', { cwd: HARDWARE })
    // What a rig reads are its own files, but for the lines of its bench.
    .filter(file => !file.startsWith('rig/') || file.startsWith('rig/bench/'))
    .flatMap(file =>
      [
        ...readFileSync(join(HARDWARE, file), 'utf8').matchAll(
          /^export const (decode\w*|cutFrames|open(?:Reply|Frame)) /gm,
        ),
      ].map(([, name]) => `${file} ${name}`),
    );
  expect(exported.length).toBeGreaterThan(0);
  const fuzzed = DECODERS.map(({ file, name }) => `${file} ${name}`);
  expect(exported.filter(each => !fuzzed.includes(each)).filter(each => !/ decoded$/.test(each))).toEqual([]);
});
