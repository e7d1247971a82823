import { smallNames } from '../../runtime/machines.ts';
import type { Composed } from '../../verify/system.ts';
import { alarmAlone, alarmSorts, machineAlone, openPump, pumpInPlant } from '../../verify/systems.ts';

/** A machine that can be explored; more than one system where it comes in several sorts. */
export type Explorable = {
  readonly name: string;
  readonly make: readonly (() => Composed)[];
  /** The world whose properties are asked of it; null for the small machines, whose own tests ask theirs. */
  readonly world: 'free' | 'plant' | null;
  /** How large it is, beside the others: the largest are begun first. */
  readonly size: number;
  /** What the chart of each system is begun with, where it wants something. */
  readonly inputs?: readonly unknown[];
};

/** In the order in which they are explored. */
export const MACHINES: readonly Explorable[] = [
  { name: 'pump, any fact at any time', make: [() => openPump()], world: 'free', size: 2 },
  { name: 'pump in its plant', make: [() => pumpInPlant()], world: 'plant', size: 3 },
  ...smallNames.map(name => ({ name, make: [() => machineAlone(name)], world: null, size: 0 })),
  {
    name: `alarm, ${alarmSorts.length} sorts`,
    make: alarmSorts.map(sort => () => alarmAlone(sort)),
    world: null,
    size: 1,
    inputs: alarmSorts,
  },
];
