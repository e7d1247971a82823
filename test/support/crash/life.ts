import { z } from 'zod';
import { mechanicsSchema } from '../../../hardware/mechanics/state.ts';
import { wallMs } from '../../../src/domain/units.ts';

/** 2026-01-02T00:00Z: the profile's first segment, 0.8 U/h. */
export const MIDNIGHT = wallMs(Date.UTC(2026, 0, 2));
export const CARTRIDGE_UU = 200_000_000;
/** The same in every life, so that two lives of one scenario can be compared byte for byte. */
export const HEADER = {
  islet: 'journal',
  version: 1,
  created: '2026-01-02T00:00:00.000Z',
  chart: 'crash',
} as const;

/** What a whole life came to: journal bytes, and how many of them were written when each command was obeyed. */
export const lifeSchema = z.strictObject({
  bytes: z.int().positive(),
  bytesAtCommand: z.array(z.int()).readonly(),
});
export type Life = z.infer<typeof lifeSchema>;

/** What the plunger was committed to, and how far journal and commands had come when it was. */
export const commitmentSchema = z.strictObject({ bytes: z.int(), commands: z.int(), state: mechanicsSchema });
export type Commitment = z.infer<typeof commitmentSchema>;
