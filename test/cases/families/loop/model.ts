import { z } from 'zod';
import {
  exponentialModel,
  type InsulinModel,
  insulinPresets,
  presetModel,
} from '../../../../src/domain/insulinModel.ts';

/** A preset by its name, or duration, peak and delay in minutes. */
export const model = z.union([
  z.enum(insulinPresets).transform((name): InsulinModel => presetModel(name)),
  z
    .object({ duration_min: z.number(), peak_min: z.number(), delay_min: z.number() })
    .transform(
      ({ duration_min, peak_min, delay_min }): InsulinModel =>
        exponentialModel(duration_min, peak_min, delay_min),
    ),
]);
