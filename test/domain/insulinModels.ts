import fc from 'fast-check';
import {
  bilinearModel,
  exponentialModel,
  type InsulinModel,
  insulinPresets,
  presetModel,
} from '../../src/domain/insulinModel.ts';

/** Presets, bilinear models, and exponential ones with and without a delay. */
export const anyModel: fc.Arbitrary<InsulinModel> = fc.oneof(
  fc.constantFrom(...insulinPresets).map(presetModel),
  fc.integer({ min: 180, max: 480 }).map(bilinearModel),
  fc
    .record({
      duration: fc.integer({ min: 240, max: 480 }),
      peak: fc.integer({ min: 35, max: 110 }),
      delay: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ duration, peak, delay }) => exponentialModel(duration, peak, delay)),
);
