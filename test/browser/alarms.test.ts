import { describe, expect, test } from 'vitest';
import { req } from '../support/req.ts';
import {
  chromiumHere,
  giveBolus,
  minutesPass,
  modesOn,
  oneBrowser,
  press,
  pulsesAtRest,
  pulsesBeyond,
  pulsesOn,
  resumeAcknowledging,
  shows,
  withPump,
} from './pump.ts';

/** Times real time: so fast that nothing is waited for, and not so fast that pump and browser fight for the processor. */
const SPEED = 600;

/** What goes wrong with the drive and with the sensor, and what a person sees and does of it. */
describe.skipIf(chromiumHere === undefined)('alarms at the page', () => {
  const browser = oneBrowser();

  test(
    'SR-057 SR-058 SR-060 SR-080 an occlusion raises a HIGH alarm and stops the motor until a person has cleared it',
    req('SR-057', 'SR-058', 'SR-060', 'SR-080', 'SR-038'),
    async () => {
      await withPump(browser(), SPEED, async ({ page }) => {
        await shows(page, 'alarm-banner', 'No alarm');
        await giveBolus(page, '5.00');
        await press(page, 'inject-occlusion');
        await shows(page, 'alarm-occlusion', 'HIGH');
        expect(await page.getByTestId('alarm-banner').getAttribute('data-priority')).toBe('high');
        await shows(page, 'mode', 'occlusion alarm');
        expect(await modesOn(page)).toEqual(expect.arrayContaining(['suspended', 'occlusion alarm']));
        await shows(page, 'last-bolus', /Last: [0-4]\.\d{3} U of 5\.00 U delivered, stopped/);
        const pulses = await pulsesAtRest(page);
        await minutesPass(page, 1);
        expect(await pulsesOn(page)).toBe(pulses);

        await press(page, 'resume');
        await shows(page, 'answer', 'The line is blocked');
        await press(page, 'ack-occlusion');
        await page.locator('[data-testid="alarm-occlusion"][data-signal="acknowledged"]').waitFor();
        await press(page, 'inject-occlusion');
        await page.locator('[data-testid="alarm-occlusion"][data-condition="gone"]').waitFor();
        expect(await pulsesOn(page)).toBe(pulses);
        await resumeAcknowledging(page, 'occlusion');
        await page.getByTestId('alarm-occlusion').waitFor({ state: 'detached' });
        await pulsesBeyond(page, pulses);
      });
    },
  );

  test(
    'SR-006 SR-007 SR-080 a jammed plunger raises the motor stall alarm; a silent sensor is told as no readings',
    req('SR-006', 'SR-007', 'SR-080', 'SR-087'),
    async () => {
      await withPump(browser(), SPEED, async ({ page }) => {
        await shows(page, 'glucose', /\d+ mg\/dL/);
        await press(page, 'inject-cgm-loss');
        await shows(page, 'alarm-cgmLost', 'LOW');
        await press(page, 'inject-cgm-loss');
        await page.getByTestId('alarm-cgmLost').waitFor({ state: 'detached' });
        await press(page, 'inject-motor-stall');
        await shows(page, 'alarm-motorStall', 'HIGH');
        await shows(page, 'mode', 'motor alarm');
        expect(await modesOn(page)).toContain('suspended');
        // Both pulses that did not arrive are counted before the alarm; acknowledging it starts no other.
        const pulses = await pulsesOn(page);
        await press(page, 'ack-motorStall');
        await page.locator('[data-testid="alarm-motorStall"][data-signal="acknowledged"]').waitFor();
        await minutesPass(page, 1);
        expect(await pulsesOn(page)).toBe(pulses);
      });
    },
  );
});
