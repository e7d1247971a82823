import type { Mechanism } from '../../mechanics/model.ts';
import { gaussian } from '../../mechanics/noise.ts';
import { kilogramsIn } from './codec.ts';

/** Raw counts per mN, raw zero, and noise of 1 mN. */
const RAW_PER_MN = 200;
const RAW_ZERO = 8_388_608 - 4_000_000;
const NOISE_RAW = 200;

/** The load cell behind the shared plunger: raw counts of the converter, each with its own noise. */
export const loadCell = (mechanism: Mechanism, seed: number) => {
  const noise = gaussian(seed);
  /** One conversion, with so many mN that are not there. */
  return (offsetMn = 0): number =>
    RAW_ZERO + Math.round((mechanism.forceMn() + offsetMn) * RAW_PER_MN + noise() * NOISE_RAW);
};

export const rawInKilograms = (raw: number): number => kilogramsIn((raw - RAW_ZERO) / RAW_PER_MN);
