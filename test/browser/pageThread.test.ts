import { describe, expect, test } from 'vitest';
import { preparePage } from '../../src/cli/page.ts';
import { planted, watched } from '../cli/watchedPage.ts';
import { req } from '../support/req.ts';
import { chromiumHere, oneBrowser, press, shows } from './pump.ts';

describe.skipIf(chromiumHere === undefined)('a page and the thread that serves it', () => {
  const browser = oneBrowser();

  test(
    'SR-116 a page whose thread hangs is never LIVE, and is again once another thread serves it',
    req('SR-116'),
    async () => {
      const io = { say: () => {}, out: () => {}, isTerminal: false, env: {} };
      const { pump, address, says } = await watched(planted('page'), await preparePage(null, io));
      const page = await browser().newPage();
      page.setDefaultTimeout(100_000);
      await page.goto(await address());
      await shows(page, 'live-mark', 'LIVE');
      // Nothing happens, and it is LIVE all the same: the pump says so each second.
      await new Promise(resolve => setTimeout(resolve, 8_000));
      expect(await page.getByTestId('live-mark').innerText()).toBe('LIVE');
      await pump.give({ type: 'screen.touched' });
      await shows(page, 'live-mark', 'NO CONNECTION');
      await says('THE PAGE HAS FAILED, THE PUMP GOES ON: it has not answered');
      await says('The page is there again');
      await shows(page, 'live-mark', 'LIVE');
      await pump.give({ type: 'resume.requested' });
      await shows(page, 'mode', 'delivering');
      // What is asked in the page reaches the pump again.
      await press(page, 'suspend');
      await shows(page, 'mode', 'suspended');
      await page.close();
    },
  );
});
