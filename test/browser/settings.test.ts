import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printSettings } from '../../src/cli/settings/print.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { inFolder } from '../cli/islet.ts';
import { req } from '../support/req.ts';
import { chromiumHere, interrupt, oneBrowser, type PumpPage, press, shows, startPump } from './pump.ts';

/** Twice real time: a proposal that waits 90 s waits long enough for a busy machine. */
const SPEED = 2;

const WEEKEND = {
  ...exampleSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 800_000 }],
  otherProfiles: [{ name: 'weekend', segments: [{ fromMinute: 0, rateUuPerHour: 1_400_000 }] }],
};

describe.skipIf(chromiumHere === undefined)('settings on the page', () => {
  const browser = oneBrowser();

  const withPump = (act: (pump: PumpPage) => Promise<void>): Promise<void> =>
    inFolder(async folder => {
      const file = join(folder, 'weekend.toml');
      writeFileSync(file, printSettings(WEEKEND));
      const pump = await startPump(browser(), folder, SPEED, ['--settings', file]);
      await shows(pump.page, 'mode', 'delivering');
      await press(pump.page, 'drawer-settings');
      await act(pump);
      const troubles = pump.troubles.filter(trouble => !/net::ERR_|status of 4/.test(trouble));
      await pump.page.close();
      await interrupt(pump);
      expect(troubles).toEqual([]);
    });

  test(
    'SR-105 another profile is proposed, shown old and new, and gives its rate from the confirmation on',
    req('SR-105'),
    async () => {
      await withPump(async ({ page }) => {
        await shows(page, 'basal', '0.80 U/h');
        await page.getByTestId('setting-profile').selectOption('weekend');
        // Typed in the unit that is wanted, key by key; what is kept stands beside it.
        await press(page, 'glucose-unit');
        const low = page.getByTestId('setting-glucoseLowMgDl');
        expect(await low.inputValue()).toBe('3.9');
        await low.fill('');
        await low.pressSequentially('4.4');
        expect(await low.inputValue()).toBe('4.4');
        await page.getByText('3.4 to 5.5 mmol/L; kept as 79 mg/dL').waitFor();
        await press(page, 'settings-propose');
        await shows(page, 'settings-differences', /profile in use\s*standard\s*weekend/);
        await shows(
          page,
          'settings-differences',
          /00:00 0\.8 U\/h; 19\.2 U a day\s*00:00 1\.4 U\/h; 33\.6 U a day/,
        );
        await shows(
          page,
          'settings-differences',
          /glucose low\s*3\.9 mmol\/L \(70 mg\/dL\)\s*4\.4 mmol\/L \(79 mg\/dL\)/,
        );
        await shows(page, 'basal', '0.80 U/h');
        await press(page, 'settings-confirm');
        await shows(page, 'basal', '1.40 U/h');
        await page.getByTestId('settings-proposed').waitFor({ state: 'detached' });
        expect(await page.getByTestId('setting-profile').inputValue()).toBe('weekend');
      });
    },
  );

  test(
    'SR-105 SR-106 what was written for other settings, and what is out of range, is refused in words',
    req('SR-105', 'SR-106'),
    async () => {
      await withPump(async ({ page }) => {
        const other = await browser().newPage();
        await other.goto(page.url());
        await press(other, 'drawer-settings');
        await other.getByTestId('setting-autoOffHours').fill('12');
        await page.getByTestId('setting-maxBolusUu').fill('8');
        await press(page, 'settings-propose');
        await press(page, 'settings-confirm');
        await page.getByTestId('settings-proposed').waitFor({ state: 'detached' });

        await press(other, 'settings-propose');
        await shows(other, 'answer', 'version 1 of the settings was looked at, and version 2 is in use');
        expect(await other.getByTestId('settings-proposed').count()).toBe(0);
        await press(other, 'settings-reload');
        expect(await other.getByTestId('setting-maxBolusUu').inputValue()).toBe('8');
        await other.getByTestId('setting-maxBolusUu').fill('26');
        await press(other, 'settings-propose');
        await shows(other, 'answer', 'The largest bolus may be 0.5 to 25 U');
        await other.getByTestId('setting-maxBolusUu').fill('7');
        await other.getByTestId('setting-maxBasalUuPerHour').fill('0.7');
        await press(other, 'settings-propose');
        await shows(other, 'answer', 'is above the maximum basal rate (0.7 U/h)');
        await other.getByTestId('setting-maxBasalUuPerHour').fill('3');
        await press(other, 'settings-propose');
        await shows(page, 'settings-differences', /largest bolus\s*8 U\s*7 U/);
        await press(page, 'settings-discard');
        await other.getByTestId('settings-proposed').waitFor({ state: 'detached' });
        await other.close();
      });
    },
  );

  test('SR-073 SR-105 whole settings are proposed from a file', req('SR-073', 'SR-105'), async () => {
    await withPump(async ({ page }) => {
      const file = (text: string) => ({
        name: 'mine.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
      await page.getByTestId('settings-file').setInputFiles(file('no settings'));
      await shows(page, 'answer', 'mine.json is not JSON');
      await press(page, 'answer-close');
      await page.getByTestId('answer-close').waitFor({ state: 'detached' });
      expect(await page.getByTestId('answer').textContent()).toBe('');
      const settings = { ...WEEKEND, autoOffHours: 24 };
      await page.getByTestId('settings-file').setInputFiles(file(JSON.stringify({ version: 1, settings })));
      await shows(page, 'settings-differences', /auto-off\s*off\s*24 h/);
      await press(page, 'settings-confirm');
      await page.waitForFunction(
        () =>
          document.querySelector<HTMLInputElement>('[data-testid="setting-autoOffHours"]')?.value === '24',
      );
    });
  });
});
