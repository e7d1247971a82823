import { computed, signal } from '@preact/signals';
import type { Covered, Mark } from '../overlay.ts';
import { lookAt } from './chart-choose.ts';
import { onlyUncovered } from './chart-filters.ts';
import { sceneShown } from './chart-follow.ts';
import { canCountWhole, countedHere, counting, countWhole, coveredHere, hitsVersion } from './chart-hits.ts';
import { charts, coverage, latest, selected } from './store.ts';

/** Whose hits are drawn: those of the runs that the page was given, or of the run that it shows. */
export const coverSource = signal<'given' | 'run'>('given');

/** Whether it is drawn: as a person has said, or at once where the page was given something to draw. */
const asked = signal<boolean | null>(null);
const isCovering = computed(() => asked.value ?? coverage.value !== null);

/** Of a key `machine|id`, how often it was met; null when that is not drawn. All alarms share one chart. */
export const coverIn = computed<((key: string) => Covered | undefined) | null>(() => {
  if (!isCovering.value) return null;
  const given = coverage.value;
  if (given !== null && coverSource.value === 'given')
    return key => {
      const [machine = '', id = ''] = key.split('|');
      return given.charts[machine.split(':')[0] ?? '']?.[id];
    };
  hitsVersion.value;
  // Another one each time: whoever draws it has to ask again.
  return key => coveredHere(key);
});

/** What the drawn coverage was measured on, in words. */
export const coverSays = computed(() => {
  const given = coverage.value;
  hitsVersion.value;
  return given !== null && coverSource.value === 'given' ? given.says : countedHere();
});

export const CoverButton = () => (
  <button
    type="button"
    class="icon wide"
    aria-pressed={isCovering.value}
    data-testid="cover"
    title="How often each state was entered and each transition taken"
    onClick={() => {
      asked.value = !isCovering.value;
      if (!isCovering.value) onlyUncovered.value = false;
    }}
  >
    Coverage
  </button>
);

const MARKS = [
  ['met', 'covered'],
  ['partly', 'partly covered'],
  ['never', 'not covered'],
  ['unreachable', 'unreachable'],
] as const satisfies readonly (readonly [Mark, string])[];

/** What the lines mean, what was measured, and whether only what is open is to be seen. */
export const CoverLegend = () =>
  !isCovering.value ? null : (
    <div class="legend" data-testid="cover-legend">
      {MARKS.map(([mark, words]) => (
        <span key={mark}>
          <svg viewBox="0 0 18 6" width="18" height="6" aria-hidden="true">
            <path class="wire" data-met={mark} d="M1 3 H17" />
          </svg>
          {words}
        </span>
      ))}
      <label>
        <input
          type="checkbox"
          data-testid="only-uncovered"
          checked={onlyUncovered.value}
          onChange={event => {
            onlyUncovered.value = event.currentTarget.checked;
          }}
        />{' '}
        only what is not covered
      </label>
      <Open />
      <Source />
    </div>
  );

/** What of this picture was never met: how much, and one after the other, each with the shortest way there if that is known. */
const Open = () => {
  const cover = coverIn.value;
  const scene = sceneShown.value;
  if (cover === null || scene === null) return null;
  const all = scene.regions.flatMap(({ machine, region }) => thingsIn(machine, region.id));
  const told = all.filter(key => cover(key) !== undefined);
  const open = told.filter(key => cover(key)?.times === 0);
  const next = open[(open.indexOf(selected.value ?? '') + 1) % Math.max(1, open.length)];
  return (
    <span>
      not covered here: {open.length} of {told.length}{' '}
      {next !== undefined && (
        <button
          type="button"
          class="link"
          data-testid="next-open"
          onClick={() => lookAt(next.split('|')[0] ?? '', next.split('|')[1] ?? '')}
        >
          next
        </button>
      )}
    </span>
  );
};

/** Keys of the states and transitions of a region. */
export const thingsIn = (machine: string, region: string): readonly string[] => {
  const chart = charts.value?.[machine.split(':')[0] ?? '']?.chart;
  const isIn = (id: string): boolean => id === region || id.startsWith(`${region}.`);
  return [
    ...(chart?.states ?? []).filter(({ id }) => isIn(id)),
    ...(chart?.transitions ?? []).filter(({ source }) => isIn(source)),
  ].map(({ id }) => `${machine}|${id}`);
};

const Source = () => {
  const given = coverage.value;
  if (given === null)
    return (
      <span class="of">
        of {coverSays.value} <Counting />
      </span>
    );
  return (
    <span class="of">
      <label>
        of{' '}
        <select
          aria-label="Whose coverage is drawn"
          data-testid="cover-source"
          value={coverSource.value}
          onChange={event => {
            coverSource.value = event.currentTarget.value === 'run' ? 'run' : 'given';
          }}
        >
          <option value="given">{given.says}</option>
          <option value="run">{countedHere()}</option>
        </select>
      </label>{' '}
      {coverSource.value === 'run' && <Counting />}
    </span>
  );
};

/** What was never met is known of a whole run alone: the way to that, and how far it is. */
const Counting = () => {
  if (counting.value !== null)
    return (
      <span role="status">
        counting: {counting.value} of {latest.value?.seq}
      </span>
    );
  return canCountWhole() ? (
    <button type="button" class="link" data-testid="count-whole" onClick={() => void countWhole()}>
      count the whole run
    </button>
  ) : null;
};
