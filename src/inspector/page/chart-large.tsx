import { useComputed } from '@preact/signals';
import { textWidth } from '../charts/measure.ts';
import { BAR } from '../charts/shapes.ts';
import { camera, level } from './chart-camera.ts';
import { leafWords } from './chart-dress.ts';
import type { Placed, Scene } from './chart-scene.ts';
import { active } from './store.ts';

/** From afar each region says its name and the state it is in, as large as its frame allows, over its paled drawing. */
export const Large = ({ scene }: { readonly scene: Scene }) => {
  // A whole step of zoom, so that gliding does not draw it anew for every frame.
  const zoom = useComputed(() => Math.round(camera.value.zoom * 50) / 50);
  return level.value === 'far' ? (
    <g class="large">
      {scene.regions.map(placed => (
        <Words key={`${placed.machine} ${placed.region.id}`} placed={placed} zoom={zoom.value} />
      ))}
    </g>
  ) : null;
};

/** Sizes on the screen, in px. */
const NAME = 11.5;
const STATE = 16;
const EDGE = 8;
/** From one line to the next, in heights of a letter. */
const LINE = 1.18;

const Words = ({ placed, zoom }: { readonly placed: Placed; readonly zoom: number }) => {
  const { machine, region, scale, x, y, title } = placed;
  const { width, height } = region[scale];
  const state = useComputed(
    () => leafWords(active.value, `${machine}|${region.id}`) || (machine === 'alarm' ? 'none on' : '–'),
  );
  // Machine and region on lines of their own: together they are wider than most frames.
  const lines = title.split(' · ');
  const room = width - 2 * EDGE;
  const wished = {
    name: Math.min(...lines.map(line => sizeFor(line, NAME / zoom, room))),
    large: sizeFor(state.value, STATE / zoom, room),
  };
  const tall = LINE * (lines.length * wished.name + wished.large);
  const share = Math.min(1, (height + BAR - EDGE) / tall);
  const [name, large] = [wished.name * share, wished.large * share];
  const middle = x + width / 2;
  const top = y + (height + BAR - tall * share) / 2;
  return (
    <g class="words">
      {lines.map((line, index) => (
        <text key={line} class="name" x={middle} y={top + LINE * name * (index + 0.8)} font-size={name}>
          {line}
        </text>
      ))}
      <text class="now" x={middle} y={top + LINE * (lines.length * name + large * 0.8)} font-size={large}>
        {state.value}
      </text>
    </g>
  );
};

/** The size that is wished for, or as much as fits into so much width. */
const sizeFor = (text: string, wished: number, most: number): number =>
  Math.min(wished, (most / Math.max(1, textWidth(text, 100, true))) * 100);
