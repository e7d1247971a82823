import { describe, expect, test } from 'vitest';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

/** A pump that delivers, with a button that has been down for almost three minutes. */
const withHeldButton = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'button.pressed' });
  await pump.wait(3 * MINUTE - 10_000);
  return pump;
};

const is = (pump: CorePump, state: object): boolean => pump.runtime.state().pump.matches(state);
const refusals = (pump: CorePump) =>
  pump.steps.flatMap(({ commands }) => commands.filter(({ type }) => type === 'refuse'));

describe('an alarm that stops boluses', () => {
  test(
    'SR-035 SR-023 a button that jams ends both parts of a running bolus as partial, and basal goes on',
    req('SR-035', 'SR-023', 'SR-033'),
    async () => {
      const pump = await withHeldButton();
      await pump.give({
        type: 'bolus.requested',
        bolus: 'dinner',
        kind: 'combo',
        amountUu: 4_000_000,
        extendedUu: 1_000_000,
        durationMs: 30 * MINUTE,
      });
      await pump.give({ type: 'bolus.confirmed', bolus: 'dinner' });
      await pump.wait(5_000);
      expect(is(pump, { bolus: 'delivering', extended: 'delivering' })).toBe(true);
      await pump.wait(10_000);
      expect(is(pump, { bolus: 'idle', extended: 'idle', permission: 'delivering' })).toBe(true);
      const { last, lastExtended } = pump.runtime.state().ledger.bolus;
      for (const part of [last, lastExtended]) {
        expect(part).toMatchObject({ bolus: 'dinner', reason: 'stopped' });
        expect(part?.deliveredUu).toBeLessThan(part?.requestedUu ?? 0);
      }
      expect(pump.shown().map(({ alarm }) => alarm)).toEqual(
        expect.arrayContaining(['buttonStuck', 'bolusIncomplete']),
      );
      const { basal } = pump.runtime.state().ledger.doses;
      await pump.wait(30 * MINUTE);
      expect(pump.runtime.state().ledger.doses.basal).toBeGreaterThan(basal);
    },
  );

  test('SR-035 no bolus is admitted while it is present, and one is when it is over', async () => {
    const pump = await withHeldButton();
    await pump.wait(MINUTE);
    await pump.give({ type: 'bolus.requested', bolus: 'snack', amountUu: 500_000 });
    expect(refusals(pump)).toMatchObject([
      { request: 'bolus', reasons: [expect.stringContaining('Button stuck (A-28)')] },
    ]);
    expect(is(pump, { bolus: 'idle' })).toBe(true);
    await pump.give({ type: 'button.released' });
    await pump.wait(6_000);
    await pump.give({ type: 'bolus.requested', bolus: 'supper', amountUu: 500_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'supper' });
    expect(is(pump, { bolus: 'delivering' })).toBe(true);
  });

  test('SR-035 SR-026 a bolus that is shown is withdrawn, and its confirmation starts nothing', async () => {
    const pump = await withHeldButton();
    await pump.give({ type: 'bolus.requested', bolus: 'snack', amountUu: 500_000 });
    expect(is(pump, { bolus: 'confirming' })).toBe(true);
    await pump.wait(11_000);
    await pump.give({ type: 'bolus.confirmed', bolus: 'snack' });
    expect(is(pump, { bolus: 'idle', permission: 'delivering' })).toBe(true);
    expect(pump.runtime.state().ledger.doses.bolus).toBe(0);
  });

  test('SR-017 SR-025 a temporary basal that the maximum lowers ends no bolus', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({
      type: 'bolus.requested',
      bolus: 'dinner',
      kind: 'combo',
      amountUu: 4_000_000,
      extendedUu: 1_000_000,
      durationMs: 30 * MINUTE,
    });
    await pump.give({ type: 'bolus.confirmed', bolus: 'dinner' });
    await pump.give({ type: 'tempBasal.requested', rateUuPerHour: 5_000_000, durationMs: 30 * MINUTE });
    expect(pump.shown().map(({ alarm }) => alarm)).toEqual(['basalLimit']);
    expect(is(pump, { bolus: 'delivering', extended: 'delivering', basal: 'temporary' })).toBe(true);
  });
});
