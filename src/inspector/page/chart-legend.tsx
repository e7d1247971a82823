import { GLYPHS, type GlyphVerdict } from './chart-glyphs.ts';

const WORDS = {
  ready: 'enabled now',
  some: 'for some event data',
  refused: 'guard is false',
  earlier: 'handled by another state',
} as const satisfies Record<GlyphVerdict, string>;

const VERDICTS = ['ready', 'some', 'refused', 'earlier'] as const satisfies readonly GlyphVerdict[];

/** What the marks beside events mean. */
export const ReadyLegend = () => (
  <p class="legend" data-testid="ready-legend">
    {VERDICTS.map(verdict => (
      <span key={verdict}>
        <svg class="glyph" viewBox="-4 -4 8 8" width="11" height="11" aria-hidden="true">
          <path class="ready-mark" data-ready={verdict} d={GLYPHS[verdict]} />
        </svg>
        {WORDS[verdict]}
      </span>
    ))}
    <span class="of">quantities are checked in the ledger, not by guards</span>
  </p>
);
