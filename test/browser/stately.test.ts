import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { builtPage } from '../../src/inspector/buildPage.ts';
import { inFolder } from '../cli/islet.ts';
import { chromiumHere, interrupt, launch, press, pulsesBeyond, shows, startPump } from './pump.ts';

/** In the place of the viewer: says that it is there, and remembers what it is told. */
const VIEWER = `<!doctype html><script>
window.told = [];
addEventListener('message', ({ data }) => window.told.push(data));
opener.postMessage({ type: '@statelyai.connected' }, '*');
</script>`;
const toldSchema = z.array(z.looseObject({ type: z.string() }));

describe.skipIf(chromiumHere === undefined)('the bridge in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    await builtPage();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('nothing leaves this computer until a person asks for the viewer; then it is told of charts and steps', async () => {
    await inFolder(async folder => {
      const pump = await startPump(browser, folder, 600);
      const { page } = pump;
      const elsewhere: string[] = [];
      await page.context().route(
        url => url.hostname !== '127.0.0.1',
        route => {
          elsewhere.push(route.request().url());
          return route.fulfill({ contentType: 'text/html', body: VIEWER });
        },
      );
      await shows(page, 'mode', 'delivering');
      const scripts = () =>
        page.evaluate(() => performance.getEntriesByType('resource').map(one => one.name));
      expect(await scripts()).toContainEqual(expect.stringMatching(/\.js$/));
      expect(await scripts()).not.toContainEqual(expect.stringContaining('stately'));
      expect(elsewhere).toEqual([]);
      const opening = page.context().waitForEvent('page');
      await press(page, 'stately');
      const viewer = await opening;
      // Every chart is introduced first.
      await viewer.waitForFunction(() =>
        Reflect.get(window, 'told')?.some(
          ({ type }: { readonly type: string }) => type === '@xstate.snapshot',
        ),
      );
      const told = toldSchema.parse(await viewer.evaluate(() => Reflect.get(window, 'told')));
      // The viewer can draw nothing that it was not introduced to first.
      expect(told[0]).toMatchObject({ type: '@xstate.actor', sessionId: 'pump' });
      expect(new Set(told.map(({ type }) => type))).toEqual(
        new Set(['@xstate.actor', '@xstate.event', '@xstate.snapshot']),
      );
      // The token is in the address of our page: it must be in nothing that leaves it.
      const token = new URL(page.url()).searchParams.get('token') ?? '';
      expect(token.length).toBeGreaterThan(10);
      expect(JSON.stringify(told) + elsewhere.join()).not.toContain(token);
      expect(elsewhere).toEqual(['https://stately.ai/inspect']);
      await pulsesBeyond(page, 0);
      expect(pump.troubles).toEqual([]);
      await viewer.close();
      await page.close();
      await interrupt(pump);
    });
  });
});
