import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inFolder, isletHere } from '../cli/islet.ts';
import { programOf } from '../support/system.ts';
import { chromiumHere, oneBrowser, shows } from './pump.ts';

const STORY = join(import.meta.dirname, '../../specs/scenarios/occlusion.txt');
/** A4 without the margins that a browser leaves, in CSS pixels. */
const SHEET = 718;
/** Of 255: a dark sheet is below 60, one of text above 200. */
const LIGHT = 200;

/** How light each sheet is on average; null where nothing here draws a PDF (Debian: poppler-utils). */
const lightness = (pdf: Buffer, folder: string): readonly number[] | null => {
  if (programOf('poppler-utils') === undefined) return null;
  const path = join(folder, 'printed.pdf');
  writeFileSync(path, pdf);
  const { status, stderr } = spawnSync('pdftoppm', ['-r', '20', '-gray', path, join(folder, 'sheet')]);
  if (status !== 0) throw new Error(String(stderr));
  const names = spawnSync('ls', [folder], { encoding: 'utf8' }).stdout.split('\n');
  return names
    .filter(name => name.endsWith('.pgm'))
    .map(name => {
      const bytes = readFileSync(join(folder, name));
      // P5, width and height, and the most of a grey value, each followed by one blank: then the greys.
      const head = /^P5\s+\d+\s+\d+\s+\d+\s/.exec(bytes.toString('latin1', 0, 40))?.[0] ?? '';
      const greys = bytes.subarray(head.length);
      return greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
    });
};

/** Whatever is wider than the sheet, by its class or name. */
const cutOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(width => {
    const all = [...document.querySelectorAll('table, th, td, canvas, .alarm, .log li')];
    return all
      .filter(each => each.getClientRects().length > 0 && each.getBoundingClientRect().right > width + 1)
      .map(each => `${each.tagName} ${each.className} ${each.textContent?.slice(0, 30)}`);
  }, SHEET);

describe.skipIf(chromiumHere === undefined)('what is printed', () => {
  const browser = oneBrowser();

  test('a report of a run, on a dark screen: light sheets, with every column of every table', async () => {
    await inFolder(async folder => {
      const file = join(folder, 'report.html');
      expect((await isletHere(['report', STORY, '--out', file], folder)).code).toBe(0);
      const page = await browser().newPage({
        colorScheme: 'dark',
        viewport: { width: SHEET, height: 1_000 },
      });
      await page.goto(pathToFileURL(file).href);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.locator('td').count()).toBeGreaterThan(100);
      expect(await cutOn(page)).toEqual([]);
      const sheets = lightness(await page.pdf({ format: 'A4', printBackground: true }), folder);
      for (const [index, light] of (sheets ?? []).entries())
        expect(light, `sheet ${index + 1}`).toBeGreaterThan(LIGHT);
      if (sheets !== null) expect(sheets.length).toBeGreaterThan(1);
      await page.close();
    });
  });

  test('the page, on a dark screen that is wider than paper: light, nothing over something else, plots as wide as the sheet', async () => {
    await inFolder(async folder => {
      const file = join(folder, 'run.html');
      expect((await isletHere(['report', STORY, '--live', '--out', file], folder)).code).toBe(0);
      const page = await browser().newPage({
        colorScheme: 'dark',
        viewport: { width: 1_900, height: 900 },
      });
      await page.goto(pathToFileURL(file).href);
      await shows(page, 'proof', /replayed [1-9]\d* steps/);
      await page.locator('.plot canvas').first().waitFor();
      const sheets = lightness(await page.pdf({ format: 'A4', printBackground: true }), folder);
      for (const [index, light] of (sheets ?? []).entries())
        expect(light, `sheet ${index + 1}`).toBeGreaterThan(LIGHT);
      // What a printer sees: the page is told first, and then laid out for the sheet.
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.setViewportSize({ width: SHEET, height: 1_000 });
      expect(await cutOn(page)).toEqual([]);
      const boxes = await page.evaluate(() =>
        ['.log', '.plots'].map(each => {
          const element = document.querySelector(each);
          const last = element?.lastElementChild?.getBoundingClientRect();
          return { top: element?.getBoundingClientRect().top ?? 0, bottom: last?.bottom ?? 0 };
        }),
      );
      const [log, plots] = boxes;
      expect(log?.bottom).toBeGreaterThan(0);
      expect(plots?.top).toBeGreaterThanOrEqual(log?.bottom ?? 0);
      const widths = await page.evaluate(() =>
        [...document.querySelectorAll('.plot canvas')].map(each => each.getBoundingClientRect().width),
      );
      expect(widths.length).toBeGreaterThan(3);
      for (const width of widths) expect(width).toBeGreaterThan(SHEET * 0.8);
      await page.close();
    });
  });
});
