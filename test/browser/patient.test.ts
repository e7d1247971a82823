import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildPageIfStale } from '../../src/inspector/buildPage.ts';
import { chromiumHere, interrupt, launch, minutesPass, shows, startPump } from './pump.ts';

describe.skipIf(chromiumHere === undefined)('a virtual patient at the page', () => {
  test('the page says who wears the pump, and shows glucose of the body beside that of the sensor', async () => {
    await buildPageIfStale();
    const folder = mkdtempSync(join(tmpdir(), 'islet-'));
    const browser = await launch();
    onTestFinished(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const pump = await startPump(browser, folder, 3_600, [
      '--patient',
      'adult#003',
      '--scenario',
      'usual',
      '--no-supervisor',
    ]);
    const { page } = pump;
    await shows(page, 'mode', 'delivering');
    await minutesPass(page, 6);
    await shows(page, 'body', /adult#003 \(UVA\/Padova 2008\), usual: \d+ mg\/dL in the body, \d+ g eaten/);
    const readout = await page.getByTestId('body').innerText();
    const inBody = Number(/(\d+) mg\/dL/.exec(readout)?.[1]);
    // At the beginning everybody rests near 110 to 140 mg/dL, and so does what the sensor says.
    expect(inBody).toBeGreaterThan(60);
    expect(inBody).toBeLessThan(250);
    const picture = process.env.ISLET_PICTURE;
    if (picture !== undefined) {
      await minutesPass(page, 300);
      await page.setViewportSize({ width: 1_440, height: 900 });
      await page.screenshot({ path: picture, animations: 'disabled' });
    }
    const wrong = pump.troubles;
    await page.close();
    await interrupt(pump);
    expect(wrong).toEqual([]);
  });
});
