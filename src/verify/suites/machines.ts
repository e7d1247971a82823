import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { properties } from '../../../specs/properties.ts';
import type { Property } from '../../../specs/property.ts';
import { SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import type { System } from '../system.ts';
import { alarmAlone, alarmSorts, machineAlone, openPump, pumpInPlant } from '../systems.ts';
import { regionAlone, regionNames } from './regions.ts';

/** A machine that suites are made of. */
export type Subject = {
  readonly name: string;
  readonly what: string;
  readonly system: () => System;
  /** The chart as it runs, and the input that it wants: what generated tests run against. */
  readonly chart: AnyStateMachine;
  readonly input: unknown;
  /** Properties that are checked of it. */
  readonly properties: readonly Property[];
};

/** Of whatever suites are made; names are unique. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: 'pumpAlone',
    what: 'the chart of the pump alone, any fact at any time',
    system: () => openPump(),
    chart: pumpMachine,
    input: undefined,
    properties: properties.filter(({ world }) => world !== 'plant'),
  },
  {
    name: 'pumpInPlant',
    what: 'the chart of the pump in its plant',
    system: () => pumpInPlant(),
    chart: pumpMachine,
    input: undefined,
    properties: properties.filter(({ world }) => world !== 'free'),
  },
  ...smallNames.map(
    (name): Subject => ({
      name,
      what: `the small machine "${name}", whatever comes`,
      system: () => machineAlone(name),
      chart: SMALL_MACHINES[name],
      input: undefined,
      properties: [],
    }),
  ),
  ...alarmSorts.map(
    (sort, at): Subject => ({
      name: `alarm.${at + 1}`,
      what: `one alarm: ${JSON.stringify(sort)}`,
      system: () => alarmAlone(sort),
      chart: alarmMachine,
      input: sort,
      properties: [],
    }),
  ),
  ...regionNames(pumpMachine).flatMap(region =>
    (['permitted', 'forbidden'] as const).map((outside): Subject => {
      const { chart, system } = regionAlone(pumpMachine, region, outside);
      return {
        name: `pump.${region}.${outside}`,
        what: `the region "${region}" of the pump alone; whatever guards ask of other regions is ${outside}`,
        system,
        chart,
        input: undefined,
        properties: [],
      };
    }),
  ),
];

export const subjectNamed = (name: string): Subject | undefined => SUBJECTS.find(each => each.name === name);
