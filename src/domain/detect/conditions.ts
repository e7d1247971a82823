import type { BatteryLevel, BatteryReading } from './battery.ts';
import type { Pressure } from './pressure.ts';
import type { Occurrences } from './recurrence.ts';
import { noSupervision, type Supervision } from './supervision.ts';
import type { TemperatureLevel } from './temperature.ts';

/** What is known of the pump's own conditions; null while nobody has measured since the power came. */
export type Conditions = {
  readonly battery: (BatteryReading & { readonly level: BatteryLevel }) | null;
  readonly temperature: TemperatureLevel | null;
  readonly pressure: Pressure | null;
  readonly supervision: Supervision;
  /** Resets that nobody ordered. */
  readonly resets: Occurrences;
};

export const noConditions: Conditions = {
  battery: null,
  temperature: null,
  pressure: null,
  supervision: noSupervision,
  resets: [],
};

/** A boot: everything is measured anew; resets are remembered. */
export const measureAnew = ({ resets }: Conditions): Conditions => ({ ...noConditions, resets });
