import { properties } from '../../../specs/properties.ts';
import type { AnyProperty, Property } from '../../../specs/property.ts';
import { smallNames } from '../../runtime/machines.ts';
import type { Pairs } from '../../verify/packed.ts';
import { askedOf, askedOfSort } from '../../verify/smallOnes.ts';
import type { Composed } from '../../verify/system.ts';
import { alarmAlone, alarmSorts, machineAlone, openPump, pumpInPlant } from '../../verify/systems.ts';

/** One system, and what is asked of it. */
export type Subject = {
  readonly name: string;
  /** `states` number its states, where somebody keeps them elsewhere. */
  readonly make: (states?: Pairs) => Composed;
  readonly asked: readonly AnyProperty[];
  /** What its chart is begun with, where it wants something. */
  readonly input?: unknown;
};

/** A machine that can be explored; more than one system where it comes in several sorts. */
export type Explorable = {
  readonly name: string;
  readonly systems: readonly Subject[];
  /** Whether its regions, events and coverage are told one by one. */
  readonly isSurveyed: boolean;
  /** How large it is, beside the others: the largest are begun first. */
  readonly size: number;
};

const ofPump = (name: string, world: Property['world'], make: Subject['make'], size: number): Explorable => ({
  name,
  systems: [{ name, make, asked: properties.filter(each => each.world === 'any' || each.world === world) }],
  isSurveyed: true,
  size,
});

/** In the order in which they are explored. */
export const MACHINES: readonly Explorable[] = [
  ofPump('pump, any fact at any time', 'free', states => openPump(undefined, states), 2),
  ofPump('pump in its plant', 'plant', states => pumpInPlant(undefined, states), 3),
  ...smallNames.map(name => ({
    name,
    systems: [
      { name, make: (states?: Pairs) => machineAlone(name, undefined, states), asked: askedOf(name) },
    ],
    isSurveyed: false,
    size: 0,
  })),
  {
    name: `alarm, ${alarmSorts.length} sorts`,
    systems: alarmSorts.map((sort, number) => ({
      name: `alarm, sort ${number + 1}`,
      make: states => alarmAlone(sort, undefined, states),
      asked: askedOfSort(sort),
      input: sort,
    })),
    isSurveyed: false,
    size: 1,
  },
];

/** Every system of every machine, in the same order. */
export const SUBJECTS: readonly Subject[] = MACHINES.flatMap(({ systems }) => systems);

/** The system of this name; that there is none is a defect of whoever has made up the name. */
export const subjectOf = (name: string): Subject => {
  const subject = SUBJECTS.find(each => each.name === name);
  if (subject === undefined) throw new Error(`there is no machine "${name}"`);
  return subject;
};
