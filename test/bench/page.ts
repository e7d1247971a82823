import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chartsIdentity } from '../../src/cli/machines.ts';
import { programIdentity } from '../../src/cli/sources.ts';
import { builtPage } from '../../src/inspector/buildPage.ts';
import { bytesOfFile } from '../../src/inspector/journalIndex/journalBytes.ts';
import { openIndex } from '../../src/inspector/journalIndex/journalIndex.ts';
import { interrupt, launch, type PumpPage, replayPump, startPump } from '../browser/pump.ts';
import { busyJournal } from './millionDay.ts';
import { scrubbed } from './scrub.ts';
import type { Row } from './speed.ts';

/** The page in headless Chromium. Absolute figures depend on the machine and on what else it does: they are told, and fail nothing. */

const told = (
  what: string,
  measured: string,
  aim: string,
  isKept: boolean,
  notes: readonly string[],
): Row => ({
  what,
  measured,
  atLeast: '',
  aim,
  isMet: null,
  notes: isKept ? notes : [`NOT MET: ${aim} is asked for`, ...notes],
});

/** All scripts that the page loads at its start, compressed. */
export const pageScript = async (): Promise<Row> => {
  const pageDir = await builtPage();
  const html = readFileSync(join(pageDir, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(pageDir, path))).length, 0);
  const isMet = scripts.length > 0 && bytes < 150_000;
  return {
    ...told('script of the page at its start, gzip', `${(bytes / 1_000).toFixed(1)} kB`, '150 kB', isMet, []),
    isMet,
  };
};

/** Opens a journal of so many minutes with its index there, and draws the pointer over all of it. */
export const openDay = async (minutes: number): Promise<readonly Row[]> => {
  const path = await busyJournal(minutes);
  const building = performance.now();
  const index = openIndex({
    journal: bytesOfFile(path),
    path: `${path}.index`,
    charts: chartsIdentity(),
    program: programIdentity(),
  });
  const known = index.stand().seq;
  while (index.advance(20_000));
  index.seal();
  const built = performance.now() - building;
  const { seq, bytes } = index.stand();
  index.close();
  const browser = await launch();
  try {
    const replayed = await replayPump(browser, dirname(path), path);
    const { page } = replayed;
    await page.reload();
    const opening = performance.now();
    await page.reload({ waitUntil: 'commit' });
    await page.locator('[data-testid="clock"][data-wall-ms]').first().waitFor();
    const opened = performance.now() - opening;
    const { fps, bareFps, shown, frameMs, parts } = await scrubbed(page);
    await page.close();
    await interrupt(replayed);
    return [
      told(`a run of ${seq} records opens`, `${opened.toFixed(0)} ms`, '2000 ms', opened < 2_000, [
        `${(bytes / 1e6).toFixed(0)} MB; the index of the ${seq - known} records that were not in it took ${(built / 1_000).toFixed(1)} s`,
      ]),
      told(
        '… and is scrubbed, against a bare page',
        `${(fps / bareFps).toFixed(2)}×, ${fps.toFixed(0)} fps`,
        '60 fps',
        fps >= 55,
        [
          `bare ${bareFps.toFixed(0)} fps; in a second ${shown.toFixed(0)} different instants were shown, each folded from its keyframe`,
          `a frame cost ${frameMs.toFixed(1)} ms of the page's thread: ${parts.join(', ')}`,
        ],
      ),
    ];
  } finally {
    await browser.close();
  }
};

const RUN_MS = 8_000;
/** Rounds of a pump with a page beside one without, so that whatever else the machine does hits both alike. */
const ROUNDS = 3;

/** A pump in hurried time with a page that watches, beside one without. */
export const liveAtFull = async (): Promise<readonly Row[]> => {
  const browser = await launch();
  const folder = mkdtempSync(join(tmpdir(), 'islet-bench-'));
  try {
    const lags: number[] = [];
    let [watched, alone] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const isWatched of [true, false]) {
        const pump = await startPump(browser, folder, 3_600);
        if (isWatched) await pump.page.locator('[data-testid="clock"][data-wall-ms]').first().waitFor();
        else await pump.page.goto('about:blank');
        const from = await clockOf(pump);
        for (let passed = 0; passed < RUN_MS; passed += 1_000) {
          await new Promise(resolve => setTimeout(resolve, 1_000));
          if (isWatched) lags.push(await lagOf(pump));
        }
        const lived = (await clockOf(pump)) - from;
        if (isWatched) watched += lived;
        else alone += lived;
        await pump.page.close();
        await interrupt(pump);
      }
    }
    const worst = Math.max(...lags);
    return [
      told('a page behind a pump at ×3600, at worst', `${worst.toFixed(2)} s`, '1 s', worst <= 1, [
        `of ${lags.length} looks, in real time; two looks at two clocks are not one instant`,
      ]),
      told(
        'a pump at ×3600 with a page, against one without',
        `${(watched / alone).toFixed(2)}×`,
        '1.0×',
        watched / alone > 0.9,
        [`${ROUNDS} rounds of ${RUN_MS / 1_000} s, one after the other`],
      ),
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The pump's own clock, as its server says it to whoever comes, in ms. */
const clockOf = async ({ address }: PumpPage): Promise<number> => {
  const { origin, searchParams } = new URL(address);
  const answered = await fetch(`${origin}/api/stream?since=999999999&token=${searchParams.get('token')}`);
  const reader = answered.body?.getReader();
  let text = '';
  while (reader !== undefined && !/"clock":\{[^}]*\}/.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader?.cancel();
  return Number(/"clock":\{"monoMs":\d+,"wallMs":(\d+)\}/.exec(text)?.[1]);
};

/** How far the page's clock is behind, in seconds of real time at the pace that is asked for. */
const lagOf = async (pump: PumpPage): Promise<number> => {
  const now = await clockOf(pump);
  const shown = Number(await pump.page.getByTestId('clock').getAttribute('data-wall-ms'));
  return Math.max(0, (now - shown) / 3_600_000);
};
