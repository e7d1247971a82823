import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inFolder } from '../cli/islet.ts';
import { chromiumHere, interrupt, oneBrowser, press, replayPump, shows } from './pump.ts';

const STORY = join(import.meta.dirname, '../../specs/scenarios/second-confirmation.txt');

const instantOf = (page: Page): Promise<string> => page.getByTestId('clock').innerText();

describe.skipIf(chromiumHere === undefined)('going through the time of a run', () => {
  const browser = oneBrowser();

  test('a run is played, stepped through and linked to; what broke a property is one key away', async () => {
    await inFolder(async folder => {
      const pump = await replayPump(browser(), folder, STORY);
      const { page } = pump;
      await shows(page, 'proof', /replayed [1-9]\d* steps, all the same/);

      // The person of this story confirms twice: the plant in which the property is proved has no such person.
      await shows(page, 'properties', /[1-9]\d+ held, 1 failed, [1-9]\d+ not exercised/);
      // What was not counted is not told as never met; all of it can be counted.
      await press(page, 'cover');
      await shows(page, 'cover-legend', 'of no record of this run yet');
      await shows(page, 'cover-legend', 'not covered here: 0 of 0');
      await press(page, 'count-whole');
      await shows(page, 'cover-legend', 'of this whole run');
      await shows(page, 'cover-legend', /not covered here: [1-9]\d+ of [1-9]\d{2}/);
      await page.locator('.wire[data-met="met"]').first().waitFor({ state: 'attached' });
      await press(page, 'cover');
      await page.keyboard.press('[');
      await page.getByTestId('back-to-now').waitFor();
      // The clock tells the frame that is shown, which is looked up first.
      await shows(page, 'clock', 'record 1972');
      const violation = await instantOf(page);
      // To the millisecond, and by its record: several share a second.
      expect(violation).toMatch(/^\d\d:\d\d:\d\d\.\d{3} record 1972$/);
      await shows(page, 'log', violation.split(' ')[0] ?? '');
      await press(page, 'properties');
      await shows(page, 'properties-list', /no bolus that was admitted or confirmed is dropped in silence/);
      expect(await page.getByTestId('violation').allInnerTexts()).toEqual([
        expect.stringMatching(/, record 1972$/),
      ]);
      // Before it nothing had failed.
      await page.keyboard.press('ArrowLeft');
      await shows(page, 'properties', '0 failed');
      await page.waitForFunction(() => document.querySelector('[data-broken]') === null);
      await page.keyboard.press(']');
      await shows(page, 'clock', violation);
      // The chart marks the very step, and says which property it broke.
      const mark = page.locator('[data-state="pump|pump.bolus.confirming.again"][data-broken="now"]');
      await mark.waitFor({ state: 'attached' });
      await mark.dispatchEvent('click');
      await shows(page, 'broken', /no bolus that was admitted or confirmed is dropped in silence/);
      await page.getByRole('button', { name: 'Close details' }).click();

      // Played from there, time goes on; stopped, it stands still.
      await page.getByTestId('play-speed').selectOption('60');
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press(' ');
      await page.getByTestId('clock').filter({ hasNotText: violation }).waitFor();
      await page.keyboard.press(' ');
      // What was asked for before it was stopped may still come; then nothing does.
      await expect
        .poll(
          async () => {
            const stopped = await instantOf(page);
            await page.waitForTimeout(500);
            return (await instantOf(page)) === stopped;
          },
          { timeout: 10_000 },
        )
        .toBe(true);

      // Drawn along a plot, the pointer goes through time as well.
      const box = await page.getByTestId('plot-insulin').boundingBox();
      if (box === null) throw new Error('the plot is not there');
      await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
      await page.mouse.down();
      const pressed = await instantOf(page);
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 4 });
      await page.mouse.up();
      expect(await instantOf(page)).not.toBe(pressed);

      // Whoever cannot see a plot reads it; glucose and hours are written as they are wanted, and that is kept.
      await press(page, 'table-insulin');
      await shows(page, 'twin-insulin', /8\.000 U of 8\.000 U/);
      await press(page, 'table-insulin');
      await press(page, 'glucose-unit');
      await press(page, 'hour-form');
      await shows(page, 'clock', /^\d{1,2}:\d\d:\d\d\.\d{3} [AP]M record \d+$/);
      await page.reload();
      await shows(page, 'clock', /[AP]M$/);
      await shows(page, 'glucose-unit', 'mmol/L');
      await shows(page, 'properties', '1 failed');

      // A link to the violation, with a state and a requirement, opened elsewhere in the same browser.
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.keyboard.press('[');
      const linked = await instantOf(page);
      await press(page, 'copy-link');
      await shows(page, 'link-says', 'copied');
      const link = await page.evaluate(() => navigator.clipboard.readText());
      await page.keyboard.press('ArrowLeft');
      await page.getByTestId('link-says').waitFor({ state: 'detached' });
      expect(link).not.toContain('token');
      expect(link).toMatch(/#run=second-confirmation\.txt&t=\d+$/);
      const other = await page.context().newPage();
      await other.goto(`${link}&state=pump.bolus.confirming.again&req=SR-046`);
      await other.getByTestId('clock').filter({ hasText: linked }).waitFor();
      await other.locator('.details').filter({ hasText: 'pump.bolus.confirming.again' }).waitFor();
      await shows(other, 'requirement', /SR-046/);
      // What is not there is said, and the rest is shown.
      await other.evaluate(number => {
        location.hash = `#run=another&t=99999999999&state=pump.no.such&req=SR-${number}`;
      }, 999);
      for (const words of ['of the run another', 'has nothing then', 'no such state', 'no such requirement'])
        await shows(other, 'link-says', words);
      expect(pump.troubles).toEqual([]);
      await interrupt(pump);
    });
  });
});
