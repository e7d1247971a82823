import type { Pooled } from '../../simulate/campaign/summary.ts';

/** The five bands of the consensus, lowest first, mg/dL. Their place and words carry the meaning; colour repeats it. */
export const BANDS = [
  { name: 'very low', words: '< 54', from: 0, to: 54, style: 'very-low' },
  { name: 'low', words: '54–69', from: 54, to: 70, style: 'low' },
  { name: 'in range', words: '70–180', from: 70, to: 180, style: 'target' },
  { name: 'high', words: '181–250', from: 180, to: 250, style: 'high' },
  { name: 'very high', words: '> 250', from: 250, to: Number.POSITIVE_INFINITY, style: 'very-high' },
] as const;

/** Shares of time in the bands, lowest first, percent. */
export const sharesOf = (
  row: Pick<Pooled, 'below54' | 'below70' | 'inRange' | 'above180' | 'above250'>,
): readonly number[] => [
  row.below54,
  row.below70 - row.below54,
  row.inRange,
  row.above180 - row.above250,
  row.above250,
];
