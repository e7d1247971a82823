import type { Weight } from '../measure/mass.ts';
import type { RigRecord } from '../run/record.ts';

export type Curve = RigRecord['curves'][number];

/** Where the plan puts what is more than a measurement. */
export type Keep = {
  readonly curve: (curve: Curve) => void;
  readonly weights: (series: string, weights: readonly Weight[]) => void;
  /** What was left out, and why. */
  readonly note: (line: string) => void;
};
