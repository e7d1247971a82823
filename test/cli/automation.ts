import fc from 'fast-check';
import { BOLUS_POLICIES } from '../../src/domain/envelope/evidence.ts';
import { DIABETES } from '../../src/domain/therapy/perKg.ts';
import type { AutomationSettings } from '../../src/domain/therapy/settings.ts';

const scheduled = <T>(value: fc.Arbitrary<T>) =>
  fc
    .tuple(value, fc.option(value))
    .map(([first, other]) => [
      { fromMinute: 0, value: first },
      ...(other === null ? [] : [{ fromMinute: 390, value: other }]),
    ]);

/** Settings for automation of somebody who weighs 90 kg. */
export const anyAutomation: fc.Arbitrary<AutomationSettings> = fc.record({
  diabetes: fc.constantFrom(...DIABETES),
  person: fc.constantFrom('adult', 'resistantAdult'),
  weightKg: fc.integer({ min: 80, max: 100 }),
  dailyInsulinUu: fc.integer({ min: 50_000_000, max: 110_000_000 }),
  maxOnBoardUu: fc.integer({ min: 0, max: 22_000_000 }),
  automaticBolus: fc.constantFrom(...BOLUS_POLICIES),
  target: scheduled(
    fc
      .tuple(fc.integer({ min: 80, max: 200 }), fc.integer({ min: 80, max: 200 }))
      .map(([a, b]) => ({ lowMgPerDl: Math.min(a, b), highMgPerDl: Math.max(a, b) })),
  ),
  sensitivity: scheduled(fc.integer({ min: 2, max: 400 })),
  carbRatio: scheduled(fc.integer({ min: 2, max: 100 })),
});
