import { chromium, type Page } from 'playwright-core';
import { createMachine } from 'xstate';
import { builtPage } from '../../src/inspector/buildPage.ts';
import { chartOf } from '../../src/inspector/charts/derive.ts';
import type { DrawnRegion } from '../../src/inspector/charts/drawing.ts';
import type { ChartEntry } from '../../src/inspector/charts/files.ts';
import { ladderOf } from '../../src/inspector/charts/ladder.ts';
import { type Chart, regionsOf } from '../../src/inspector/charts/model.ts';
import { BAR } from '../../src/inspector/charts/shapes.ts';
import { serveInspector } from '../../src/inspector/server.ts';
import { fakeSource } from '../inspector/support/fakeSource.ts';
import { programOf } from '../support/system.ts';
import type { Row } from './speed.ts';

/** A chart of 900 states with three transitions each, in thirty regions. */
const REGIONS = 30;
const STATES = 30;

const largeChart = (): Chart => {
  const region = (name: number) => ({
    initial: 's0',
    states: Object.fromEntries(
      Array.from({ length: STATES }, (_, state) => [
        `s${state}`,
        {
          on: {
            [`r${name}.advanced`]: `s${(state + 1) % STATES}`,
            [`r${name}.fellBack`]: `s${Math.floor(state / 2)}`,
            [`r${name}.stayed`]: {},
          },
        },
      ]),
    ),
  });
  return chartOf(
    createMachine({
      id: 'pump',
      type: 'parallel',
      states: Object.fromEntries(Array.from({ length: REGIONS }, (_, name) => [`r${name}`, region(name)])),
    }),
  );
};

/** Laid out without ELK, which would take a minute. */
const entryOf = (chart: Chart): ChartEntry => {
  const regions = regionsOf(chart).map((region): DrawnRegion => {
    const full = ladderOf(chart, region, 900, 'full');
    return { id: region.id, title: region.key, full, compact: full };
  });
  const [first] = regions;
  if (first === undefined) throw new Error('the chart has no region');
  const [wide, high] = [first.full.width + 14, first.full.height + BAR + 14];
  const at = Object.fromEntries(
    regions.map(({ id }, index) => [id, { x: (index % 6) * wide, y: Math.floor(index / 6) * high }]),
  );
  const pack = { width: 6 * wide, height: Math.ceil(regions.length / 6) * high, at };
  return { hash: '', chart, layout: { regions, pack, notDrawn: [] } };
};

const FRAMES = 120;

/** Times between frames in ms, sorted, while the picture is panned by some pixels with each. */
type Pan = readonly number[];

/** In the page: a pointer that drags the chart to and fro. */
const dragged = (page: Page): Promise<Pan> =>
  page.evaluate(async frames => {
    const canvas = document.querySelector('.canvas');
    if (canvas === null) throw new Error('there is no chart');
    const send = (type: string, x: number): void => {
      const at = { clientX: x, clientY: 400 + x / 3, buttons: 1, bubbles: true };
      canvas.dispatchEvent(new PointerEvent(type, at));
    };
    const times: number[] = [];
    send('pointerdown', 300);
    let before = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < frames; frame += 1) {
      send('pointermove', 300 + 200 * Math.sin(frame / 12));
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - before);
      before = now;
    }
    return times.sort((one, other) => one - other);
  }, FRAMES);

/** The same picture without a page around it: its transform is set, and nothing else is done. */
const plainly = (page: Page): Promise<Pan> =>
  page.evaluate(async frames => {
    const world = document.querySelector('.canvas > g');
    const [, x = '0', y = '0', zoom = '1'] =
      /translate\(([-\d.]+) ([-\d.]+)\) scale\(([\d.]+)\)/.exec(world?.getAttribute('transform') ?? '') ?? [];
    const times: number[] = [];
    let before = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < frames; frame += 1) {
      const shift = 200 * Math.sin(frame / 12);
      world?.setAttribute(
        'transform',
        `translate(${Number(x) + shift} ${Number(y) + shift / 3}) scale(${zoom})`,
      );
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - before);
      before = now;
    }
    return times.sort((one, other) => one - other);
  }, FRAMES);

const middle = (times: Pan): number => times[Math.floor(times.length / 2)] ?? Number.NaN;
const slow = (times: Pan): number => times[Math.floor(times.length * 0.95)] ?? Number.NaN;
const told = (times: Pan): string =>
  `${middle(times).toFixed(1)} ms, 19 of 20 within ${slow(times).toFixed(1)} ms`;

/** How smoothly a chart of 900 states is panned, close by and as a whole, beside the bare picture in the same browser. */
export const pannedChart = async (): Promise<readonly Row[]> => {
  const program = programOf('chromium');
  if (program === undefined)
    return [row('panning 900 states', null, ['skipped: there is no Chromium (apt-get install chromium)'])];
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  const inspector = await serveInspector({
    source: fakeSource({ kind: 'replay' }),
    charts: { pump: entryOf(largeChart()) },
    pageDir: await builtPage(),
    port: 0,
  });
  try {
    const size = { viewport: { width: 1440, height: 900 } };
    const [page, bare] = [await browser.newPage(size), await browser.newPage(size)];
    await page.goto(inspector.address);
    await page.getByTestId('tab-map').click();
    await page
      .locator('.canvas .state')
      .nth(REGIONS * STATES - 1)
      .waitFor({ state: 'attached' });
    const rows: Row[] = [];
    for (const [what, zooms] of [
      ['as a whole', 0],
      ['close by', 8],
    ] as const) {
      for (let time = 0; time < zooms; time += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
      const [picture, style] = await page.evaluate(() => [
        document.querySelector('.canvas')?.outerHTML ?? '',
        [...document.styleSheets].flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText)).join('\n'),
      ]);
      await bare.setContent(`<style>${style}</style>${picture}`);
      // Each is warmed up by a first run that is not counted.
      await page.bringToFront();
      await dragged(page);
      const ours = await dragged(page);
      await bare.bringToFront();
      await plainly(bare);
      const theirs = await plainly(bare);
      rows.push(
        row(`panning 900 states ${what}, bare SVG`, middle(theirs) / middle(ours), [
          `a frame every ${told(ours)}; bare ${told(theirs)}`,
        ]),
      );
    }
    return rows;
  } finally {
    await browser.close();
    await inspector.close();
  }
};

const row = (what: string, ratio: number | null, notes: readonly string[]): Row => ({
  what,
  measured: ratio === null ? 'none' : `${ratio.toFixed(2)}×`,
  atLeast: '0.7×',
  aim: '1×',
  isMet: ratio === null ? null : ratio >= 0.7,
  notes,
});
