import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MACHINES } from '../../../src/cli/machines.ts';
import { builtPage } from '../../../src/inspector/buildPage.ts';
import { type Charts, chartsFor } from '../../../src/inspector/charts/files.ts';
import { overlayOf } from '../../../src/inspector/covered.ts';
import { type Inspector, serveInspector } from '../../../src/inspector/server.ts';
import { tracesIn } from '../../../src/inspector/traces.ts';
import { programOf } from '../../support/system.ts';
import { type FakeSource, fakeSource } from '../support/fakeSource.ts';
import { takenOnce } from '../support/takenOnce.ts';

/** The chart in a real browser, on a pump that is stepped by hand; one page for all stories, each of which leaves it at the pump. */
const program = programOf('chromium');
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const SENTENCE = 'The pump shall deliver nothing after a suspension until a person resumes.';

/** A machine that runs has no drawing, and another one a transition that has no place in its own. */
const withLosses = ({ sensor: _lost, lock, ...rest }: Charts): Charts => {
  if (lock === undefined) throw new Error('the lock has no chart');
  const lost = { id: 'lock.screen screen.torn 0', why: 'leaves lock.screen for another region' };
  return {
    ...rest,
    lock: { ...lock, layout: { ...lock.layout, notDrawn: [...lock.layout.notDrawn, lost] } },
  };
};

describe.skipIf(program === undefined)('the chart in a browser', () => {
  let browser: Browser;
  let source: FakeSource;
  let inspector: Inspector;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    await builtPage();
    browser = await chromium.launch({
      ...(program === undefined ? {} : { executablePath: program }),
      args: ARGS,
    });
    source = fakeSource({ kind: 'live' });
    source.advance(2 * 3_600_000);
    inspector = await serveInspector({
      source,
      charts: withLosses(await chartsFor(MACHINES)),
      coverage: overlayOf(takenOnce),
      pageDir: await builtPage(),
      port: 0,
      requirements: { 'SR-038': { sentence: SENTENCE } },
      traces: () => tracesIn(),
    });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', error => troubles.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    await page.goto(inspector.address);
    await page.getByTestId('mode').filter({ hasText: 'delivering' }).waitFor();
    // What was met is drawn by a story of its own.
    await page.getByTestId('cover').click();
  });
  afterAll(async () => {
    await page?.close();
    await inspector?.close();
    await browser?.close();
    expect(troubles).toEqual([]);
  });

  const press = (id: string): Promise<void> => page.getByTestId(id).click();
  /** What keys have changed is drawn with the next frame. */
  const drawn = (): Promise<unknown> =>
    page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const transform = (): Promise<string | null> =>
    page.locator('.canvas > g').first().getAttribute('transform');
  const places = (selector: string): Promise<readonly string[]> =>
    page
      .locator(selector)
      .evaluateAll(all => all.map(element => JSON.stringify(element.getBoundingClientRect())));

  test('each event of an active state says whether it is answered now, and a refusal says which guard forbids it', async () => {
    await press('tab-pump.permission');
    const mark = (transition: string) => page.locator(`.ready-mark[data-ready-of="pump|${transition}"]`);
    await mark('pump.permission.delivering suspend.requested 1').waitFor();
    const verdict = (transition: string) => mark(transition).getAttribute('data-ready');
    expect(await verdict('pump.permission.delivering suspend.requested 0')).toBe('some');
    expect(await verdict('pump.permission.suspendedByUser resume.requested 0')).toBeNull();
    // A change of the cartridge is begun; then a person who resumes is refused, and why.
    await press('suspend');
    await page.locator('[data-state="pump|pump.permission.suspendedByUser"].on').waitFor();
    expect(await verdict('pump.permission.suspendedByUser resume.requested 0')).toBe('some');
    expect(await verdict('pump.permission.delivering suspend.requested 0')).toBeNull();
    await page
      .locator('[data-pick="pump|pump.permission.suspendedByUser"]')
      .click({ position: { x: 20, y: 6 } });
    const answers = page.getByTestId('answers');
    await answers.filter({ hasText: 'resume.requested' }).waitFor();
    await page.getByTestId('inject-occlusion').click();
    source.advance(3_600_000);
    await answers.getByRole('button', { name: 'resume.requested' }).first().click();
    const told = page.getByTestId('transition-answers');
    await told.waitFor();
    await page.getByTestId('inject-occlusion').click();
    await press('resume');
    await page.getByTestId('mode').filter({ hasText: 'delivering' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('from afar each region says its state in large words; near, requirements have chips; and highlighting moves nothing', async () => {
    await press('tab-all:pump');
    await page.locator('.canvas.far').waitFor();
    const sizes = await page
      .locator('.large .now')
      .evaluateAll(all => all.map(element => element.getBoundingClientRect().height));
    expect(sizes.length).toBe(10);
    // Letters of 12 px stand in lines of about 14.
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
    expect(await page.locator('.large .now').allTextContents()).toContain('delivering');
    const [before, at] = [await places('[data-state]'), await transform()];
    source.advance(1_800_000);
    await page.waitForFunction(() => document.querySelector('.taken-even, .taken-odd') !== null);
    expect([await places('[data-state]'), await transform()]).toEqual([before, at]);
    await press('tab-pump.permission');
    await page.locator('.canvas.near').waitFor();
    expect(await page.locator('.req:visible').count()).toBeGreaterThan(5);
    await page.locator('[data-state="pump|pump.permission.suspendedByUser"] .req').click();
    await page.getByTestId('requirement').filter({ hasText: 'SR-012' }).waitFor();
    await page.getByRole('button', { name: 'Close SR-012' }).click();
  });

  test('what a person closes stays closed, says its state, and moves nothing else', async () => {
    await press('tab-all:pump');
    await page.locator('[data-region="pump|pump.motor"]').waitFor();
    const before = await places('[data-state]');
    await press('find');
    await page.getByTestId('find-text').fill('pump.motor.underway');
    await page.keyboard.press('Enter');
    await press('collapse');
    await page.locator('[data-closed="pump|pump.motor.underway"]').waitFor();
    await page.reload();
    await page.locator('[data-closed="pump|pump.motor.underway"]').waitFor();
    await page.getByTestId('cover').click();
    expect(await places('[data-state]')).toEqual(before);
    await press('find');
    await page.getByTestId('find-text').fill('pump.motor.underway');
    await page.keyboard.press('Enter');
    await page.keyboard.press('c');
    await page.locator('[data-closed]').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  test('the tree tells the same by keyboard: arrows walk, Enter tells details, a slash finds', async () => {
    const tree = page.getByRole('tree');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await tree.getByRole('treeitem', { name: 'pump, machine' }).focus();
    expect(await tree.isVisible()).toBe(true);
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'])
      await page.keyboard.press(key);
    await drawn();
    expect(await focused()).toBe('pump, permission: delivering, region');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await drawn();
    expect(await focused()).toBe('pump, permission, delivering, active');
    await page.keyboard.press('Enter');
    await page.getByTestId('details').filter({ hasText: 'pump.permission.delivering' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await drawn();
    expect(await focused()).toBe('pump, permission: delivering, region');
    await page.keyboard.press('/');
    await page.getByTestId('find-text').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('find-text');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('pump, permission: delivering, region');
  });

  test('a requirement leads to where it sits, with its hazard and its tests, and back', async () => {
    await page.keyboard.press('/');
    await page.getByTestId('find-text').fill('SR-038');
    await page.keyboard.press('Enter');
    const pane = page.getByTestId('requirement');
    await pane.filter({ hasText: SENTENCE }).waitFor();
    await pane
      .filter({ hasText: 'Under-infusion' })
      .or(pane.filter({ hasText: 'Over-infusion' }))
      .first()
      .waitFor();
    await pane.locator('summary', { hasText: /\d+ tests/ }).waitFor();
    await pane.getByRole('button', { name: 'pump › permission › suspended by user', exact: true }).click();
    await page.getByTestId('details').filter({ hasText: 'pump.permission.suspendedByUser' }).waitFor();
    await press('only-requirement');
    await page.locator('[data-state="pump|pump.permission.delivering"].back').waitFor();
    expect(await page.locator('[data-state="pump|pump.permission.suspendedByUser"].back').count()).toBe(0);
    await page.getByRole('button', { name: 'Close SR-038' }).click();
    await page.waitForFunction(() => document.querySelector('.back') === null);
    await page.getByTestId('details').getByRole('button', { name: 'SR-038' }).click();
    await pane.waitFor();
    await page.getByRole('button', { name: 'Close SR-038' }).click();
    await page.keyboard.press('Escape');
  });

  test('only what was never met is to be seen, of the runs given or of this one', async () => {
    await press('cover');
    await press('tab-all:person');
    await press('only-uncovered');
    await page.locator('[data-state="lock|lock.screen.unlocked"].back').waitFor();
    await page.getByTestId('cover-source').selectOption('run');
    await press('tab-all:pump');
    await page.locator('[data-state="pump|pump.permission.delivering"][data-met="met"].back').waitFor();
    const open = page.locator('[data-state="pump|pump.supply.changing"]');
    expect(await open.getAttribute('data-met')).toBe('never');
    expect(await open.getAttribute('class')).not.toContain('back');
    await page.getByText(/not covered here: \d+ of \d{3}/).waitFor();
    await press('next-open');
    await page.getByTestId('covered').filter({ hasText: 'Coverage: not covered' }).waitFor();
    await page.keyboard.press('Escape');
    await press('only-uncovered');
    await press('cover');
    await page.waitForFunction(() => document.querySelector('.back, g[data-met]') === null);
  });

  test('the chart moves only for whoever moves it or asks it to follow, and a small map says where one looks', async () => {
    await press('tab-map');
    await page.getByTestId('chart').focus();
    for (let time = 0; time < 8; time += 1) await page.keyboard.press('+');
    await page.getByTestId('minimap').waitFor();
    for (const key of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    await drawn();
    const before = await transform();
    source.advance(600_000);
    await page.waitForFunction(() => document.querySelector('.taken-even, .taken-odd') !== null);
    expect(await transform()).toBe(before);
    await page.keyboard.press('f');
    await page.locator('[data-testid="follow"][aria-pressed="true"]').waitFor();
    await press('suspend');
    await page.waitForFunction(
      was => document.querySelector('.canvas > g')?.getAttribute('transform') !== was,
      before,
    );
    await page.waitForFunction(() => {
      const panel = document.querySelector('.chart-frame')?.getBoundingClientRect();
      const state = document
        .querySelector('[data-state="pump|pump.permission.suspendedByUser"]')
        ?.getBoundingClientRect();
      return (
        panel && state && state.left >= panel.left && state.right <= panel.right && state.top >= panel.top
      );
    });
    await page.getByTestId('chart').focus();
    await page.keyboard.press('f');
    await page.keyboard.press('0');
    await page.getByTestId('minimap').waitFor({ state: 'detached' });
    await press('resume');
    await page.getByTestId('mode').filter({ hasText: 'delivering' }).waitFor();
  });

  test('what has no drawing is told in words, with where it is or why it is not drawn', async () => {
    await press('tab-all:person');
    const lost = page.getByTestId('not-drawn');
    await lost.locator('summary').click();
    await lost
      .filter({ hasText: 'lock.screen screen.torn 0: leaves lock.screen for another region' })
      .waitFor();
    await lost.filter({ hasText: /sensor: there is no drawing of it; it is in sensor\.\w+/ }).waitFor();
    await press('tab-all:pump');
    await lost.filter({ hasNotText: 'lock.screen' }).waitFor();
  });

  test('every region of every machine is in one picture', async () => {
    await press('tab-all:everything');
    const all = Object.values(withLosses(await chartsFor(MACHINES))).flatMap(({ layout }) => layout.regions);
    await page
      .locator('.large .now')
      .nth(all.length - 1)
      .waitFor();
    expect(await page.locator('[data-region]').count()).toBe(all.length);
    await page.locator('[data-region="lock|lock.entry"] .frame').dblclick({ position: { x: 3, y: 3 } });
    await page.locator('.region.full[data-region="lock|lock.entry"]').waitFor();
    await press('tab-all:pump');
  });
});
