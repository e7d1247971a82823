import { computed } from '@preact/signals';
import { coverIn } from './chart-cover.tsx';
import { onlyRequirement, onlyUncovered } from './chart-filters.ts';
import { charts, requirement } from './store.ts';

/** `chart|id` of all states and transitions that say they are there for a requirement. */
export const placesOf = (id: string): readonly { readonly chart: string; readonly id: string }[] =>
  Object.entries(charts.value ?? {}).flatMap(
    ([
      chart,
      {
        chart: { states, transitions },
      },
    ]) =>
      [...states, ...transitions].filter(({ req }) => req.includes(id)).map(each => ({ chart, id: each.id })),
  );

/** Whether a key `machine|id` is to be seen; null: everything is. */
export const only = computed<((key: string) => boolean) | null>(() => {
  const filters: ((key: string) => boolean)[] = [];
  if (onlyRequirement.value && requirement.value !== null) {
    const places = new Set(placesOf(requirement.value).map(({ chart, id }) => `${chart}|${id}`));
    filters.push(key => places.has(chartKey(key)));
  }
  const cover = coverIn.value;
  if (onlyUncovered.value && cover !== null)
    filters.push(key => {
      const covered = cover(key);
      return covered !== undefined && covered.times === 0;
    });
  return filters.length === 0 ? null : key => filters.every(filter => filter(key));
});

/** All alarms share one chart: `alarm:occlusion|id` → `alarm|id`. */
export const chartKey = (key: string): string => key.replace(/^alarm:[^|]*/, 'alarm');
