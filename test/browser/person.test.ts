import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { req } from '../support/req.ts';
import { chromiumHere, interrupt, minutesPass, modesOn, onePump, press, replayPump, shows } from './pump.ts';

const OCCLUSION = join(import.meta.dirname, '../../specs/scenarios/occlusion.txt');
const SPEED = 600;

/** What a person does with a pump in a day, at one real pump; each story leaves it delivering. */
describe.skipIf(chromiumHere === undefined)('a person at the page', () => {
  const here = onePump(SPEED);
  let page: Page;
  beforeAll(() => {
    page = here.pump().page;
  });

  const gone = (id: string): Promise<void> => page.getByTestId(id).waitFor({ state: 'detached' });
  const choose = (id: string, value: string) => page.getByTestId(id).selectOption(value);
  const fill = (id: string, value: string) => page.getByTestId(id).fill(value);
  const delivered = async (id: string): Promise<number> =>
    Number.parseFloat(await page.getByTestId(id).innerText());

  test('SR-026 a bolus in two parts is started, and cancelled part by part', req('SR-026'), async () => {
    await fill('bolus-units', '2.00');
    await choose('bolus-kind', 'combo');
    await fill('bolus-later', '2.00');
    await shows(page, 'bolus-hint', 'Spread less than the whole');
    expect(await page.getByTestId('bolus-request').isDisabled()).toBe(true);
    await fill('bolus-later', '1.00');
    await choose('bolus-minutes', '15');
    await press(page, 'bolus-request');
    await page.getByRole('alertdialog').filter({ hasText: '2.00 U, 1.00 U of it over 15 min' }).waitFor();
    await press(page, 'bolus-confirm');
    await shows(page, 'bolus-progress', /0\.[1-9]\d\d U/);
    await press(page, 'bolus-cancel');
    await shows(page, 'last-bolus', /0\.\d{3} U of 1\.00 U delivered, cancelled/);
    // The other part goes on.
    await shows(page, 'extended-progress', /0\.(?!000)\d{3} U/);
    const before = await delivered('extended-progress');
    await press(page, 'extended-cancel');
    await gone('extended-progress');
    await shows(page, 'log', /Extended bolus cancelled: 0\.\d{3} U of 1\.000 U delivered/);
    expect(before).toBeLessThan(1);
  });

  test('a temporary basal by a rate of its own is given, and ended early', req('SR-031'), async () => {
    // The profile's own rate: another one by night.
    const profile = await page.getByTestId('basal').innerText();
    await choose('temp-kind', 'rate');
    await fill('temp-rate', '99');
    expect(await page.getByTestId('temp-basal').isDisabled()).toBe(true);
    await fill('temp-rate', '0.50');
    await fill('temp-minutes', '30');
    await press(page, 'temp-basal');
    await shows(page, 'mode', 'temporary basal');
    await shows(page, 'basal', '0.50');
    await press(page, 'temp-basal');
    await shows(page, 'basal', profile);
    expect(await modesOn(page)).not.toContain('temporary basal');
  });

  test('SR-042 a suspension for a chosen time reminds, and ends only by hand', req('SR-042'), async () => {
    await choose('suspend-minutes', '30');
    await press(page, 'suspend');
    await shows(page, 'mode', 'suspended');
    await shows(page, 'log', 'suspend.requested 30 min');
    await shows(page, 'alarm-suspensionReminder', 'Delivery is suspended');
    // A quarter of an hour after its end nothing has moved.
    await minutesPass(page, 45);
    expect(await modesOn(page)).toContain('suspended');
    expect(await delivered('basal')).toBe(0);
    await press(page, 'ack-suspensionReminder');
    await press(page, 'resume');
    await shows(page, 'mode', 'delivering');
    await gone('alarm-suspensionReminder');
  });

  test('what is changed around the pump raises its alarm, which ends with its cause', async () => {
    await press(page, 'drawer-world');
    await fill('world-battery', '15');
    await press(page, 'world-battery-set');
    await shows(page, 'alarm-batteryLow', 'Battery low');
    await press(page, 'fault-cgmLow');
    await shows(page, 'alarm-glucoseLow', 'Low glucose');
    await press(page, 'fault-buttonStuck');
    await shows(page, 'alarm-buttonStuck', 'Button stuck');
    await press(page, 'fault-buttonStuck');
    await press(page, 'fault-cgmLow');
    await fill('world-battery', '90');
    await press(page, 'world-battery-set');
    for (const alarm of ['alarm-buttonStuck', 'alarm-glucoseLow', 'alarm-batteryLow']) await gone(alarm);
    expect(await modesOn(page)).toEqual(['delivering']);
    await page.keyboard.press('Escape');
    await gone('world-battery');
  });

  test(
    'SR-107 screen, clock, zone and pairing are a person’s, and are refused in words',
    req('SR-107'),
    async () => {
      await press(page, 'drawer-person');
      await page.getByTestId('lock').or(page.getByTestId('unlock-screen')).first().waitFor();
      await fill('zone-hours', '2');
      await press(page, 'zone-change');
      await shows(page, 'zone-now', 'UTC+02:00');
      await fill('clock-wanted', '2030-05-01T12:00');
      await press(page, 'clock-set');
      await page.locator('[data-testid="clock"]', { hasText: /1[2-9]:\d\d/ }).waitFor();
      await shows(page, 'log', 'clock.set');
      await press(page, 'pairing-open');
      await shows(page, 'answer', 'start it with --remote');
      await press(page, 'drawer-person');
      expect(await modesOn(page)).toEqual(['delivering']);
    },
  );

  test(
    'SR-048 SR-049 a cartridge is changed step by step, and nothing is delivered until a person resumes',
    req('SR-048', 'SR-049'),
    async () => {
      // On a low screen explanations give way to the plots; what to do next never does.
      await page.setViewportSize({ width: 1_280, height: 720 });
      await press(page, 'change');
      await shows(page, 'mode', 'suspended');
      await shows(page, 'change-step', 'Take the old cartridge out.');
      await press(page, 'bay');
      await press(page, 'set.disconnected');
      await press(page, 'rewind.requested');
      await shows(page, 'change-step', 'Put the new cartridge in.');
      await press(page, 'bay');
      await page.getByTestId('cartridge-units').waitFor();
      await fill('cartridge-units', '0');
      expect(await page.getByTestId('cartridge.replaced').isDisabled()).toBe(true);
      await fill('cartridge-units', '150');
      await press(page, 'cartridge.replaced');
      const reservoir = Number.parseFloat(await page.getByTestId('reservoir').innerText());
      const bolus = await delivered('delivered-bolus');
      const key = await page.getByTestId('prime').boundingBox();
      if (!key) throw new Error('there is no key to prime with');
      await page.mouse.move(key.x + key.width / 2, key.y + key.height / 2);
      await page.mouse.down();
      await shows(page, 'change-step', 'Priming.');
      await page.mouse.up();
      await press(page, 'prime.skipped');
      await shows(page, 'change-step', 'Put the site in');
      // The last pulse of the tubing may still be concluded: a person is told to try again.
      const filling = page.getByTestId('fill.requested');
      for (let attempt = 0; attempt < 10 && (await filling.isVisible()); attempt += 1) {
        await filling.click({ timeout: 1_000 }).catch(() => {});
        await minutesPass(page, 0.05);
      }
      await shows(page, 'change', /./);
      expect(await modesOn(page)).toContain('suspended');
      expect(await delivered('delivered-bolus')).toBe(bolus);
      expect(await delivered('reservoir')).toBeLessThan(Math.max(reservoir, 150));
      await press(page, 'resume');
      await shows(page, 'mode', 'delivering');
      await page.setViewportSize({ width: 1_440, height: 900 });
    },
  );

  test('a story is played in the page, from its first line to its last', async () => {
    copyFileSync(OCCLUSION, join(here.folder(), 'occlusion.txt'));
    const story = await replayPump(here.browser(), here.folder(), 'occlusion.txt');
    onTestFinished(async () => void (await interrupt(story)));
    await shows(story.page, 'live-mark', 'REPLAY');
    await shows(story.page, 'proof', /replayed [1-9]\d* steps, all the same/);
    await shows(story.page, 'log', 'Alarm raised: Occlusion (HIGH)');
    const end = Number(await story.page.getByTestId('clock').getAttribute('data-wall-ms'));
    await story.page
      .getByRole('button', { name: /\d\d:\d\d:\d\d/ })
      .last()
      .click();
    await story.page.waitForFunction(
      last => Number(document.querySelector('[data-testid="clock"]')?.getAttribute('data-wall-ms')) < last,
      end,
      { timeout: 10_000 },
    );
    await shows(story.page, 'alarm-banner', 'No alarm');
    expect(story.troubles).toEqual([]);
    await story.page.close();
  });
});
