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
      await press(page, 'to-divergence');
      // Another one, a file that is no journal, and the first again: all from the page.
      await page.getByTestId('other-choose').selectOption('');
      await page.getByTestId('other-run').waitFor({ state: 'detached' });
      await page.getByTestId('other-file').setInputFiles({
        name: 'shopping.jsonl',
        mimeType: 'text/plain',
        buffer: Buffer.from('milk\n'),
      });
      await shows(page, 'other-says', /Nothing is compared: shopping\.jsonl:1: /);
      await page.getByTestId('other-choose').selectOption('occlusion.txt');
      await shows(page, 'other-run', /beside occlusion\.txt: first difference at record [1-9]\d*/);
      await page.getByTestId('other-choose').selectOption('bolus.txt');
      await page.keyboard.press('Escape');
      await shows(page, 'other-run', /beside .*bolus\.txt: first difference at record [1-9]\d*/);
      expect(await page.getByTestId('back-to-now').count()).toBe(0);
      await page.keyboard.press('d');
      await page.getByTestId('back-to-now').waitFor();
      const record = /record ([1-9]\d*)/.exec(await page.getByTestId('other-run').innerText())?.[1];
      // Several records may share the instant: the one that differs is among those up to it.
      await press(page, 'log-all');
      await page.getByTitle(`Fact ${record}: look at this instant`).waitFor();
      // The refusal of the file is the answer that was asked for.
      expect(pump.troubles.filter(trouble => !/status of 400/.test(trouble))).toEqual([]);
      await interrupt(pump);
    });
  });
});
