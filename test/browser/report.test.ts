import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportPage } from '../../src/inspector/report/page.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt, cellCount } from '../../src/simulate/campaign/cells.ts';
import { reportOf } from '../../src/simulate/campaign/report.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';
import { inFolder, isletHere } from '../cli/islet.ts';
import { chromiumHere, launch } from './pump.ts';

const campaign = campaignSchema.parse({
  name: 'looked at',
  days: 1,
  patients: ['adults', 'children'],
  scenarios: [{ name: 'home' }],
  seeds: [1],
  controllers: ['suspension', 'basal-bolus'],
});

describe.skipIf(chromiumHere === undefined)('the report of a campaign in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-report-'));
  const file = join(folder, 'report.html');
  let browser: Browser;

  beforeAll(async () => {
    const results = Array.from({ length: cellCount(campaign) }, (_, index) =>
      resultOf(campaign, cellAt(campaign, index), openRunner),
    );
    writeFileSync(file, reportPage(reportOf(campaign, results)));
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['light', 1_200, 'rgb(238, 241, 245)'],
    ['dark', 1_200, 'rgb(16, 21, 28)'],
    ['light', 400, 'rgb(238, 241, 245)'],
  ] as const)(
    '%s, %i pixels wide: it asks for nothing else, and nothing runs over',
    async (colorScheme, width, ground) => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const troubles: string[] = [];
      const asked: string[] = [];
      page.on('console', message => void troubles.push(message.text()));
      page.on('pageerror', error => void troubles.push(error.message));
      page.on('request', request => void asked.push(request.url()));
      const address = pathToFileURL(file).href;
      await page.goto(address);
      expect(asked).toEqual([address]);
      expect(troubles).toEqual([]);
      const seen = await page.evaluate(() => ({
        ground: getComputedStyle(document.body).backgroundColor,
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        flat: [...document.querySelectorAll('svg')].filter(each => each.getBoundingClientRect().height < 8)
          .length,
        pictures: document.querySelectorAll('svg').length,
      }));
      expect(seen).toMatchObject({ ground, over: 0, flat: 0 });
      expect(seen.pictures).toBeGreaterThan(10);
      await page.close();
    },
  );
});

describe.skipIf(chromiumHere === undefined)('the report of a run in a browser', () => {
  test.each(['light', 'dark'] as const)(
    '%s: it opens from a file, asks for nothing else, and its own policy forbids nothing in it',
    async colorScheme => {
      await inFolder(async folder => {
        const file = join(folder, 'run.html');
        const story = join(import.meta.dirname, '../../specs/scenarios/occlusion.txt');
        expect((await isletHere(['report', story, '--out', file], folder)).code).toBe(0);
        const browser = await launch();
        const page = await browser.newPage({ colorScheme, viewport: { width: 1_280, height: 900 } });
        const troubles: string[] = [];
        const asked: string[] = [];
        page.on('console', message => void troubles.push(message.text()));
        page.on('request', request => void asked.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        expect(asked).toEqual([pathToFileURL(file).href]);
        expect(troubles).toEqual([]);
        const seen = await page.evaluate(() => {
          const active = document.querySelector('.whole .state.on > rect');
          const rest = document.querySelector('.whole .state:not(.on) > rect');
          const fillOf = (element: Element | null): string => (element ? getComputedStyle(element).fill : '');
          return {
            over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            told: fillOf(active) !== '' && fillOf(active) !== fillOf(rest),
            alarms: document.querySelectorAll('.high-alarm').length,
            heads: [...document.querySelectorAll('h2')].map(({ textContent }) => textContent),
          };
        });
        expect(seen).toMatchObject({ over: 0, told: true });
        expect(seen.alarms).toBeGreaterThan(0);
        expect(seen.heads).toEqual([
          'What was delivered',
          'Over time',
          'Alarms',
          'Properties',
          'Refusals',
          'Charts, as the run left them',
          'Evidence',
        ]);
        await browser.close();
      });
    },
  );
});
