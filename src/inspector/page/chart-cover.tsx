import { type Covered, inWords, type Mark, markOf } from '../overlay.ts';
import { coverage, isCovering } from './store.ts';

/** Of one chart, how often each of its states and transitions was met; null when that is not drawn. */
export type Cover = Readonly<Record<string, Covered>> | null;

export const coverOf = (machine: string): Cover =>
  isCovering.value ? (coverage.value?.charts[machine.split(':')[0] ?? ''] ?? null) : null;

/** How it is drawn, as an attribute: classes belong to what is active and what glows. */
export const markedBy = (cover: Cover, ids: readonly string[]): { readonly 'data-met'?: Mark } => {
  const mark = cover && markOf(ids.map(id => cover[id]));
  return mark === null ? {} : { 'data-met': mark };
};

/** What is told on hover, a line for each. */
export const titleOf = (cover: Cover, ids: readonly string[]): string =>
  ids
    .flatMap(id => {
      const covered = cover?.[id];
      return covered === undefined
        ? []
        : [`\n${id.split(' ').slice(1, 2).join('')} ${inWords(covered)}`.trimEnd()];
    })
    .join('');

export const CoverButton = () =>
  coverage.value === null ? null : (
    <button
      type="button"
      class="icon wide"
      aria-pressed={isCovering.value}
      data-testid="cover"
      onClick={() => {
        isCovering.value = !isCovering.value;
      }}
    >
      Coverage
    </button>
  );

const MARKS = [
  ['met', 'met'],
  ['partly', 'some of several met'],
  ['never', 'never met'],
  ['unreachable', 'unreachable'],
] as const satisfies readonly (readonly [Mark, string])[];

/** What the lines mean, and what was measured. */
export const CoverLegend = () =>
  coverage.value === null || !isCovering.value ? null : (
    <p class="legend" data-testid="cover-legend">
      {MARKS.map(([mark, words]) => (
        <span key={mark}>
          <svg viewBox="0 0 18 6" width="18" height="6" aria-hidden="true">
            <path class="wire" data-met={mark} d="M1 3 H17" />
          </svg>
          {words}
        </span>
      ))}
      <span class="of">{coverage.value.says}</span>
    </p>
  );
