import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleSettings, settingsSchema } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';

const segments = (rateUuPerHour: number) => [{ fromMinute: 0, rateUuPerHour }];

test('SR-106 a maximum below a rate of any profile is refused, with the rate that is above it', {
  ...req('SR-106'),
}, () => {
  const maximum = fc.integer({ min: 2, max: 30 }).map(steps => steps * 100_000);
  const rate = fc.integer({ min: 1, max: 120 }).map(steps => steps * 25_000);
  fc.assert(
    fc.property(maximum, rate, fc.boolean(), (most, inUse, isOther) => {
      const settings = {
        ...exampleSettings,
        maxBasalUuPerHour: most,
        basalProfile: segments(isOther ? 0 : inUse),
        otherProfiles: [{ name: 'sport', segments: segments(isOther ? inUse : 0) }],
      };
      const { success, error } = settingsSchema.safeParse(settings);
      expect(success).toBe(inUse <= most);
      if (!success) expect(error.message).toContain(`is above maxBasalUuPerHour (${most} µU/h)`);
    }),
  );
});
