import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { initialTransition } from 'xstate';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../../machines/alarm/setup.ts';
import { plantMachine } from '../../../machines/plant/plant.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { ALARMS, type AlarmName, alarmNames } from '../../domain/alarms.ts';
import { SMALL_MACHINES, type SmallName, smallNames } from '../../runtime/machines.ts';
import type { MachineId } from '../../runtime/state.ts';
import { alphabetOf, MISHAPS } from '../alphabet.ts';
import { type Chart, chartOf } from '../chart.ts';
import { closedSystem } from '../closed.ts';
import { sortOf } from '../sorts.ts';
import { openSystem, type System } from '../system.ts';
import { alarmAlphabet } from '../systems.ts';
import { type Universe, universeOf } from './universe.ts';

/** Where a chart is explored: anything may come at any time, or what its plant lets come. */
export const WORLDS = ['open', 'plant'] as const;
export type World = (typeof WORLDS)[number];

/**
 * What is measured by itself: the pump, each small machine, and each sort of alarm, which goes by the first
 * alarm of that sort in the table (`alarm:occlusion`).
 */
export type Subject = {
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** The row of an alarm. */
  readonly input?: AlarmRow;
  /** The machines of a pump that count for it. */
  readonly ids: readonly MachineId[];
};

const sorts = new Map<string, readonly AlarmName[]>();
for (const name of alarmNames) {
  const sort = JSON.stringify(sortOf(ALARMS[name]));
  sorts.set(sort, [...(sorts.get(sort) ?? []), name]);
}

const alarmSubject = (names: readonly AlarmName[]): readonly Subject[] =>
  names.slice(0, 1).map(first => ({
    name: `alarm:${first}`,
    machine: alarmMachine,
    input: sortOf(ALARMS[first]),
    ids: names.map(name => `alarm:${name}` as const),
  }));

const smallSubject = (name: SmallName): Subject => ({ name, machine: SMALL_MACHINES[name], ids: [name] });

export const SUBJECTS: readonly Subject[] = [
  { name: 'pump', machine: pumpMachine, ids: ['pump'] },
  ...smallNames.map(smallSubject),
  ...[...sorts.values()].flatMap(alarmSubject),
];

const byName = new Map(SUBJECTS.map(subject => [subject.name, subject]));
const byMachine = new Map(SUBJECTS.flatMap(subject => subject.ids.map(id => [id, subject] as const)));

export const subjectNamed = (name: string): Subject | undefined => byName.get(name);

/** The subject that a machine of the pump counts for. */
export const subjectOf = (id: MachineId): Subject => {
  const subject = byMachine.get(id);
  if (subject === undefined) throw new Error(`nothing measures the machine ${id}`);
  return subject;
};

export const universeIn = ({ machine }: Subject): Universe => universeOf(machine);

/** The state that its timer view begins in. */
export const initialOf = (subject: Subject): AnyMachineSnapshot =>
  initialTransition(universeIn(subject).view, subject.input)[0];

/** The subject in a world, to be explored; `prepare` may watch its chart. Only the pump has a plant. */
export const systemOf = (subject: Subject, world: World, prepare: (chart: Chart) => Chart): System => {
  const { view } = universeIn(subject);
  const chart = prepare(chartOf(view, subject.input));
  const { input } = subject;
  const alphabet = input === undefined ? alphabetOf(view) : alarmAlphabet(input, view);
  return world === 'plant' && subject.name === 'pump'
    ? closedSystem(chart, chartOf(plantMachine), alphabet, MISHAPS)
    : openSystem(chart, alphabet);
};
