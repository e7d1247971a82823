import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { properties } from '../../../specs/properties.ts';
import type { Property } from '../../../specs/property.ts';
import { SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import { explore } from '../../verify/explore.ts';
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
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { type Checker, rumur, spin, type Testimony } from './checkers.ts';

/** One question put to other people's checkers, beside our own answer. */
type Question = {
  readonly name: string;
  readonly ours: () => System;
  readonly program: () => Claimed;
  readonly checkers: readonly Checker[];
  /** Whether what claims remember is stored too: then there are more states, and never fewer. */
  readonly remembers: boolean;
};

const isRemembered = ({ rule }: Property): boolean => 'after' in rule;
const free = properties.filter(({ world }) => world !== 'plant');
const planted = properties.filter(({ world }) => world !== 'free');

/** So many claims that remember something are put into one program: each may double its states. */
const TOGETHER = 3;

const grouped = <Each>(all: readonly Each[]): readonly (readonly Each[])[] =>
  all.length === 0 ? [] : [all.slice(0, TOGETHER), ...grouped(all.slice(TOGETHER))];

const QUESTIONS: readonly Question[] = [
  ...smallNames.map(name => ({
    name,
    ours: () => machineAlone(name),
    program: () => openProgram(SMALL_MACHINES[name]),
    checkers: [rumur],
    remembers: false,
  })),
  ...alarmSorts.map((sort, number) => ({
    name: `alarm, sort ${number + 1}`,
    ours: () => alarmAlone(sort),
    program: () => openProgram(alarmMachine, [], sort, alarmAlphabet(sort, timerView(alarmMachine))),
    checkers: [rumur],
    remembers: false,
  })),
  {
    name: 'pump, any fact at any time',
    ours: () => openPump(),
    program: () =>
      openProgram(
        pumpMachine,
        free.filter(each => !isRemembered(each)),
      ),
    checkers: [spin, rumur],
    remembers: false,
  },
  ...grouped(free.filter(isRemembered)).map((some, number) => ({
    name: `pump, what is remembered ${number + 1}`,
    ours: () => openPump(),
    program: () => openProgram(pumpMachine, some),
    checkers: [spin],
    remembers: true,
  })),
  {
    name: 'pump in its plant',
    ours: () => pumpInPlant(),
    program: () =>
      closedProgram(
        pumpMachine,
        planted.filter(each => !isRemembered(each)),
      ),
    checkers: [spin],
    remembers: false,
  },
];

/** Asks SPIN and Rumur what we asked ourselves, and says where they agree; exit code 1 where they do not. */
export const witness = (io: Io): ExitCode => {
  io.out(row('question', 'asked', 'claims', 'states', 'steps', 'verdict'));
  const asked = new Set<Property>();
  const unsaid = new Set<Property>();
  let disagreements = 0;
  for (const question of QUESTIONS) {
    const graph = explore(question.ours());
    const ours = { states: graph.first.length - 1, steps: graph.targets.length };
    io.out(row(question.name, 'Islet', '', figure(ours.states), figure(ours.steps), ''));
    const { program, claims, unsaid: left } = question.program();
    for (const property of claims.values()) asked.add(property);
    for (const property of left) unsaid.add(property);
    for (const checker of question.checkers) {
      const said = checker.testify(program);
      const agrees =
        said.broken === null && (question.remembers ? said.states >= ours.states : isSame(said, ours));
      if (!agrees) disagreements += 1;
      io.out(
        row(
          '',
          checker.name,
          String(claims.size),
          figure(said.states),
          `${said.isRounded ? '≈ ' : ''}${figure(said.steps)}`,
          verdictOf(said, agrees, claims),
        ),
      );
    }
  }
  io.out('');
  io.out(`${asked.size} of ${properties.length} properties were asked; ${disagreements} disagreements`);
  for (const property of unsaid)
    if (!asked.has(property)) io.out(`  not asked, for no single run shows it: ${property.name}`);
  return disagreements === 0 ? EXIT.ok : EXIT.failed;
};

const isSame = (said: Testimony, ours: Pick<Testimony, 'states' | 'steps'>): boolean =>
  said.states === ours.states &&
  (said.isRounded ? Math.abs(said.steps - ours.steps) <= ours.steps / 1e7 : said.steps === ours.steps);

const verdictOf = (said: Testimony, agrees: boolean, claims: Claimed['claims']): string => {
  if (said.broken !== null) return `BROKEN: ${claims.get(said.broken)?.name ?? said.broken}`;
  return agrees ? 'agrees' : 'DISAGREES';
};

const figure = (value: number): string => value.toLocaleString('en').replaceAll(',', ' ');
const row = (name: string, who: string, ...cells: readonly string[]): string =>
  `${name.padEnd(34)}${who.padEnd(8)}${cells.map(cell => cell.padStart(14)).join('')}`;
