import { memoryUsage } from 'node:process';
import { realClock } from '../../../hardware/clock/real.ts';
import { properties } from '../../../specs/properties.ts';
import { smallNames } from '../../runtime/machines.ts';
import { explore, type Graph } from '../../verify/explore.ts';
import { holds } from '../../verify/properties.ts';
import { type Survey, surveyOf } from '../../verify/survey.ts';
import type { System } from '../../verify/system.ts';
import { alarmAlone, alarmSorts, machineAlone, openPump, pumpInPlant } from '../../verify/systems.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { linesOf } from './print.ts';

/** Where a walk ends even if it is not complete. */
export type Bounds = {
  /** States of one system. */
  readonly most: number;
  /** Seconds for the whole command. */
  readonly seconds: number;
  /** Memory of the process, in MB. */
  readonly memoryMb: number;
};

/** One machine, explored; more than one graph where it comes in several sorts. */
export type Explored = {
  readonly name: string;
  readonly graphs: readonly Graph[];
  readonly tookMs: number;
  readonly memoryMb: number;
  /** What was shown of it; null for the small machines, whose own tests say that. */
  readonly survey: Survey | null;
};

type Explorable = {
  readonly name: string;
  readonly make: readonly (() => System)[];
  readonly world: 'free' | 'plant' | null;
};

const MACHINES: readonly Explorable[] = [
  { name: 'pump, any fact at any time', make: [() => openPump()], world: 'free' },
  { name: 'pump in its plant', make: [() => pumpInPlant()], world: 'plant' },
  ...smallNames.map(name => ({ name, make: [() => machineAlone(name)], world: null })),
  {
    name: `alarm, ${alarmSorts.length} sorts`,
    make: alarmSorts.map(sort => () => alarmAlone(sort)),
    world: null,
  },
];

const MB = 1_000_000;

/** Explores every machine and asks every property of it; prints one page. */
export const verify = (bounds: Bounds, json: boolean, io: Io): ExitCode => {
  const clock = realClock();
  const began = clock.now();
  const memoryMb = (): number => Math.round(memoryUsage().rss / MB);
  const mayGoOn = (states: number, met: number, steps: number): boolean => {
    if (io.isTerminal && states % 131_072 === 0 && states > 0)
      io.say(`  ${states} states visited, ${met - states} waiting, ${steps} steps`);
    return clock.now() - began < bounds.seconds * 1_000 && memoryMb() < bounds.memoryMb;
  };
  const explored = MACHINES.map(({ name, make, world }): Explored => {
    const start = clock.now();
    const graphs = make.map(system => explore(system(), bounds.most, mayGoOn));
    const [graph] = graphs;
    const tookMs = Math.max(1, clock.now() - start);
    const asked = properties.filter(property => property.world === 'any' || property.world === world);
    return {
      name,
      graphs,
      tookMs,
      memoryMb: memoryMb(),
      survey: world === null || graph === undefined ? null : surveyOf(graph, asked),
    };
  });
  clock.close();
  for (const line of linesOf(explored, clock.now() - began, json)) io.out(line);
  if (explored.some(isBroken)) return EXIT.failed;
  return explored.every(({ graphs }) => graphs.every(({ complete }) => complete)) ? EXIT.ok : EXIT.incomplete;
};

/** Whether a fault was found. That something was not met yet is no fault of a walk that was cut short. */
const isBroken = ({ graphs, survey }: Explored): boolean =>
  survey !== null &&
  (survey.coverage.deadlocks.length > 0 ||
    survey.verdicts.some(verdict => verdict.counterexample !== null) ||
    (graphs.every(({ complete }) => complete) && !survey.verdicts.every(holds)));
