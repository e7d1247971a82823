import type { AnyMachineSnapshot } from 'xstate';
import { properties } from '../../../specs/properties.ts';
import type { AnyProperty, Property } from '../../../specs/property.ts';
import { ALARMS, type AlarmName, alarmNames, isAlarmName } from '../../domain/alarms.ts';
import type { ChartEvent } from '../../runtime/charts.ts';
import type { Delivery } from '../../runtime/draft.ts';
import { isSmallName, type SmallName, smallNames } from '../../runtime/machines.ts';
import type { PumpState } from '../../runtime/state.ts';
import { askedOf, askedOfSort } from '../smallOnes.ts';
import { type Lane, type LaneMemory, laneOf } from './lane.ts';
import { unjudged } from './questions.ts';

/** What must hold, of the pump, of a small machine, or of each alarm. */
export type Subject = {
  /** `machine: name`, as no other has it. */
  readonly key: string;
  readonly machine: 'pump' | SmallName | 'alarm';
  readonly property: AnyProperty;
  /** Why a run says nothing of it; null where it does. */
  readonly unjudged: string | null;
  /** What it takes for granted of the world, so that a run can break it although the pump is right; null where nothing. */
  readonly given: string | null;
};

/** A property that a step has broken, and in which chart. */
export type Broken = {
  readonly key: string;
  readonly machine: Delivery['machine'];
  /** The transition by which, or the state in which. */
  readonly id: string;
};

/** What a step has shown of properties: those put to the test for the first time in this run, and those broken. */
export type Judgement = { readonly exercised: readonly string[]; readonly broken: readonly Broken[] };

/** What a chart was given, and its state before. */
export type Given = {
  readonly machine: Delivery['machine'];
  readonly before: AnyMachineSnapshot;
  readonly event: ChartEvent;
};

/** Judges a run while it goes on; one for each run, given each step in order. */
export type Monitor = {
  readonly take: (given: readonly Given[]) => Judgement;
  /** Works out beforehand what each chart of a pump is put to, for whoever must not wait for it when a chart moves first: milliseconds each. */
  readonly prepare: (state: PumpState) => void;
  /** What the run so far obliges to, as plain JSON: another monitor goes on from it as if it had seen the run. */
  readonly memory: () => MonitorMemory;
};

export type MonitorMemory = {
  readonly exercised: readonly string[];
  /** Of each chart that has moved. */
  readonly lanes: Readonly<Record<string, LaneMemory>>;
};

/** Of a run that has not begun. */
export const NO_MEMORY: MonitorMemory = { exercised: [], lanes: {} };

const keyOf = (machine: Subject['machine'], { name }: AnyProperty): string => `${machine}: ${name}`;

/** Proved of the pump in its plant alone. */
const IN_PLANT =
  'It is proved in a world that answers only what it was asked; the world of a run may do more.';

const subjectsOf = (
  machine: Subject['machine'],
  asked: readonly (AnyProperty & Partial<Pick<Property, 'world'>>)[],
): readonly Subject[] =>
  asked.map(property => ({
    key: keyOf(machine, property),
    machine,
    property,
    unjudged: unjudged(property),
    given: property.world === 'plant' ? IN_PLANT : null,
  }));

/** Every property of every chart that runs, in the order of the specification. */
export const subjects: readonly Subject[] = [
  ...subjectsOf('pump', properties),
  ...smallNames.flatMap(name => subjectsOf(name, askedOf(name))),
  ...subjectsOf('alarm', askedOf('alarm')),
];

/**
 * A run is put to every property that one run can break, chart by chart, as the explorer puts all runs to them. The
 * charts are those whose states are given: a changed one is judged as it is. A step that was met before, in the
 * same states, costs a look-up for each chart that it went to.
 */
export const monitor = (begun: MonitorMemory = NO_MEMORY): Monitor => {
  const lanes = new Map<Delivery['machine'], Judged>();
  const exercised = new Set(begun.exercised);
  const judgedBy = (given: Pick<Given, 'machine' | 'before'>): Judged => {
    const judged = lanes.get(given.machine) ?? judgedIn(given, begun.lanes[given.machine] ?? null);
    lanes.set(given.machine, judged);
    return judged;
  };
  return {
    memory: () => {
      const now = [...lanes].flatMap(([machine, { lane }]) => {
        const memory = lane.memory();
        return memory === null ? [] : [[machine, memory] as const];
      });
      return { exercised: [...exercised], lanes: { ...begun.lanes, ...Object.fromEntries(now) } };
    },
    prepare: ({ pump, machines, alarms }) => {
      judgedBy({ machine: 'pump', before: pump });
      for (const machine of smallNames) judgedBy({ machine, before: machines[machine] });
      for (const alarm of alarmNames) judgedBy({ machine: `alarm:${alarm}`, before: alarms[alarm] });
    },
    take: deliveries => {
      const fresh: string[] = [];
      const broken: Broken[] = [];
      for (const delivery of deliveries) {
        const { machine, before, event } = delivery;
        const judged = judgedBy(delivery);
        const shown = judged.lane.take(before, event);
        for (const place of shown.exercised) {
          const key = judged.keys[place] ?? '';
          if (exercised.has(key)) continue;
          exercised.add(key);
          fresh.push(key);
        }
        for (const place of shown.broken)
          broken.push({ key: judged.keys[place] ?? '', machine, id: shown.id });
      }
      return { exercised: fresh, broken };
    },
  };
};

type Judged = { readonly lane: Lane; readonly keys: readonly string[] };

const judgedIn = (
  { machine, before }: Pick<Given, 'machine' | 'before'>,
  begun: LaneMemory | null,
): Judged => {
  const { name, asked, input } = subjectIn(machine);
  return {
    lane: laneOf(before.machine, asked, input, begun),
    keys: asked.map(property => keyOf(name, property)),
  };
};

const subjectIn = (
  machine: Delivery['machine'],
): {
  readonly name: Subject['machine'];
  readonly asked: readonly AnyProperty[];
  readonly input?: (typeof ALARMS)[AlarmName];
} => {
  if (machine === 'pump') return { name: 'pump', asked: properties };
  if (isSmallName(machine)) return { name: machine, asked: askedOf(machine) };
  const alarm = machine.slice('alarm:'.length);
  if (!isAlarmName(alarm)) throw new Error(`"${machine}" is no alarm of the table`);
  return { name: 'alarm', asked: askedOfSort(ALARMS[alarm]), input: ALARMS[alarm] };
};
