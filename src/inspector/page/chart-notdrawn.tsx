import { regionsOf } from '../charts/model.ts';
import type { Scene } from './chart-scene.ts';
import { charts, shown } from './store.ts';

/** What this picture cannot show, each with its reason: a chart is never blank without a word. */
export const NotDrawn = ({ scene }: { readonly scene: Scene }) => {
  const lines = [...missingIn(scene), ...strangers()];
  if (lines.length === 0) return null;
  return (
    <details class="not-drawn" data-testid="not-drawn">
      <summary>Not drawn: {lines.length}</summary>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
};

/** Of the charts in this picture. The frame around all regions is no loss. */
const missingIn = (scene: Scene): readonly string[] =>
  [...new Set(scene.regions.map(({ machine }) => machine.split(':')[0] ?? ''))].flatMap(id => {
    const entry = charts.value?.[id];
    const frame = entry?.chart.states.find(({ parent }) => parent === null)?.id;
    const isFramed = entry !== undefined && !regionsOf(entry.chart).some(region => region.id === frame);
    return (entry?.layout.notDrawn ?? [])
      .filter(each => !(isFramed && each.id === frame))
      .map(({ id: what, why }) => `${what}: ${why}`);
  });

/** Machines that run and have no chart here: their states are told in words. */
const strangers = (): readonly string[] =>
  Object.entries(shown.value?.active ?? {}).flatMap(([machine, ids = []]) =>
    charts.value?.[machine.split(':')[0] ?? ''] === undefined
      ? [`${machine}: there is no drawing of it; it is in ${ids.slice(-1).join() || 'no state'}`]
      : [],
  );
