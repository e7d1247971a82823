import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../../machines/alarm/setup.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { isSmallName, SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import { alphabetOf } from '../alphabet.ts';
import { explore, type Graph } from '../explore.ts';
import { CRITERIA } from '../suites/criteria.ts';
import type { Composed } from '../system.ts';
import { alarmAlone, alarmAlphabet, alarmSorts, machineAlone, openPump } from '../systems.ts';
import { timerView } from '../timerView.ts';
import { draftOf, viewOf } from './draft.ts';
import { type Examiner, examinerOf } from './examine.ts';
import { type Ground, groundOf } from './ground.ts';
import type { Field } from './judge.ts';
import type { Tests } from './kill.ts';

/** A chart by itself, with any fact at any time. */
export const groundAlone = (machine: AnyStateMachine): Ground =>
  groundOf(viewOf(draftOf(machine)), alphabetOf(timerView(machine)));

/** One alarm of a sort. */
export const groundOfAlarm = (sort: AlarmRow): Ground =>
  groundOf(viewOf(draftOf(alarmMachine)), alarmAlphabet(sort, timerView(alarmMachine)), sort);

/** Charts whose mutants are judged, by the names that their states begin with. */
export const MUTATED: readonly string[] = ['pump', ...smallNames, 'alarm'];

/** A chart with an examiner for each sort that it comes in. */
export type Charted = { readonly machine: AnyStateMachine; readonly examiners: readonly Examiner[] };

/** The chart of this name. Throws with the names that there are. */
export const chartOf = (name: string): AnyStateMachine => {
  if (name === 'pump') return pumpMachine;
  if (name === 'alarm') return alarmMachine;
  if (isSmallName(name)) return SMALL_MACHINES[name];
  throw new Error(`there is no chart "${name}": ${MUTATED.join(', ')}`);
};

/** The chart of this name, walked in every sort there is. */
export const charted = (name: string): Charted => {
  const machine = chartOf(name);
  const examiners =
    name === 'alarm'
      ? alarmSorts.map(sort => examinerOf(groundOfAlarm(sort)))
      : [examinerOf(groundAlone(machine))];
  return { machine, examiners };
};

/** The same, with the suites that its mutants have to get past. */
export const mutated = (
  name: string,
  /** Whether suites of the pump are made that take a minute: of pairs, of MC/DC, of answers. */
  isWide = false,
): { readonly machine: AnyStateMachine; readonly fields: readonly Field[] } => {
  const { machine, examiners } = charted(name);
  const fields = examiners.map((examiner, sort) => ({
    examiner,
    suites: suitesOf(name, explore(systemOf(name, sort)), isWide),
  }));
  return { machine, fields };
};

const systemOf = (name: string, sort: number): Composed => {
  const row = alarmSorts[sort];
  if (name === 'alarm' && row !== undefined) return alarmAlone(row);
  return isSmallName(name) ? machineAlone(name) : openPump();
};

/** Criteria of generated suites. What the first of them misses, the suite `kill` adds. */
const WANTED = ['transitions', 'states', 'paths'];
/** Of graphs no larger than this, more: pairs, masking MC/DC, and complete suites without and with a reported state. */
const MOST_FOR_ALL = 10_000;
const OF_SMALL = ['pairs', 'guards', 'H', 'reported'];
const OF_LARGE = ['pairs', 'guards', 'answers'];

/** What is generated from a graph, by criterion. */
const suitesOf = (name: string, graph: Graph, isWide: boolean): readonly Tests[] =>
  [...WANTED, ...(graph.states.length <= MOST_FOR_ALL ? OF_SMALL : isWide ? OF_LARGE : [])]
    .flatMap(wanted => CRITERIA.filter(criterion => criterion.name === wanted))
    .map(criterion => ({
      name: criterion.name,
      runs: criterion
        .suite(name, graph, { n: 1, extra: 0, seed: 1 })
        .tests.map(({ steps }) => steps.map(({ event }) => event)),
    }));
