import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inFolder } from '../cli/islet.ts';
import { golden, halved, keepSeen, pictureOf, shareApart } from './alike.ts';
import { chromiumHere, interrupt, oneBrowser, press, replayPump, shows } from './pump.ts';

const STORY = join(import.meta.dirname, '../../specs/scenarios/occlusion.txt');

/** Pictures are of the font that Debian's Chromium brings with it (fonts-liberation); a machine with another writes other pictures. */
const fontFor = (wanted: string): string =>
  spawnSync('fc-match', ['-f', '%{family}', wanted], { encoding: 'utf8' }).stdout ?? '';
const isFontHere = fontFor('Arial').includes('Liberation Sans') && !fontFor('Inter').includes('Inter');

/** What may look different: letters that run a little wider move what stands behind them. */
const MOST_APART = 0.05;

/** Each view as it is reached from the one before, by what a person presses. */
const VIEWS: readonly (readonly [name: string, reach: (page: Page) => Promise<void>])[] = [
  ['end', async () => {}],
  [
    'alarm',
    async page => {
      await page.keyboard.press('Shift+A');
      await page.getByTestId('alarm-occlusion').waitFor();
    },
  ],
  ['alarm-dark', page => page.emulateMedia({ colorScheme: 'dark' })],
  [
    'region',
    async page => {
      await page.emulateMedia({ colorScheme: 'light' });
      await press(page, 'tab-pump.motor');
      await page.getByRole('button', { name: 'Chart over the whole page' }).click();
      await page.locator('[data-ready]').first().waitFor({ state: 'attached' });
    },
  ],
];

describe.skipIf(chromiumHere === undefined || !isFontHere)('what the main views look like', () => {
  const browser = oneBrowser();

  test('each is like the picture that is kept of it, and unlike that of any other', async () => {
    await inFolder(async folder => {
      copyFileSync(STORY, join(folder, 'occlusion.txt'));
      const pump = await replayPump(browser(), folder, 'occlusion.txt');
      const context = await browser().newContext({
        viewport: { width: 1_440, height: 900 },
        colorScheme: 'light',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(pump.address);
      await shows(page, 'proof', 'all the same');
      const kept: Buffer[] = [];
      for (const [name, reach] of VIEWS) {
        await reach(page);
        const seen = await halved(browser(), await stillPicture(page));
        const apart = await shareApart(browser(), seen, golden(name, seen));
        if (apart > MOST_APART)
          throw new Error(
            `the view "${name}" looks different in ${(100 * apart).toFixed(1)} % of it: compare ${keepSeen(name, seen)} with the one kept, and renew that with UPDATE=1 where the new one is right`,
          );
        kept.push(golden(name, seen));
      }
      const others = kept.flatMap((one, index) => kept.slice(index + 1).map(other => [one, other] as const));
      expect(others).toHaveLength(6);
      for (const [one, other] of others)
        expect(await shareApart(browser(), one, other)).toBeGreaterThan(MOST_APART);
      await context.close();
      await pump.page.close();
      await interrupt(pump);
    });
  });
});

/** A picture of the page once two in a row are the same: plots are drawn a little after what they show. */
const stillPicture = async (page: Page): Promise<Buffer> => {
  await page.mouse.move(2, 2);
  let before = await pictureOf(page);
  for (let look = 0; look < 60; look += 1) {
    await page.waitForTimeout(250);
    const now = await pictureOf(page);
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error('the page does not come to rest');
};
