import { describe, expect, test } from 'vitest';
import { TIMING } from '../../src/domain/limits.ts';
import { inFolder } from '../cli/islet.ts';
import { req } from '../support/req.ts';
import {
  chromiumHere,
  interrupt,
  minutesPass,
  modesOn,
  oneBrowser,
  press,
  pulsesAtRest,
  pulsesBeyond,
  pulsesOn,
  replayPump,
  shows,
  startPump,
  withPump,
} from './pump.ts';

/** Times real time: so fast that nothing is waited for, and not so fast that pump and browser fight for the processor. */
const SPEED = 600;

/** The whole of `islet start` as a person meets it: a real process, real ptys, a real browser. */
describe.skipIf(chromiumHere === undefined)('a pump and its page', () => {
  const browser = oneBrowser();

  test('once its address is printed something moves that nobody has asked for, and pulses come', async () => {
    await inFolder(async folder => {
      const { page, printedAt } = await startPump(browser(), folder, 600);
      const clock = page.getByTestId('clock');
      await shows(page, 'clock', /\d\d:\d\d:\d\d/);
      const before = await clock.innerText();
      await clock.filter({ hasNotText: before }).waitFor();
      // How soon is said and not judged: three seconds are asked for, of a machine with nothing else to do.
      console.log(`something moved ${Math.round(performance.now() - printedAt)} ms after the address`);
      await pulsesBeyond(page, 0);
      await page.close();
    });
  });

  test(
    'SR-023 SR-025 SR-026 a bolus waits for confirmation; cancelled, it shows what was delivered, and no more comes',
    req('SR-023', 'SR-025', 'SR-026'),
    async () => {
      await withPump(browser(), 60, async ({ page }) => {
        await page.getByTestId('bolus-units').fill('2.00');
        await press(page, 'bolus-request');
        await shows(page, 'bolus-amount', '2.00 U');
        expect(await page.getByTestId('delivered-bolus').innerText()).toBe('0.000 U');
        await press(page, 'bolus-confirm');
        await shows(page, 'bolus-progress', /0\.[1-9]\d\d U/);
        await press(page, 'bolus-cancel');
        await shows(page, 'last-bolus', /Last: [01]\.\d{3} U of 2\.00 U delivered, cancelled/);
        const delivered = await page.getByTestId('delivered-bolus').innerText();
        expect(Number.parseFloat(delivered)).toBeGreaterThan(0);
        expect(Number.parseFloat(delivered)).toBeLessThan(2);
        const said = await page.getByTestId('last-bolus').innerText();
        expect(said).toContain(`${delivered} of 2.00 U`);
        await shows(page, 'log', `Bolus cancelled: ${delivered} of 2.000 U delivered`);
        await minutesPass(page, 3);
        expect(await page.getByTestId('delivered-bolus').innerText()).toBe(delivered);
      });
    },
  );

  test(
    'SR-037 SR-038 SR-012 a person suspends, nothing moves; resumes; and the journal replays to the same in the page',
    req('SR-012', 'SR-037', 'SR-038'),
    async () => {
      await withPump(browser(), 3_600, async (pump, folder) => {
        const { page } = pump;
        await pulsesBeyond(page, 2);
        await press(page, 'suspend');
        await shows(page, 'mode', 'suspended');
        const pulses = await pulsesAtRest(page);
        // Two pulses' worth of basal is missed, at the lowest rate of the profile.
        await minutesPass(page, 10);
        expect(await pulsesOn(page)).toBe(pulses);
        await press(page, 'resume');
        await shows(page, 'mode', 'delivering');
        await pulsesBeyond(page, pulses);
        const { code, err } = await interrupt(pump);
        expect(code).toBe(130);
        expect(err).toContain(`npx islet replay ${pump.journal}`);
        await shows(page, 'live-mark', 'NO CONNECTION');
        await page.close();

        const replayed = await replayPump(browser(), folder, pump.journal);
        await shows(replayed.page, 'live-mark', 'REPLAY');
        // Its page was open while it ran, and so there is an index beside the journal: of what is in that nothing is claimed.
        await shows(replayed.page, 'proof', /[1-9]\d* steps from the index, \d+ taken again/);
        // The journal comes in pieces; its end is the stop that Ctrl-C caused.
        await shows(replayed.page, 'log', 'power.lost');
        await shows(replayed.page, 'log', 'suspend.requested');
        expect(await modesOn(replayed.page)).toEqual(['off']);
        expect(await pulsesOn(replayed.page)).toBeGreaterThan(pulses);
        for (const id of ['suspend', 'bolus-request', 'inject-occlusion'])
          expect(await replayed.page.getByTestId(id).count(), id).toBe(0);
        expect(replayed.troubles).toEqual([]);
        await replayed.page.close();
        await interrupt(replayed);
      });
    },
  );

  test(
    'SR-049 SR-116 a page that goes away while its key is held lets the key go',
    req('SR-049', 'SR-116'),
    async () => {
      await inFolder(async folder => {
        const pump = await startPump(browser(), folder, SPEED);
        const { page } = pump;
        await shows(page, 'mode', 'delivering');
        await press(page, 'change');
        await press(page, 'bay');
        await press(page, 'set.disconnected');
        await press(page, 'rewind.requested');
        await press(page, 'bay');
        await press(page, 'cartridge.replaced');
        await page.getByTestId('prime').hover();
        await page.mouse.down();
        await shows(page, 'mode', 'priming the tubing');
        // Longer than a key is believed that nobody hears of: it is heard of.
        await page.waitForTimeout(2 * TIMING.primeHold);
        await shows(page, 'mode', 'priming the tubing');
        await page.close({ runBeforeUnload: false });
        const next = await browser().newPage({ viewport: { width: 1440, height: 900 } });
        await next.goto(pump.address);
        await shows(next, 'change-step', 'off the body while it is primed');
        await next.close();
        await interrupt(pump);
      });
    },
  );
});
