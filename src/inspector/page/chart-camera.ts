import { computed, signal } from '@preact/signals';
import { type Camera, centred, type Level, levelAt, type Point, type Size } from './chart-aim.ts';
import { fitted, type Scene, startAt } from './chart-scene.ts';

/*
 * Where the chart is looked at from. Nothing but a person moves it, or *follow* where a person has asked for that: what is
 * active or glows never does.
 */

/** Zoom and place as a person left them; null fits the picture to the panel, or starts at its active state. */
const placed = signal<Camera | null>(null);
/** All of the picture; how it is shown as long as nobody has moved it; and the room there is. */
const whole = signal<Camera>({ x: 0, y: 0, zoom: 1 });
const untouched = signal<Camera>({ x: 0, y: 0, zoom: 1 });
export const panel = signal<Size>({ width: 740, height: 480 });

export const camera = computed<Camera>(() => placed.value ?? untouched.value);

export const level = computed<Level>(() => levelAt(camera.value.zoom));

/** A new picture: where it is looked at from until somebody moves it. It depends on the state at that moment, and stays. */
export const beginAt = (scene: Scene, isOverview: boolean): void => {
  whole.value = fitted(scene, panel.peek());
  untouched.value = isOverview ? whole.peek() : startAt(scene, panel.peek());
};

/** Forgets what a person did: the next picture is shown as it begins. */
export const forgetPlace = (): void => {
  stop();
  placed.value = null;
};

export const fitAll = (): void => {
  stop();
  placed.value = whole.peek();
};

const LEAST = 0.1;
const MOST = 4;

/** Keeps this point of the panel where it is; its middle when none is given. */
export const zoomBy = (
  factor: number,
  at: Point = { x: panel.peek().width / 2, y: panel.peek().height / 2 },
): void => {
  stop();
  const now = camera.peek();
  const zoom = Math.min(MOST, Math.max(LEAST, now.zoom * factor));
  placed.value = {
    zoom,
    x: at.x - ((at.x - now.x) * zoom) / now.zoom,
    y: at.y - ((at.y - now.y) * zoom) / now.zoom,
  };
};

export const panBy = (x: number, y: number): void => {
  stop();
  const now = camera.peek();
  placed.value = { ...now, x: now.x + x, y: now.y + y };
};

/** Puts this point of the picture into the middle of the panel. */
export const centreOn = (point: Point): void => {
  stop();
  placed.value = centred(camera.peek(), point, panel.peek());
};

const GLIDE_MS = 280;
let gliding: number | null = null;

const stop = (): void => {
  if (gliding !== null) cancelAnimationFrame(gliding);
  gliding = null;
};

/** Moves there smoothly, or at once for whoever wants less motion. */
export const glideTo = (to: Camera): void => {
  stop();
  const from = camera.peek();
  if (Math.hypot(to.x - from.x, to.y - from.y) < 1 && to.zoom === from.zoom) return;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    placed.value = to;
    return;
  }
  const began = performance.now();
  const step = (now: number): void => {
    const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
    const eased = 1 - (1 - share) ** 3;
    placed.value = {
      zoom: from.zoom + (to.zoom - from.zoom) * eased,
      x: from.x + (to.x - from.x) * eased,
      y: from.y + (to.y - from.y) * eased,
    };
    gliding = share < 1 ? requestAnimationFrame(step) : null;
  };
  gliding = requestAnimationFrame(step);
};
