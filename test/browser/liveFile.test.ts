import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inFolder, isletHere } from '../cli/islet.ts';
import { chromiumHere, oneBrowser, press, shows } from './pump.ts';

const STORY = join(import.meta.dirname, '../../specs/scenarios/second-confirmation.txt');

describe.skipIf(chromiumHere === undefined)('the page in a file of its own', () => {
  const browser = oneBrowser();

  test('shows any instant of the run, what broke a property and the requirement, and asks nobody for anything', async () => {
    await inFolder(async folder => {
      const file = join(folder, 'run.html');
      const { code, err } = await isletHere(['report', STORY, '--live', '--out', file], folder);
      expect([code, err]).toEqual([
        0,
        expect.stringMatching(/run\.html: the page with [1-9]\d* steps, \d+ kB/),
      ]);
      expect(readFileSync(file).length).toBeLessThan(2_500_000);

      const page = await browser().newPage({ viewport: { width: 1_440, height: 900 } });
      const troubles: string[] = [];
      const asked: string[] = [];
      page.on('console', message => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      page.on('pageerror', error => void troubles.push(error.message));
      page.on('request', sent => {
        const address = sent.url();
        if (!address.startsWith('data:')) asked.push(address);
      });
      const address = pathToFileURL(file).href;
      await page.goto(address);
      await shows(page, 'proof', /replayed [1-9]\d* steps, all the same/);
      await shows(page, 'properties', '1 failed');
      await page.keyboard.press('[');
      await page.getByTestId('back-to-now').waitFor();
      await page
        .locator('[data-state="pump|pump.bolus.confirming.again"][data-broken="now"]')
        .waitFor({ state: 'attached' });
      const at = await page.getByTestId('clock').getAttribute('data-wall-ms');
      await page.keyboard.press('Shift+ArrowLeft');
      await page.waitForFunction(
        then => Number(document.querySelector('[data-testid="clock"]')?.getAttribute('data-wall-ms')) < then,
        Number(at),
      );
      await press(page, 'log-all');
      await page.locator('[data-testid="log"] li.shown').waitFor();
      await page.goto(`${address}#req=SR-046`);
      await page.reload();
      await shows(page, 'requirement', /SR-046/);
      expect(troubles).toEqual([]);
      expect(new Set(asked.map(each => each.split('#')[0]))).toEqual(new Set([address]));

      // What is not of the file is not run: one letter of its script changed, and there is no page.
      const forged = join(folder, 'forged.html');
      const text = readFileSync(file, 'utf8');
      writeFileSync(forged, text.replace('<script type="module">', '<script type="module"> '));
      await page.goto(pathToFileURL(forged).href);
      expect(await page.locator('header').count()).toBe(0);
      await page.close();
    });
  });
});
