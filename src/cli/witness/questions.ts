import { createHash } from 'node:crypto';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { FAIRNESS } from '../../../specs/fairness.ts';
import { smallProperties } from '../../../specs/properties/small.ts';
import { properties } from '../../../specs/properties.ts';
import type { AnyProperty } from '../../../specs/property.ts';
import { SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import { askedOf, askedOfSort } from '../../verify/smallOnes.ts';
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
  readonly program: (asked: readonly AnyProperty[], asking?: Asking) => Claimed;
  readonly asked: readonly AnyProperty[];
  /** Properties of runs without end: SPIN is asked each by itself. */
  readonly endless: readonly AnyProperty[];
  /** Who counts its states and steps. */
  readonly counted: readonly CheckerName[];
  /** Who is asked all at once, claims that remember something among them: of a small machine, few more states. */
  readonly whole: readonly CheckerName[];
  /** Whether its claims are proved for runs of any length, too. */
  readonly proved: boolean;
};

const isEndless = ({ rule }: AnyProperty): boolean => 'leadsTo' in rule;
/** Whether a claim of it remembers something, and makes more states. */
const remembers = ({ rule }: AnyProperty): boolean =>
  'until' in rule || 'before' in rule || 'atMost' in rule || 'beforeTicks' in rule;

const free = properties.filter(({ world }) => world !== 'plant');
/** What the free world has shown of every run need not be remembered in the plant. */
const planted = properties.filter(
  property => property.world === 'plant' || (property.world === 'any' && !remembers(property)),
);

const small = (
  name: string,
  ours: Question['ours'],
  program: Question['program'],
  all: readonly AnyProperty[],
): Question => ({
  name,
  ours,
  program,
  asked: all.filter(property => !isEndless(property)),
  endless: all.filter(isEndless),
  counted: ['Rumur'],
  whole: all.every(isEndless) ? [] : ['SPIN'],
  proved: false,
});

export const QUESTIONS: readonly Question[] = [
  ...smallNames.map(name =>
    small(
      name,
      () => machineAlone(name),
      (asked, asking) => openProgram(SMALL_MACHINES[name], asked, undefined, undefined, asking),
      askedOf(name),
    ),
  ),
  ...alarmSorts.map((sort, number) =>
    small(
      `alarm, sort ${number + 1}`,
      () => alarmAlone(sort),
      (asked, asking) =>
        openProgram(alarmMachine, asked, sort, alarmAlphabet(sort, timerView(alarmMachine)), asking),
      askedOfSort(sort),
    ),
  ),
  {
    name: 'pump, any fact at any time',
    ours: () => openPump(),
    program: (asked, asking) => openProgram(pumpMachine, asked, undefined, undefined, asking),
    asked: free.filter(property => !isEndless(property)),
    endless: free.filter(isEndless),
    counted: ['SPIN', 'Rumur'],
    whole: [],
    proved: true,
  },
  {
    name: 'pump in its plant',
    ours: () => pumpInPlant(),
    program: (asked, asking) => closedProgram(pumpMachine, asked, asking),
    asked: planted.filter(property => !isEndless(property)),
    endless: [],
    // Rumur, which stores what is scratch between two rules, too, was not seen to end within a quarter of an hour.
    counted: ['SPIN'],
    whole: [],
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
    whole: [],
    proved: false,
  },
];

/** What a record is about: every chart as read for the witnesses, and every property. Another model has another. */
export const modelHash = (): string => {
  const hash = createHash('sha256');
  for (const { name, program } of QUESTIONS) hash.update(`${name}\n${JSON.stringify(program([]).program)}\n`);
  hash.update(JSON.stringify([properties, smallProperties, FAIRNESS]));
  return hash.digest('hex');
};
