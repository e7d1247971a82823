import { computed, signal } from '@preact/signals';
import type { PropertyMark } from '../marks.ts';
import { pinned, runningMonoMs } from './store.ts';

/** Every property that was broken in this run, as far as it is known; whoever judges the run puts them here. */
export const broken = signal<readonly PropertyMark[]>([]);

/** Of a key `machine|id`: what was broken there up to the moment that is looked at, oldest first. */
export const brokenOf = (key: string): readonly PropertyMark[] =>
  broken.value.filter(({ machine, id }) => `${machine}|${id}` === key);

export const brokenAt = computed(() => {
  const marks = broken.value;
  const at = pinned.value;
  const until = at ?? (marks.length === 0 ? 0 : runningMonoMs.value);
  return (key: string): 'now' | 'before' | null => {
    const here = marks.filter(mark => `${mark.machine}|${mark.id}` === key && mark.atMonoMs <= until);
    if (here.length === 0) return null;
    return here.some(({ atMonoMs }) => atMonoMs === at) ? 'now' : 'before';
  };
});
