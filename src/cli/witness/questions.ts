import { createHash } from 'node:crypto';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
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
import { closedProgram, openProgram } from '../../verify/witness/worlds.ts';

export type CheckerName = 'SPIN' | 'Rumur';

/** One machine in one world, and what is asked of it. */
export type Question = {
  readonly name: string;
  readonly ours: () => System;
  readonly program: (asked: readonly Property[]) => Claimed;
  readonly asked: readonly Property[];
  /** Who counts its states and steps. */
  readonly counted: readonly CheckerName[];
  /** Whether its claims are proved for runs of any length, too. */
  readonly proved: boolean;
};

const free = properties.filter(({ world }) => world !== 'plant');
const planted = properties.filter(({ world }) => world !== 'free');

export const QUESTIONS: readonly Question[] = [
  ...smallNames.map(
    (name): Question => ({
      name,
      ours: () => machineAlone(name),
      program: asked => openProgram(SMALL_MACHINES[name], asked),
      asked: [],
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
      counted: ['Rumur'],
      proved: false,
    }),
  ),
  {
    name: 'pump, any fact at any time',
    ours: () => openPump(),
    program: asked => openProgram(pumpMachine, asked),
    asked: free,
    counted: ['SPIN', 'Rumur'],
    proved: true,
  },
  {
    name: 'pump in its plant',
    ours: () => pumpInPlant(),
    program: asked => closedProgram(pumpMachine, asked),
    asked: planted,
    counted: ['SPIN'],
    proved: false,
  },
];

/** What a record is about: every chart as read for the witnesses, and every property. Another model has another. */
export const modelHash = (): string => {
  const hash = createHash('sha256');
  for (const { name, program } of QUESTIONS) hash.update(`${name}\n${JSON.stringify(program([]).program)}\n`);
  hash.update(JSON.stringify(properties));
  return hash.digest('hex');
};
