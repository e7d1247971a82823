import { fitAll, panBy, zoomBy } from './chart-camera.ts';
import { toggleCollapsed } from './chart-collapsed.ts';
import { following } from './chart-follow.ts';
import { byKey, type Key } from './key.ts';
import { selected } from './store.ts';

/** Of a transition, the state that it leaves. */
const closeSelected = (): void => {
  const id = selected.value?.split('|')[1]?.split(' ')[0];
  if (id !== undefined) toggleCollapsed(id);
};

const STEP = 60;

const pan =
  (right: number, down: number): (() => void) =>
  () =>
    panBy(right * STEP, down * STEP);

/** Only the picture itself is moved by arrows; elsewhere in its panel they go through time. */
const PICTURE_KEYS: readonly Key[] = [
  { key: 'ArrowLeft', name: '←', words: 'the chart to the left, when it has the focus', act: pan(1, 0) },
  { key: 'ArrowRight', name: '→', words: 'the chart to the right', act: pan(-1, 0) },
  { key: 'ArrowUp', name: '↑', words: 'the chart up', act: pan(0, 1) },
  { key: 'ArrowDown', name: '↓', words: 'the chart down', act: pan(0, -1) },
];

const PANEL_KEYS: readonly Key[] = [
  { key: '+', name: '+', words: 'zoom in', act: () => zoomBy(1.25) },
  { key: '=', name: '=', words: 'zoom in, without Shift', act: () => zoomBy(1.25) },
  { key: '-', name: '−', words: 'zoom out', act: () => zoomBy(1 / 1.25) },
  { key: '0', name: '0', words: 'fit the chart to its panel', act: fitAll },
  {
    key: 'f',
    name: 'F',
    words: 'follow what changes, or stop following',
    act: () => {
      following.value = !following.value;
    },
  },
  { key: 'c', name: 'C', words: 'hide or show what is inside the selected state', act: closeSelected },
];

/** Keys in the panel of the chart. */
export const CHART_KEYS: readonly Key[] = [...PICTURE_KEYS, ...PANEL_KEYS];

const IN_PICTURE = byKey(CHART_KEYS);
const IN_PANEL = byKey(PANEL_KEYS);

/** Does what a key means in the panel of the chart, and says whether it meant anything. */
export const chartKey = (key: string, isPicture: boolean): boolean => {
  const found = (isPicture ? IN_PICTURE : IN_PANEL).get(key);
  found?.act();
  return found !== undefined;
};
