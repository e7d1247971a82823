import { effect } from '@preact/signals';
import { viewOf } from './joined.ts';
import type { RunSource } from './run-source.ts';
import { drawn, history, isIndexed, pinned, status } from './store.ts';
import { range } from './timeline.ts';

const HOUR_S = 3_600;
/** Longer than so much of the run, and its own picture is fine enough. */
const MOST_OF_RUN = 0.7;

/** Draws a stretch of a long run as finely as it was lived, where a person looks back; now, plots draw what comes. */
export const drawInDetail = (source: RunSource): (() => void) => {
  let held = '';
  let asked = '';
  return effect(() => {
    const { from, to } = range.value;
    const span = history.span();
    const isWhole = to - from > (span.to - span.from) * MOST_OF_RUN;
    if (!isIndexed.value || isWhole || (pinned.value === null && status.value?.kind !== 'replay')) {
      held = asked = '';
      drawn.value = history;
      return;
    }
    const [first, last] = [Math.floor(from / HOUR_S) * HOUR_S, Math.ceil(to / HOUR_S) * HOUR_S];
    const key = `${first} ${last}`;
    if (key === held || key === asked) return;
    asked = key;
    source.columns(first, last).then(
      data => {
        if (asked !== key || data === null) return;
        held = key;
        drawn.value = viewOf(data);
      },
      () => {
        // The whole run is drawn still; a lost connection is told elsewhere.
        asked = '';
      },
    );
  });
};
