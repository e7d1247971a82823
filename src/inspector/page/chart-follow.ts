import { effect, signal } from '@preact/signals';
import { BAR } from '../charts/shapes.ts';
import { bringing } from './chart-aim.ts';
import { camera, glideTo, panel } from './chart-camera.ts';
import type { Scene } from './chart-scene.ts';
import { active, glowing } from './store.ts';

/** Whether what has just changed is kept in sight. Nothing else ever moves the chart by itself. */
export const following = signal(false);
/** The picture that is shown, for whoever looks for a place in it. */
export const sceneShown = signal<Scene | null>(null);

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where a state, or the state that a transition leaves, is drawn; null where this picture does not have it. */
export const boxOf = (scene: Scene, key: string): Box | null => {
  const [machine = '', id = ''] = key.split('|');
  const source = id.split(' ')[0] ?? id;
  for (const placed of scene.regions) {
    if (placed.machine !== machine && !(machine.startsWith('alarm') && placed.machine.startsWith('alarm')))
      continue;
    const { x, y, region, scale } = placed;
    const label = region[scale].labels.find(({ transitions }) => transitions.includes(id));
    const box = label ?? region[scale].states.find(state => state.id === source);
    if (box) return { x: x + box.x, y: y + BAR + box.y, width: box.width, height: box.height };
    if (region.id === source) return { x, y, width: region[scale].width, height: region[scale].height + BAR };
  }
  return null;
};

/** Brings it into sight by the least move, if this picture has it. */
export const bringIntoSight = (key: string): void => {
  const scene = sceneShown.peek();
  const box = scene === null ? null : boxOf(scene, key);
  if (box) glideTo(bringing(camera.peek(), box, panel.peek()));
};

/** The innermost states that are active and were reached by what has just been taken, in this picture. */
effect(() => {
  const { keys } = glowing.value;
  if (!following.value || keys.size === 0) return;
  const scene = sceneShown.peek();
  if (scene === null) return;
  const regions = new Set([...keys].map(regionKey));
  const leaf = [...active.peek()].filter(key => regions.has(regionKey(key)) && boxOf(scene, key)).at(-1);
  if (leaf !== undefined) bringIntoSight(leaf);
});

/** `pump|pump.motor.still pulse.due 0` → `pump|pump.motor`. */
const regionKey = (key: string): string => (key.split(' ')[0] ?? '').split('.').slice(0, 2).join('.');
