/**
 * `npm run picture`: runs a pump for some hours of its own time, disturbs it, and writes what its page
 * shows to `specs/generated/page.png`. The picture is for people; it is not compared with anything.
 */

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inFolder } from '../cli/islet.ts';
import { giveBolus, interrupt, launch, minutesPass, press, shows, startPump } from './pump.ts';

const FILE = fileURLToPath(new URL('../../specs/generated/page.png', import.meta.url));
/** Slow enough that the hours between two clicks are not left to chance. */
const SPEED = 600;
/** Small enough to be read in a README, and to be kept in the repository (about 300 kB). */
const SIZE = { width: 1_440, height: 900 };

await inFolder(async folder => {
  const browser = await launch();
  try {
    const pump = await startPump(browser, folder, SPEED);
    const { page } = pump;
    // A browser in a test is slower than a person's; what is shown does not depend on it.
    page.setDefaultTimeout(180_000);
    await page.setViewportSize(SIZE);
    await shows(page, 'mode', 'delivering');
    await minutesPass(page, 50);
    await giveBolus(page, '2.00');
    await page.getByTestId('last-bolus').waitFor();
    await minutesPass(page, 30);
    await press(page, 'inject-cgm-loss');
    await page.getByTestId('alarm-cgmLost').waitFor();
    await press(page, 'inject-cgm-loss');
    await page.getByTestId('alarm-cgmLost').waitFor({ state: 'detached' });
    await page.getByTestId('temp-percent').fill('150');
    await page.getByTestId('temp-minutes').fill('45');
    await press(page, 'temp-basal');
    await shows(page, 'mode', 'temporary basal');
    await minutesPass(page, 60);
    await giveBolus(page, '3.00');
    await press(page, 'inject-occlusion');
    await page.getByTestId('alarm-occlusion').waitFor();
    await minutesPass(page, 4);
    await page.mouse.move(2, 2);
    mkdirSync(dirname(FILE), { recursive: true });
    // Still, so that the picture never catches the dark half of a flash.
    await page.screenshot({ path: FILE, animations: 'disabled' });
    await page.close();
    await interrupt(pump);
    console.log(`${FILE}: ${Math.round(statSync(FILE).size / 1_000)} kB`);
  } finally {
    await browser.close();
  }
});
