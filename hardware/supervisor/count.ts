import { countsIn, STRAY } from '../../src/domain/drive.ts';

/** Pulses by the encoder alone: where its count stood at none, and the most that were seen. */
export type Count = { readonly zero: number; readonly pulses: number };

export const countFrom = (counts: number): Count => ({ zero: counts, pulses: 0 });

/**
 * The same count with the encoder at `counts`. A pulse counts from its middle on. A plunger that went back
 * by a pulse counts anew from there: what it does over again has been done twice.
 */
export const counted = ({ zero, pulses }: Count, counts: number): Count => {
  const seen = Math.max(0, nearest(counts - zero));
  if (seen > pulses) return { zero, pulses: seen };
  const back = zero + countsIn(pulses) - counts;
  return back >= 2 * STRAY ? { zero: zero - back, pulses } : { zero, pulses };
};

/** The plunger has moved without a dose, and rests here: pulses count on from where it is. */
export const countOnFrom = ({ pulses }: Count, counts: number): Count => ({
  zero: counts - countsIn(pulses),
  pulses,
});

/** How far behind its furthest point it is, in encoder counts. */
export const behind = ({ zero, pulses }: Count, counts: number): number => zero + countsIn(pulses) - counts;

/** 509 296 counts to 40 000 pulses: see `countsIn`. */
const nearest = (counts: number): number => Math.floor((counts * 40_000) / 509_296 + 0.5);
