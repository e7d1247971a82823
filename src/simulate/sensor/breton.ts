import { splineThrough } from './spline.ts';

/**
 * Sensor error after Breton and Kovatchev, J Diabetes Sci Technol 2:853, 2008, with the constants that simglucose has
 * for all its sensors: an autoregressive series every 15 minutes, put through a Johnson SU transform.
 */
export const BRETON_KOVATCHEV = {
  pacf: 0.7,
  gamma: -0.5444,
  lambda: 15.9574,
  delta: 1.6898,
  xi: -5.47,
} as const;

export type Johnson = { readonly [Name in keyof typeof BRETON_KOVATCHEV]: number };

const SPACING_MIN = 15;
/** New points in a block of the spline, beside the last one of the block before. */
const BLOCK = 10;

/** The error every 15 minutes, mg/dL, from standard normal numbers: e0 = z0, e = pacf·(e before + z). */
export const quarterHourErrors = (normal: () => number, { pacf, gamma, lambda, delta, xi }: Johnson) => {
  let error: number | null = null;
  return (): number => {
    const z = normal();
    error = error === null ? z : pacf * (error + z);
    return xi + lambda * Math.sinh((error - gamma) / delta);
  };
};

/**
 * The error every `everyMin` minutes, mg/dL: blocks of 150 minutes, each through a spline of its own that begins where
 * the last one ended. The first value is that of `everyMin` after the beginning, as in simglucose.
 */
export const bretonErrors = (
  normal: () => number,
  everyMin: number,
  constants: Johnson = BRETON_KOVATCHEV,
): (() => number) => {
  const next = quarterHourErrors(normal, constants);
  const inBlock = Math.floor((BLOCK * SPACING_MIN) / everyMin);
  let from = next();
  let curve: (t: number) => number = () => from;
  let taken = inBlock;
  return () => {
    if (taken === inBlock) {
      const points = [from, ...Array.from({ length: BLOCK }, next)];
      from = points.at(-1) ?? from;
      curve = splineThrough(points);
      taken = 0;
    }
    taken += 1;
    return curve((taken * everyMin) / SPACING_MIN);
  };
};
