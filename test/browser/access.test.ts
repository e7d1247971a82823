import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from './axe.ts';
import { chromiumHere, onePump, press, shows } from './pump.ts';

/** In the page: gives each thing that is to be seen and can have the focus the focus, and names those without a ring of at least 2 px in a colour of its own. */
const ringless = (): { readonly looked: number; readonly without: readonly string[] } => {
  const all = [
    ...document.querySelectorAll<HTMLElement | SVGElement>(
      'button, select, input, textarea, summary, a[href], [tabindex]:not([tabindex="-1"])',
    ),
  ].filter(each => each.getClientRects().length > 0 && !each.matches(':disabled'));
  const without = all.filter(each => {
    each.focus();
    if (document.activeElement !== each) return true;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    return (
      !each.matches(':focus-visible') ||
      outlineStyle !== 'solid' ||
      Number.parseFloat(outlineWidth) < 2 ||
      /, 0\)$/.test(outlineColor)
    );
  });
  return { looked: all.length, without: without.map(each => each.outerHTML.slice(0, 120)) };
};

/** Times real time. */
const SPEED = 60;

const DRAWERS = ['runs', 'calculator', 'targets', 'settings', 'person', 'world', 'send'] as const;

describe.skipIf(chromiumHere === undefined)('whoever reads, hears or types the page', () => {
  const { browser, pump } = onePump(SPEED);
  let page: Page;

  beforeAll(async () => {
    // The policy of the page lets no script of a test in; the product keeps it.
    const context = await browser().newContext({
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
    });
    page = await context.newPage();
    page.setDefaultTimeout(100_000);
    await page.goto(pump().address);
    await shows(page, 'mode', 'delivering');
  });
  afterAll(() => page.context().close());

  /** Everything in the light theme, and in the dark one what differs: contrast. */
  const holds = async (view: string, part = 'body'): Promise<void> => {
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await audit(page, part);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await audit(page, part, ['color-contrast']);
    expect.soft(light.broken, `${view}, light`).toEqual([]);
    expect.soft(dark.broken, `${view}, dark`).toEqual([]);
    expect(light.kept, view).toContain('color-contrast');
  };

  test('WCAG 2.2 A and AA: no rule is broken at the start, in the tree, in any drawer, at an alarm, in a requirement, looking back', async () => {
    await holds('at the start');
    await press(page, 'tree-button');
    await holds('the tree', '.chart');
    await press(page, 'tree-button');
    for (const drawer of DRAWERS) {
      await press(page, `drawer-${drawer}`);
      await page.locator(`#drawer-${drawer}`).waitFor();
      await holds(`the drawer ${drawer}`, '.controls');
    }
    await press(page, 'drawer-send');
    await press(page, 'export');
    await page.getByRole('menu').waitFor();
    await holds('the menu of exports', '.player');
    await page.keyboard.press('Escape');
    await press(page, 'inject-cgm-loss');
    await page.getByTestId('alarm-cgmLost').waitFor();
    await page.getByTestId('alarm-cgmLost').getByRole('button', { name: /^SR-/ }).first().click();
    await page.getByTestId('requirement').waitFor();
    // Also before anything is told behind them.
    const heights = await page
      .locator('.places button')
      .evaluateAll(all => all.map(each => each.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(3);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
    await page.getByRole('button', { name: 'Moment before', exact: true }).click();
    await holds('an alarm and its requirement, looked back from');
    await press(page, 'back-to-now');
    await press(page, 'inject-motor-stall');
    await page.getByTestId('alarm-motorStall').waitFor();
    await holds('alarms of two priorities', '.alarms');
  });

  test('? lists the keys; the focus stays inside and comes back, and behind the list no key works', async () => {
    await page.getByRole('button', { name: '? Keys' }).focus();
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keys' });
    await list.waitFor();
    await holds('the list of keys', 'dialog');
    for (const words of ['this list', 'copy a link to this moment', 'fit the chart to its panel'])
      expect(await list.getByText(words).count(), words).toBe(1);
    for (let tab = 0; tab < 4; tab += 1) {
      await page.keyboard.press('Tab');
      // The browser's own bar may have it between two turns; nothing of the page behind does.
      expect(
        await page.evaluate(() => document.activeElement?.closest('main, header, footer') === null),
      ).toBe(true);
    }
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByTestId('back-to-now').count()).toBe(0);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('? Keys');
    await page.keyboard.press('ArrowLeft');
    await page.getByTestId('back-to-now').waitFor();
    await page.keyboard.press('Escape');
  });

  test('whatever can have the focus shows that it has it, in both themes', async () => {
    await press(page, 'drawer-settings');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // A focus that was moved by a key is one to be seen.
      await page.keyboard.press('Tab');
      const { looked, without } = await page.evaluate(ringless);
      expect(without, colorScheme).toEqual([]);
      expect(looked, colorScheme).toBeGreaterThan(80);
    }
    await press(page, 'drawer-settings');
  });

  test('at 200 % nothing is lost, at 400 % nothing is read sideways, and what is printed is light', async () => {
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    // A window of 1280 by 800 at these zooms.
    for (const size of [
      { width: 640, height: 400 },
      { width: 320, height: 200 },
    ]) {
      await page.setViewportSize(size);
      expect(await sideways(), `${size.width} wide`).toBeLessThanOrEqual(0);
      for (const part of ['.canvas', '.log ol', '.plot.glucose', '.plot.lanes', '.controls', '.alarms']) {
        const box = await page.locator(part).first().boundingBox();
        expect(box?.height, `${part} at ${size.width}`).toBeGreaterThan(20);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    const theme = (): Promise<string | undefined> =>
      page.evaluate(() => document.documentElement.dataset.theme);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await theme()).toBe('light');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await theme()).toBe('dark');
  });
});
