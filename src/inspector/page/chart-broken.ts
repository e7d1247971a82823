import { computed } from '@preact/signals';
import type { PropertyMark } from '../marks.ts';
import { broken } from './judged-run.ts';
import { divergenceMarks } from './other.ts';
import { pinned, runningMonoMs } from './store.ts';

/** What broke a property, and where another run first differs. */
const marked = computed((): readonly PropertyMark[] => [...broken.value, ...divergenceMarks.value]);

/** Of a key `machine|id`: what was broken there up to the moment that is looked at, oldest first. */
export const brokenOf = (key: string): readonly PropertyMark[] =>
  marked.value.filter(({ machine, id }) => `${machine}|${id}` === key);

export const brokenAt = computed(() => {
  const marks = marked.value;
  const at = pinned.value;
  const until = at ?? (marks.length === 0 ? 0 : runningMonoMs.value);
  return (key: string): 'now' | 'before' | null => {
    const here = marks.filter(mark => `${mark.machine}|${mark.id}` === key && mark.atMonoMs <= until);
    if (here.length === 0) return null;
    return here.some(({ atMonoMs }) => atMonoMs === at) ? 'now' : 'before';
  };
});
