import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chartsIdentity } from '../../src/cli/machines.ts';
import { inFolder } from '../cli/islet.ts';
import { chromiumHere, interrupt, oneBrowser, replayPump, shows } from './pump.ts';

const STORY = join(import.meta.dirname, '../../specs/scenarios/second-confirmation.txt');

const viewSchema = z.looseObject({
  format: z.literal('islet-view'),
  lookingBack: z.boolean(),
  evidence: z.looseObject({
    run: z.string(),
    model: z.string(),
    at: z.looseObject({ monoMs: z.int() }),
    link: z.url(),
  }),
  chart: z.looseObject({ view: z.string(), active: z.array(z.string()) }),
  window: z.looseObject({ fromMs: z.int(), toMs: z.int() }),
  properties: z.looseObject({ counts: z.looseObject({ failed: z.int() }) }),
  frame: z.looseObject({ seq: z.int(), monoMs: z.int() }),
});

/** By keyboard alone: opened by X, the nth file chosen by arrows. */
const exported = async (page: Page, down: number): Promise<{ name: string; bytes: Buffer }> => {
  await page.keyboard.press('x');
  await page.getByRole('menu', { name: 'Export this view' }).waitFor();
  const items = page.getByRole('menuitem');
  expect(await items.count()).toBe(3);
  await items.first().and(page.locator(':focus')).waitFor();
  for (let press = 0; press < down; press += 1) await page.keyboard.press('ArrowDown');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const name = download.suggestedFilename();
  await shows(page, 'link-says', `Saved as ${name}`);
  return { name, bytes: readFileSync(await download.path()) };
};

describe.skipIf(chromiumHere === undefined)('what is seen, as files', () => {
  const browser = oneBrowser();

  test('the moment that is looked at is saved as SVG, PNG and JSON, each with where it comes from', async () => {
    await inFolder(async folder => {
      const pump = await replayPump(browser(), folder, STORY);
      const { page } = pump;
      await shows(page, 'properties', '1 failed');
      await page.keyboard.press('[');
      await page.getByTestId('back-to-now').waitFor();
      const [again] = await Promise.all([
        page.locator('[data-state="pump|pump.bolus.confirming.again"]').getAttribute('data-broken'),
        page.locator('.canvas .state.on').first().waitFor({ state: 'attached' }),
      ]);
      expect(again).toBe('now');

      const json = await exported(page, 2);
      const view = viewSchema.parse(JSON.parse(json.bytes.toString('utf8')));
      const { monoMs } = view.evidence.at;
      const t = Number(new URLSearchParams(new URL(view.evidence.link).hash.slice(1)).get('t'));
      expect(t).toBe(monoMs);
      expect(view.frame.monoMs).toBe(monoMs);
      expect(view.lookingBack).toBe(true);
      expect(view.properties.counts.failed).toBe(1);
      expect(view.window.fromMs).toBeLessThanOrEqual(monoMs);
      expect(view.window.toMs).toBeGreaterThanOrEqual(monoMs);
      expect(view.evidence).toMatchObject({ run: 'second-confirmation.txt', model: chartsIdentity() });
      expect(view.evidence.link).not.toContain('token');
      expect(json.name).toBe(`islet-second-confirmation.txt-${monoMs}ms-view.json`);

      const svg = await exported(page, 0);
      const text = svg.bytes.toString('utf8');
      expect(svg.name).toBe(`islet-second-confirmation.txt-${monoMs}ms-chart.svg`);
      expect(XMLValidator.validate(text)).toBe(true);
      // The same states are active in the picture, in the data and on the page, and what was broken is marked.
      const activeIn = (drawn: string): readonly string[] =>
        [...drawn.matchAll(/<g [^>]*data-state="([^"]+)"[^>]*class="state(?: compound)? on\b/g)].map(
          ([, key = '']) => key,
        );
      const onPage = await page
        .locator('.canvas .state.on')
        .evaluateAll(all => all.map(each => each.getAttribute('data-state')));
      expect(onPage.length).toBeGreaterThan(5);
      expect(activeIn(text)).toEqual(onPage);
      for (const key of activeIn(text)) expect(view.chart.active).toContain(key);
      expect(text).toMatch(/data-state="pump\|pump\.bolus\.confirming\.again"[^>]*data-broken="now"/);
      const read = new XMLParser().parse(text);
      expect(JSON.parse(read.svg.metadata)).toEqual(view.evidence);

      const png = await exported(page, 1);

      expect(png.name).toBe(`islet-second-confirmation.txt-${monoMs}ms-view.png`);
      expect(png.bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
      const box = await page.getByTestId('chart').boundingBox();
      const plots = await page.locator('.plots canvas').count();
      expect(plots).toBe(5);
      expect(png.bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(2 * Math.floor(box?.width ?? 0));
      expect(png.bytes.readUInt32BE(20)).toBeGreaterThan(2 * (box?.height ?? 0) + 5 * 60);
      // Both halves are painted: the chart's accent and more than one colour in the plots.
      expect(await coloursIn(page, png.bytes)).toEqual({ chart: true, plots: true });

      // Escape closes the choice, and is no way back to now.
      await page.keyboard.press('x');
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.getByTestId('back-to-now').waitFor();
      expect(pump.troubles).toEqual([]);
      await interrupt(pump);
    });
  });
});

/** Whether the upper and the lower half of a picture have more than a few colours. */
const coloursIn = (page: Page, png: Buffer): Promise<{ chart: boolean; plots: boolean }> =>
  page.evaluate(async base64 => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const brush = canvas.getContext('2d');
    brush?.drawImage(image, 0, 0);
    const many = (from: number, to: number): boolean => {
      const { data = [] } = brush?.getImageData(0, from, image.width, to - from) ?? {};
      const colours = new Set<number>();
      for (let at = 0; at < data.length; at += 4)
        colours.add((data[at] ?? 0) * 65_536 + (data[at + 1] ?? 0) * 256 + (data[at + 2] ?? 0));
      return colours.size > 20;
    };
    const middle = Math.floor(image.height / 2);
    return { chart: many(0, middle), plots: many(middle, image.height) };
  }, png.toString('base64'));
