import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { WORLD_FAULTS } from '../../src/domain/worldFaults.ts';
import { req } from '../support/req.ts';
import { attack, otherSite } from './hostile.ts';
import { chromiumHere, minutesPass, modesOn, onePump, press, shows } from './pump.ts';

const SPEED = 300;

/** How often it flashes, and what share of the time it is lit; null where it does not. Runs in the page. */
const flashOf = (element: Element) => {
  const [animation] = element.getAnimations();
  const effect = animation?.effect;
  if (!(effect instanceof KeyframeEffect)) return null;
  const frames = effect.getKeyframes();
  const turns = frames.findIndex(frame => frame.backgroundColor !== frames[0]?.backgroundColor);
  return { hz: 1_000 / Number(effect.getTiming().duration), duty: frames[turns]?.computedOffset ?? 0 };
};

describe.skipIf(chromiumHere === undefined)('requests, faults and alarms at the page', () => {
  const here = onePump(SPEED);
  let page: Page;
  beforeAll(() => {
    page = here.pump().page;
  });
  const fill = (id: string, value: string) => page.getByTestId(id).fill(value);
  const outcome = (kind: string) =>
    page.locator(`[data-testid="send-form"][data-outcome="${kind}"]`).waitFor();

  test(
    'SR-026 a bolus is asked for and confirmed by generated forms alone, by keyboard, and refusals stand beside their field',
    req('SR-026'),
    async () => {
      await page.keyboard.press('e');
      await page.locator('[data-testid="send-find"]:focus').waitFor();
      await page.keyboard.type('request a bolus');
      await page.getByLabel('amount, U', { exact: true }).focus();
      await page.keyboard.type('30');
      await page.keyboard.press('Enter');
      await shows(page, 'send-units-refused', '30 U is above 25, the most allowed. Ask for 0.05 to 25 U');
      expect(await page.getByTestId('send-units').getAttribute('aria-invalid')).toBe('true');
      // What the ledger refuses stands there, too: 15 U is possible, and more than these settings give.
      await fill('send-units', '15');
      await page.keyboard.press('Enter');
      await shows(page, 'send-units-refused', /10 U/);
      await minutesPass(page, 2);
      await shows(page, 'send-units-refused', /10 U/);
      await fill('send-units', '0.5');
      await page.keyboard.press('Enter');
      await outcome('taken');
      expect(await page.getByTestId('send-units-refused').count()).toBe(0);

      await fill('send-find', 'confirm the pending bolus');
      await page.locator('#send-bolus').filter({ visible: true }).waitFor();
      expect(await page.getByTestId('send-bolus').inputValue()).not.toBe('');
      await press(page, 'send-now');
      await shows(page, 'mode', 'bolusing');
      await outcome('taken');

      await fill('send-find', 'end the temporary basal');
      await press(page, 'send-now');
      await shows(page, 'send-said', 'No temporary basal is running');
      await page.keyboard.press('Escape');
    },
  );

  test(
    'SR-080 alarms of each priority flash as IEC 60601-1-8 has them, and a fault tells since when it is on',
    req('SR-080'),
    async () => {
      await press(page, 'drawer-world');
      await fill('faults-find', 'says low');
      await press(page, 'fault-cgmSaysLow');
      await shows(page, 'fault-row-cgmSaysLow', /\d\d:\d\d:\d\d/);
      await shows(page, 'faults-on', '1 active');
      const command = await page.getByTestId('fault-cgmSaysLow').getAttribute('title');
      expect(command).toContain('npx islet send');
      // A command line can be read by every user of a computer.
      expect(command).not.toMatch(/token|http/);
      await fill('world-battery', '20');
      await press(page, 'world-battery-set');
      await shows(page, 'alarm-urgentLow', 'HIGH');
      await shows(page, 'alarm-batteryLow', 'LOW');
      await shows(page, 'alarm-glucoseLow', 'MEDIUM');
      const high = page.getByTestId('alarm-urgentLow');
      const flash = await high.evaluate(flashOf);
      expect(flash?.hz).toBeGreaterThanOrEqual(1.4);
      expect(flash?.hz).toBeLessThanOrEqual(2.8);
      expect(flash?.duty).toBeGreaterThanOrEqual(0.2);
      expect(flash?.duty).toBeLessThanOrEqual(0.6);
      const slow = await page.getByTestId('alarm-glucoseLow').evaluate(flashOf);
      expect(slow?.hz).toBeGreaterThanOrEqual(0.4);
      expect(slow?.hz).toBeLessThanOrEqual(0.8);
      expect(await page.getByTestId('alarm-batteryLow').evaluate(flashOf)).toBeNull();
      expect(await page.title()).toMatch(/^!!! HIGH Urgently low glucose and \d more · Islet$/);
      const order = await page
        .locator('.alarm')
        .evaluateAll(all => all.map(each => each.className.split(' ')[1]));
      expect(order).toEqual(
        [...order].sort(
          (a, b) =>
            ['high', 'medium', 'low', 'info'].indexOf(a ?? '') -
            ['high', 'medium', 'low', 'info'].indexOf(b ?? ''),
        ),
      );

      await page.emulateMedia({ reducedMotion: 'reduce' });
      expect(await high.evaluate(flashOf)).toBeNull();
      expect(
        await high.evaluate(element => Number.parseFloat(getComputedStyle(element).borderTopWidth)),
      ).toBeGreaterThanOrEqual(3);
      await page.emulateMedia({ reducedMotion: 'no-preference' });

      // Each sign about its sound is another one, and an alarm that is silent stays.
      await shows(page, 'alarm-urgentLow', 'clears: Glucose is above 54');
      await high.locator('[data-glyph="audio on"]').waitFor();
      await press(page, 'pause-urgentLow');
      await high.locator('[data-glyph="audio paused"]').waitFor();
      await press(page, 'ack-urgentLow');
      await high.locator('[data-glyph="acknowledged"]').waitFor();
      expect(await high.evaluate(flashOf)).toBeNull();
      expect(await page.getByTestId('page-sound').getAttribute('aria-pressed')).toBe('false');
      await press(page, 'page-sound');
      expect(await page.getByTestId('page-sound').getAttribute('aria-pressed')).toBe('true');
      await press(page, 'page-sound');

      await press(page, 'fault-cgmSaysLow');
      await fill('world-battery', '90');
      await press(page, 'world-battery-set');
      await page.getByTestId('alarm-batteryLow').waitFor({ state: 'detached' });
      await shows(page, 'faults-on', 'none active');
      await fill('faults-find', '');
      expect(await page.locator('[data-testid^="fault-row-"]').count()).toBe(
        Object.keys(WORLD_FAULTS).length,
      );
      await page.keyboard.press('Escape');
    },
  );

  test('a hostile page on another origin tries every way there is, token in hand, and commands nothing', async () => {
    const { address, journal } = here.pump();
    const { origin, searchParams } = new URL(address);
    const site = await otherSite();
    const hostile = await here.browser().newPage();
    const answers: string[] = [];
    hostile.context().on('response', response => {
      if (new URL(response.url()).pathname.startsWith('/api/'))
        answers.push(`${response.status()} ${response.url()}`);
    });
    await hostile.goto(site.address);
    const attempts = await hostile.evaluate(attack, { origin, token: searchParams.get('token') ?? '' });
    expect(attempts.length).toBeGreaterThanOrEqual(20);
    expect(attempts.filter(({ got }) => got !== 'nothing')).toEqual([]);
    // What is opaque to the page is not to us: nothing was carried out, and nothing told.
    expect(answers.filter(answer => !answer.startsWith('4'))).toEqual([]);
    expect(answers.length).toBeGreaterThanOrEqual(5);
    await hostile.close();
    site.close();
    expect(await modesOn(page)).toContain('delivering');
    const told = readFileSync(join(here.folder(), journal), 'utf8');
    expect(told).toContain('bolus.confirmed');
    expect(told).not.toContain('suspend.requested');
  });
});
