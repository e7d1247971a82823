import { smallNames } from '../../runtime/machines.ts';
import type { DrawnRegion } from '../charts/drawing.ts';
import { inWords } from '../charts/model.ts';
import { packInto } from './pack.ts';
import { active, charts, shown } from './store.ts';

export type Placed = {
  readonly machine: string;
  readonly region: DrawnRegion;
  readonly scale: 'full' | 'compact';
  readonly x: number;
  readonly y: number;
  readonly title: string;
};
export type Scene = { readonly width: number; readonly height: number; readonly regions: readonly Placed[] };

/** Height of a region's title bar. */
const BAR = 30;

/** Below this, words cannot be read: a chart that does not fit starts at its active state instead. */
export const READABLE = 0.78;

/** Alarm charts have many instances: the most urgent one is shown, or the chart at rest. */
const alarmInstance = (): string => {
  const first = shown.value?.alarms[0];
  return first ? `alarm:${first.alarm}` : 'alarm';
};

/** The regions of the small machines, in the order in which they hear of a fact. */
export const smallRegions = (): readonly { readonly id: string; readonly title: string }[] =>
  smallNames.flatMap(machine =>
    (charts.value?.[machine]?.layout.regions ?? []).map(region => ({
      id: region.id,
      title: titleOf(machine, region),
    })),
  );

/** Regions of the pump go by their own names; the only region of a small machine by that of its machine. */
const titleOf = (machine: string, { title }: DrawnRegion): string => {
  if (machine === 'pump') return title;
  const isOnly = charts.value?.[machine]?.layout.regions.length === 1;
  return isOnly ? inWords(machine) : `${inWords(machine)} · ${title}`;
};

/** What is drawn where, for the overview, the map of a whole chart, or one region. */
export const sceneOf = (which: string, panel: { readonly width: number; readonly height: number }): Scene => {
  const entries = charts.value ?? {};
  const all = Object.entries(entries).flatMap(([machine, { layout }]) =>
    layout.regions.map(region => ({ machine, region })),
  );
  if (which === 'overview') {
    const chosen = all.filter(({ machine }) => machine !== 'alarm');
    const packed = packInto(
      chosen.map(({ region }) => ({ width: region.compact.width, height: region.compact.height + BAR })),
      panel,
      10,
    );
    const regions = chosen.map(
      ({ machine, region }, index): Placed => ({
        machine,
        region,
        scale: 'compact',
        x: packed.boxes[index]?.x ?? 0,
        y: packed.boxes[index]?.y ?? 0,
        title: titleOf(machine, region),
      }),
    );
    return { width: packed.width, height: packed.height, regions };
  }
  const chart = which === 'map' ? 'pump' : (which.split('.')[0] ?? '');
  const layout = entries[chart]?.layout;
  const machine = chart === 'alarm' ? alarmInstance() : chart;
  if (which !== 'map' && which !== chart) {
    const region = layout?.regions.find(({ id }) => id === which);
    if (!region) return { width: 1, height: 1, regions: [] };
    return {
      width: region.full.width,
      height: region.full.height + BAR,
      regions: [{ machine, region, scale: 'full', x: 0, y: 0, title: region.title }],
    };
  }
  const pack = layout?.pack ?? { width: 1, height: 1, at: {} };
  return {
    width: pack.width,
    height: pack.height,
    regions: (layout?.regions ?? []).map(region => ({
      machine,
      region,
      scale: 'full',
      x: pack.at[region.id]?.x ?? 0,
      y: pack.at[region.id]?.y ?? 0,
      title: chart === 'alarm' ? `${machine.replace('alarm:', '')} · ${region.title}` : region.title,
    })),
  };
};

/** A readable size with the innermost active state in the middle, as far as the edges allow. */
export const startAt = (scene: Scene, panel: { readonly width: number; readonly height: number }) => {
  const drawn = scene.regions.flatMap(({ machine, region, x, y, scale }) =>
    region[scale].states
      .filter(({ id }) => active.peek().has(`${machine}|${id}`))
      .map(state => ({ x: x + state.x + state.width / 2, y: y + BAR + state.y + state.height / 2 })),
  );
  const middle = drawn.at(-1) ?? { x: scene.width / 2, y: 0 };
  const place = (wanted: number, room: number, size: number): number => {
    const scaled = size * READABLE;
    return scaled <= room
      ? (room - scaled) / 2
      : Math.min(8, Math.max(room - scaled - 8, room / 2 - wanted * READABLE));
  };
  return {
    zoom: READABLE,
    x: place(middle.x, panel.width, scene.width),
    y: place(middle.y, panel.height, scene.height),
  };
};
