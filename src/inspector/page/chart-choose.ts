import { forgetPlace } from './chart-camera.ts';
import { bringIntoSight, sceneShown } from './chart-follow.ts';
import { chosen } from './chart-scene.ts';
import { selected } from './store.ts';

/** Shows the overview, the map or one region, at a readable size. */
export const show = (id: string): void => {
  if (chosen.value === id) return;
  chosen.value = id;
  forgetPlace();
};

/** `pump.motor.underway.moving motor.arrived 0` → `pump.motor`. */
export const regionOf = (id: string): string => (id.split(' ')[0] ?? '').split('.').slice(0, 2).join('.');

/** Selects a state or a transition, and brings it into sight: in this picture where it has it, else in that of its region. */
export const lookAt = (machine: string, id: string): void => {
  selected.value = `${machine}|${id}`;
  const region = regionOf(id);
  const isHere = sceneShown.peek()?.regions.some(placed => placed.region.id === region) === true;
  if (!isHere) show(region);
  requestAnimationFrame(() => bringIntoSight(`${machine}|${id}`));
};
