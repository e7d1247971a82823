/** Limits of a pump in simglucose's table, U/min. */
export type PumpMake = { readonly mostBolus: number; readonly mostBasal: number };

export const PUMPS = {
  Cozmo: { mostBolus: 75, mostBasal: 35 },
  Insulet: { mostBolus: 30, mostBasal: 30 },
} as const satisfies Readonly<Record<string, PumpMake>>;

const PMOL_PER_U = 6_000;
/** The table's increment of 0.05, taken in pmol/min as simglucose does: 8.3e-6 U/min, in effect no quantisation. */
const INCREMENT_PMOL_PER_MIN = 0.05;

/**
 * A rate as simglucose's pump delivers it, U/min: to the nearest increment, then within 0 and `most`. For comparison with
 * it only: our own pump delivers whole pulses (`open/pulses.ts`).
 */
export const simglucoseRate = (unitsPerMin: number, most: number): number => {
  const steps = roundHalfToEven((unitsPerMin * PMOL_PER_U) / INCREMENT_PMOL_PER_MIN);
  return Math.min(most, Math.max(0, (steps * INCREMENT_PMOL_PER_MIN) / PMOL_PER_U));
};

const roundHalfToEven = (value: number): number => {
  const down = Math.floor(value);
  const over = value - down;
  if (over !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
};
