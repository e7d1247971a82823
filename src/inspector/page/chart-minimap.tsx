import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { BAR } from '../charts/shapes.ts';
import { sight } from './chart-aim.ts';
import { camera, centreOn, panel } from './chart-camera.ts';
import type { Scene } from './chart-scene.ts';
import { active } from './store.ts';

const MOST = { width: 150, height: 96 };

/** Who sees this share of the picture knows where that is. */
const ENOUGH = 0.55;

/** The share of a length that a stretch covers. */
const seenOf = (from: number, length: number, whole: number): number =>
  Math.max(0, Math.min(whole, from + length) - Math.max(0, from)) / whole;

/** The whole picture in small, with what is in sight of it: only while much is out of sight. A click looks there. */
export const Minimap = ({ scene }: { readonly scene: Scene }) => {
  const box = useRef<SVGSVGElement>(null);
  const seen = useComputed(() => sight(camera.value, panel.value));
  const { x, y, width, height } = seen.value;
  const isMostlySeen = seenOf(x, width, scene.width) * seenOf(y, height, scene.height) > ENOUGH;
  if (isMostlySeen) return null;
  const scale = Math.min(MOST.width / scene.width, MOST.height / scene.height);
  const look = (event: PointerEvent): void => {
    const at = box.current?.getBoundingClientRect();
    if (at) centreOn({ x: (event.clientX - at.left) / scale, y: (event.clientY - at.top) / scale });
  };
  return (
    <svg
      ref={box}
      class="minimap"
      data-testid="minimap"
      viewBox={`0 0 ${scene.width} ${scene.height}`}
      width={scene.width * scale}
      height={scene.height * scale}
      role="img"
      aria-label="Where in the chart you are looking"
      onPointerDown={look}
      onPointerMove={event => {
        if (event.buttons === 1) look(event);
      }}
    >
      {scene.regions.map(placed => (
        <rect
          key={`${placed.machine} ${placed.region.id}`}
          class="part"
          x={placed.x}
          y={placed.y}
          width={placed.region[placed.scale].width}
          height={placed.region[placed.scale].height + BAR}
        />
      ))}
      <Lit scene={scene} />
      <rect class="sight" x={x} y={y} width={width} height={height} stroke-width={1.5 / scale} />
    </svg>
  );
};

const Lit = ({ scene }: { readonly scene: Scene }) => (
  <>
    {scene.regions.flatMap(({ machine, region, scale, x, y }) =>
      region[scale].states
        .filter(({ id }) => active.value.has(`${machine}|${id}`))
        .map(state => (
          <rect
            key={`${machine}|${state.id}`}
            class="lit"
            x={x + state.x}
            y={y + BAR + state.y}
            width={state.width}
            height={state.height}
          />
        )),
    )}
  </>
);
