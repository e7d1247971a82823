import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subjectOf } from '../../src/cli/verify/machines.ts';
import { builtPage } from '../../src/inspector/buildPage.ts';
import { playChart } from '../../src/verify/stories/chartStory.ts';
import { inFolder } from '../cli/islet.ts';
import { chromiumHere, interrupt, launch, replayPump, shows } from './pump.ts';

const MACHINE = 'alarm, sort 1';
const EVENTS = ['> alarm.raised grade=first', '> timer.escalationElapsed'];

describe.skipIf(chromiumHere === undefined)('a run of a chart alone in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    await builtPage();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('an amount that nobody knows is not known, and the alarm of the run is what is drawn', async () => {
    await inFolder(async folder => {
      const { told } = playChart(subjectOf(MACHINE).make(), [`= chart ${MACHINE}`, '', ...EVENTS].join('\n'));
      writeFileSync(join(folder, 'run.txt'), told);
      const pump = await replayPump(browser, folder, 'run.txt');
      const { page } = pump;
      await shows(page, 'live-mark', 'CHART ONLY');
      for (const amount of ['glucose', 'on-board', 'basal', 'reservoir'])
        await shows(page, `not-known-${amount}`, 'not known');
      await shows(page, 'totals-not-known', 'amounts not known');
      // Of the pump that is not in the run nothing is said, neither an amount nor a state.
      expect(await page.locator('.vitals').innerText()).not.toMatch(/\d/);
      await page.locator('[data-state="alarm:alarm|alarm.signal.sounding.insistent"].on').waitFor();
      expect(pump.troubles).toEqual([]);
      await interrupt(pump);
    });
  });
});
