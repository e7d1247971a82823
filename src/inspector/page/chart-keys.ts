import { fitAll, panBy, zoomBy } from './chart-camera.ts';
import { collapsed, toggleCollapsed } from './chart-collapse.tsx';
import { following } from './chart-follow.ts';
import { selected } from './store.ts';

/** What keys do in the chart; for whoever lists them. */
export const CHART_KEYS = [
  ['/', 'find a state, an event or a requirement'],
  ['arrows', 'move the chart, when it has the focus'],
  ['+ −', 'zoom the chart'],
  ['0', 'fit the chart to its panel'],
  ['f', 'follow what changes, or stop following'],
  ['c', 'hide or show what is inside the selected state'],
] as const satisfies readonly (readonly [key: string, does: string])[];

const STEP = 60;

/** Keys of the panel of the chart: true when the key meant something. Arrows move it only from the picture itself. */
export const chartKey = (key: string, isPicture: boolean): boolean => {
  if (isPicture) {
    const move = MOVES[key];
    if (move !== undefined) {
      panBy(move[0] * STEP, move[1] * STEP);
      return true;
    }
  }
  if (key === '+' || key === '=') zoomBy(1.25);
  else if (key === '-') zoomBy(1 / 1.25);
  else if (key === '0') fitAll();
  else if (key === 'f') following.value = !following.value;
  else if (key === 'c') return closeSelected();
  else return false;
  return true;
};

const MOVES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Of a transition, the state that it leaves. */
const closeSelected = (): boolean => {
  const id = selected.value?.split('|')[1]?.split(' ')[0];
  if (id === undefined) return false;
  const isClosed = collapsed.peek().has(id);
  toggleCollapsed(id);
  return isClosed || collapsed.peek().has(id);
};
