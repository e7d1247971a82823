import type { AnyStateMachine } from 'xstate';
import type { PumpMachine } from '../../../../machines/pump/pump.ts';
import { properties } from '../../../../specs/properties.ts';
import type { AnyProperty } from '../../../../specs/property.ts';
import { isSmallName } from '../../../runtime/machines.ts';
import { askedOf, askedOfSort } from '../../smallOnes.ts';
import type { Composed } from '../../system.ts';
import { alarmAlone, alarmSorts, machineAlone, openPump, pumpInPlant } from '../../systems.ts';

/** Where a chart with a fault is asked, and what is asked of it there. */
export type World = {
  readonly name: string;
  readonly asked: readonly AnyProperty[];
  readonly of: (machine: AnyStateMachine) => Composed;
};

/**
 * The worlds of a chart, for each sort that it comes in: in the order in which they are asked, until one finds the
 * fault. Throws for a chart that there is not.
 */
export const worldsOf = (name: string): readonly (readonly World[])[] => {
  if (name === 'pump') return [[pumpIn('free', openPump), pumpIn('plant', pumpInPlant)]];
  if (name === 'alarm')
    return alarmSorts.map((sort, number) => [
      {
        name: `sort ${number + 1}`,
        asked: askedOfSort(sort),
        of: machine => alarmAlone(sort, machine),
      },
    ]);
  if (!isSmallName(name)) throw new Error(`there is no chart "${name}"`);
  return [[{ name: 'free', asked: askedOf(name), of: machine => machineAlone(name, machine) }]];
};

/** XState's types know the charts that are written, not those that are made of them. */
const pumpIn = (name: 'free' | 'plant', of: (machine: PumpMachine) => Composed): World => ({
  name,
  asked: properties.filter(({ world }) => world === 'any' || world === name),
  of: machine => of(machine as PumpMachine),
});
