import { z } from 'zod';
import { SENSOR_TURNS } from '../domain/sensorFaults.ts';

/** Levels that a person may set around a simulated pump; its devices notice, and nothing tells the charts. Faults are injected. */
export const worldChangeSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('battery'), percent: z.int().min(0).max(100) }),
  /** Inside the pump. */
  z.strictObject({ what: z.literal('temperature'), celsius: z.int().min(-20).max(80) }),
  z.strictObject({ what: z.literal('pressure'), kilopascals: z.int().min(20).max(150) }),
  z.strictObject({ what: z.literal('clock'), leapMinutes: z.int().min(-1_440).max(1_440) }),
  z.strictObject({ what: z.literal('sensor'), turn: z.enum(SENSOR_TURNS) }),
]);
export type WorldChange = z.infer<typeof worldChangeSchema>;

/** The surroundings as they are. */
export type WorldNow = {
  readonly batteryPercent: number;
  readonly celsius: number;
  readonly kilopascals: number;
};
