import type { Verdict } from '../readyWords.ts';

/** What is drawn beside an event; one that only the chart itself raises has no mark. */
export type GlyphVerdict = Exclude<Verdict, 'inner'>;

/** Shapes, not colours, tell them apart: a full triangle, a hollow one, a cross, a bar. About four pixels wide. */
export const GLYPHS = {
  ready: 'M-2 -2.8 L2.4 0 L-2 2.8 Z',
  some: 'M-2 -2.8 L2.4 0 L-2 2.8 Z',
  refused: 'M-2 -2 L2 2 M2 -2 L-2 2',
  earlier: 'M-2 0 L2 0',
} as const satisfies Record<GlyphVerdict, string>;
