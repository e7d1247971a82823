import { computed, signal } from '@preact/signals';
import { smallNames } from '../../runtime/machines.ts';
import type { DrawnRegion } from '../charts/drawing.ts';
import { inWords } from '../charts/model.ts';
import { BAR, type Drawn } from '../charts/shapes.ts';
import { packInto } from './pack.ts';
import { active, charts, shown, status } from './store.ts';

export type Placed = Drawn & { readonly x: number; readonly y: number };
export type Scene = { readonly width: number; readonly height: number; readonly regions: readonly Placed[] };

/** What a person has chosen to see; null before that. */
export const chosen = signal<string | null>(null);

/** What the panel shows: a group (`all:pump`), `map` (the whole pump with all words), or one region by its id. */
export const view = computed((): string => chosen.value ?? firstView());

/** The pump; of a run of a chart alone, the group of its machine. */
const firstView = (): string => {
  if (status.value?.chartAlone !== true) return 'all:pump';
  const [machine = 'pump'] = Object.keys(shown.value?.active ?? {});
  return `all:${groupOf(machine.startsWith('alarm:') ? 'alarm' : machine)}`;
};

/** Below this, names of states would be less than 11 px high: a chart that does not fit starts at its active state instead. */
export const READABLE = 0.92;

/** Alarm charts have many instances: the most urgent one is shown, else one that is not at rest, else the chart at rest. */
export const alarmInstance = computed((): string => {
  const frame = shown.value;
  const [first] = frame?.alarms ?? [];
  if (first) return `alarm:${first.alarm}`;
  return Object.keys(frame?.active ?? {}).find(machine => machine.startsWith('alarm:')) ?? 'alarm';
});

/** What the chart shows at once: machines that a person thinks of together, or all. What is not named here is a condition. */
export const GROUPS = ['pump', 'glucose', 'conditions', 'person', 'alarms', 'everything'] as const;
export type GroupName = (typeof GROUPS)[number];

const GROUP_OF: Readonly<Record<string, GroupName>> = {
  pump: 'pump',
  sensor: 'glucose',
  glucose: 'glucose',
  therapy: 'glucose',
  lock: 'person',
  remote: 'person',
  reminders: 'person',
  alarm: 'alarms',
  storm: 'alarms',
};

/** The regions of a group, in the order in which their machines hear of a fact. */
export const regionsIn = (
  group: GroupName,
): readonly { readonly machine: string; readonly region: DrawnRegion; readonly title: string }[] =>
  ['pump', ...smallNames, 'alarm']
    .filter(machine => group === 'everything' || (GROUP_OF[machine] ?? 'conditions') === group)
    .flatMap(machine =>
      (charts.value?.[machine]?.layout.regions ?? []).map(region => ({
        machine: machine === 'alarm' ? alarmInstance.value : machine,
        region,
        title: titleOf(machine, region),
      })),
    );

/** The group that a view belongs to: a view is the name of a group, the id of a region, or the map of the pump. */
export const groupOf = (view: string): GroupName =>
  GROUPS.find(group => `all:${group}` === view) ??
  GROUP_OF[view.split('.')[0] ?? ''] ??
  (view === 'map' ? 'pump' : 'conditions');

/** Regions of the pump go by their own names; the only region of a small machine by that of its machine. */
const titleOf = (machine: string, { title }: DrawnRegion): string => {
  if (machine === 'pump') return title;
  if (machine === 'alarm') return `${inWords(alarmInstance.value.replace(':', ' '))} · ${title}`;
  const isOnly = charts.value?.[machine]?.layout.regions.length === 1;
  return isOnly ? inWords(machine) : `${inWords(machine)} · ${title}`;
};

/** The group whose lanes stand under the plots: where all machines are looked at, there is no room for all of theirs. */
export const lanesGroup = computed((): GroupName => {
  const group = groupOf(view.value);
  return group === 'everything' ? 'pump' : group;
});

/** Several regions at once, and not one to be read. */
export const isOverview = (id: string): boolean => id.startsWith('all:') || id === 'map';

/** Requirements of the states and transitions of a machine, by their ids; the same function as long as the charts are the same. */
export const reqOf = (machine: string): ((id: string) => readonly string[]) =>
  reqs.value.get(machine.split(':')[0] ?? '') ?? none;

const none = (): readonly string[] => [];
const reqs = computed(
  () =>
    new Map(
      Object.entries(charts.value ?? {}).map(([id, { chart }]) => {
        const known = new Map([...chart.states, ...chart.transitions].map(each => [each.id, each.req]));
        return [id, (of: string) => known.get(of) ?? []] as const;
      }),
    ),
);

/** Without the name of a machine that has several regions. */
export const briefly = ({ title }: { readonly title: string }): string => title.split(' · ').at(-1) ?? title;

/** What is drawn where: a group side by side, the pump with all its words, or one region. */
export const sceneOf = (which: string, panel: { readonly width: number; readonly height: number }): Scene => {
  const group = groupOf(which);
  const members = regionsIn(group);
  if (which === `all:${group}`) {
    const packed = packInto(
      members.map(({ region }) => ({ width: region.compact.width, height: region.compact.height + BAR })),
      panel,
      10,
    );
    const regions = members.map(
      (member, index): Placed => ({
        ...member,
        // The whole title is wider than some of these small frames.
        title: group === 'everything' ? member.title : briefly(member),
        scale: 'compact',
        x: packed.boxes[index]?.x ?? 0,
        y: packed.boxes[index]?.y ?? 0,
      }),
    );
    return { width: packed.width, height: packed.height, regions };
  }
  if (which === 'map') {
    const pack = charts.value?.pump?.layout.pack ?? { width: 1, height: 1, at: {} };
    return {
      width: pack.width,
      height: pack.height,
      regions: members.map(member => ({
        ...member,
        scale: 'full',
        x: pack.at[member.region.id]?.x ?? 0,
        y: pack.at[member.region.id]?.y ?? 0,
      })),
    };
  }
  const member = members.find(({ region }) => region.id === which);
  if (!member) return { width: 1, height: 1, regions: [] };
  return {
    width: member.region.full.width,
    height: member.region.full.height + BAR,
    regions: [{ ...member, scale: 'full', x: 0, y: 0 }],
  };
};

type Panel = { readonly width: number; readonly height: number };

/** Everything in sight, in the middle of the panel, and not much larger than drawn. */
export const fitted = (scene: Panel, panel: Panel) => {
  const zoom = Math.min((panel.width - 16) / scene.width, (panel.height - 16) / scene.height, 1.35);
  return {
    zoom,
    x: (panel.width - scene.width * zoom) / 2,
    y: Math.max(8, (panel.height - scene.height * zoom) / 2),
  };
};

/** One region at a readable size: all of it, or its innermost active state in the middle as far as the edges allow. */
export const startAt = (scene: Scene, panel: Panel) => {
  const whole = fitted(scene, panel);
  if (whole.zoom >= READABLE) return whole;
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
