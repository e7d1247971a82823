import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inFolder } from '../cli/islet.ts';
import { chromiumHere, interrupt, oneBrowser, press, replayPump, shows } from './pump.ts';

const story = (name: string): string => join(import.meta.dirname, '../../specs/scenarios', name);

describe.skipIf(chromiumHere === undefined)('two runs beside each other', () => {
  const browser = oneBrowser();

  test('where two runs first differ is told, and one key away in plots and chart', async () => {
    await inFolder(async folder => {
      const pump = await replayPump(browser(), folder, story('suspend-in-mid-bolus.txt'), [
        '--with',
        story('bolus.txt'),
      ]);
      const { page } = pump;
      await shows(page, 'proof', 'all the same');
      await shows(page, 'other-run', /beside .*bolus\.txt: first difference at record [1-9]\d*/);
      expect(await page.getByTestId('back-to-now').count()).toBe(0);
      await page.keyboard.press('d');
      await page.getByTestId('back-to-now').waitFor();
      const record = /record ([1-9]\d*)/.exec(await page.getByTestId('other-run').innerText())?.[1];
      // Several records may share the instant: the one that differs is among those up to it.
      await press(page, 'log-all');
      await page.getByTitle(`Fact ${record}: look at this instant`).waitFor();
      expect(pump.troubles).toEqual([]);
      await interrupt(pump);
    });
  });
});
