import { createHash } from 'node:crypto';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { FAIRNESS } from '../../../specs/fairness.ts';
import { properties } from '../../../specs/properties.ts';
import type { Property } from '../../../specs/property.ts';
import { SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import type { System } from '../../verify/system.ts';
import {
  alarmAlone,
  alarmAlphabet,
  alarmSorts,
  machineAlone,
  openPump,
  pumpInPlant,
} from '../../verify/systems.ts';
import { timerView } from '../../verify/timerView.ts';
import type { Claimed } from '../../verify/witness/assemble.ts';
import type { Asking } from '../../verify/witness/liveness.ts';
import { closedProgram, openProgram } from '../../verify/witness/worlds.ts';

export type CheckerName = 'SPIN' | 'Rumur';

/** One machine in one world, and what is asked of it. */
export type Question = {
  readonly name: string;
  readonly ours: () => System;
  readonly program: (asked: readonly Property[], asking?: Asking) => Claimed;
  readonly asked: readonly Property[];
  /** Properties of runs without end: SPIN is asked each by itself. */
  readonly endless: readonly Property[];
  /** Who counts its states and steps. */
  readonly counted: readonly CheckerName[];
  /** Whether its claims are proved for runs of any length, too. */
  readonly proved: boolean;
};

const isEndless = ({ rule }: Property): boolean => 'leadsTo' in rule;
/** Whether a claim of it remembers something, and makes more states. */
const remembers = ({ rule }: Property): boolean =>
  'until' in rule || 'before' in rule || 'atMost' in rule || 'beforeTicks' in rule;

const free = properties.filter(({ world }) => world !== 'plant');
/** What the free world has shown of every run need not be remembered in the plant. */
const planted = properties.filter(
  property => property.world === 'plant' || (property.world === 'any' && !remembers(property)),
);

export const QUESTIONS: readonly Question[] = [
  ...smallNames.map(
    (name): Question => ({
      name,
      ours: () => machineAlone(name),
      program: asked => openProgram(SMALL_MACHINES[name], asked),
      asked: [],
      endless: [],
      counted: ['Rumur'],
      proved: false,
    }),
  ),
  ...alarmSorts.map(
    (sort, number): Question => ({
      name: `alarm, sort ${number + 1}`,
      ours: () => alarmAlone(sort),
      program: asked => openProgram(alarmMachine, asked, sort, alarmAlphabet(sort, timerView(alarmMachine))),
      asked: [],
      endless: [],
      counted: ['Rumur'],
      proved: false,
    }),
  ),
  {
    name: 'pump, any fact at any time',
    ours: () => openPump(),
    program: (asked, asking) => openProgram(pumpMachine, asked, undefined, undefined, asking),
    asked: free.filter(property => !isEndless(property)),
    endless: free.filter(isEndless),
    counted: ['SPIN', 'Rumur'],
    proved: true,
  },
  {
    name: 'pump in its plant',
    ours: () => pumpInPlant(),
    program: (asked, asking) => closedProgram(pumpMachine, asked, asking),
    asked: planted.filter(property => !isEndless(property)),
    endless: [],
    counted: ['SPIN'],
    proved: false,
  },
];

/**
 * What takes a quarter of an hour: for each property of runs without end that needs the plant, SPIN lists the
 * states of the pump in its plant again, and more.
 */
export const LONG: readonly Question[] = [
  {
    name: 'pump in its plant, without end',
    ours: () => pumpInPlant(),
    program: (asked, asking) => closedProgram(pumpMachine, asked, asking),
    asked: [],
    endless: properties.filter(property => isEndless(property) && property.world === 'plant'),
    counted: [],
    proved: false,
  },
];

/** What a record is about: every chart as read for the witnesses, and every property. Another model has another. */
export const modelHash = (): string => {
  const hash = createHash('sha256');
  for (const { name, program } of QUESTIONS) hash.update(`${name}\n${JSON.stringify(program([]).program)}\n`);
  hash.update(JSON.stringify([properties, FAIRNESS]));
  return hash.digest('hex');
};
