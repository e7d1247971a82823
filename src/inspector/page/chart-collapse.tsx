import { inWords } from '../charts/model.ts';
import { BAR } from '../charts/shapes.ts';
import { leafWords } from './chart-dress.ts';
import type { Scene } from './chart-scene.ts';
import { active } from './store.ts';

/** Lids over what is closed. */
export const Closed = ({
  scene,
  closed,
}: {
  readonly scene: Scene;
  readonly closed: ReadonlySet<string>;
}) => {
  const lids = scene.regions.flatMap(({ machine, region, scale, x, y }) => {
    const drawing = region[scale];
    if (closed.has(region.id))
      return [
        { key: `${machine}|${region.id}`, x, y: y + BAR, width: drawing.width, height: drawing.height },
      ];
    return drawing.states
      .filter(({ id }) => closed.has(id))
      .map(({ id, ...box }) => ({
        key: `${machine}|${id}`,
        x: x + box.x + 1,
        y: y + BAR + box.y + 24,
        width: box.width - 2,
        height: box.height - 25,
      }));
  });
  return (
    <g class="closed">
      {lids.map(({ key, x, y, width, height }) => (
        <g key={key} data-pick={key} data-closed={key}>
          <rect x={x} y={y} width={width} height={Math.max(0, height)} rx="5" />
          <text x={x + width / 2} y={y + height / 2 + 4}>
            {leafWords(active.value, key) || `${inWords(key.split('.').at(-1) ?? '')}, closed`}
          </text>
        </g>
      ))}
    </g>
  );
};
