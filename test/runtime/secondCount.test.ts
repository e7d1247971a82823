import { expect, test } from 'vitest';
import { configurationHash } from '../../src/domain/configuration.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

test(
  'SR-113 SR-034 the second channel counts the pulses of an extended bolus like any other',
  req('SR-113', 'SR-034'),
  async () => {
    const pump = await corePump();
    const beat = (type: 'supervisor.agreed' | 'supervisor.beat') => ({
      type,
      pulses: pump.devices.moved(),
      hash: configurationHash(exampleSettings),
    });
    await pump.give({ type: 'resume.requested' }, beat('supervisor.agreed'));
    await pump.give({
      type: 'bolus.requested',
      bolus: 'slow',
      kind: 'extended',
      amountUu: 3_000_000,
      durationMs: 15 * 60_000,
    });
    await pump.give({ type: 'bolus.confirmed', bolus: 'slow' });
    for (let second = 0; second < 60; second += 1) {
      await pump.wait(1_000);
      await pump.give(beat('supervisor.beat'));
    }
    const { ledger, pump: chart } = pump.runtime.state();
    expect(ledger.doses.extended).toBeGreaterThan(5);
    expect(ledger.conditions.supervision.apart).toBe('no');
    expect(chart.matches({ life: 'operating' })).toBe(true);
  },
);
