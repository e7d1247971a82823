import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../../machines/alarm/setup.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { isSmallName, SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import { alphabetOf } from '../alphabet.ts';
import { explore, type Graph } from '../explore.ts';
import { CRITERIA } from '../suites/criteria.ts';
import { alarmAlone, alarmAlphabet, alarmSorts, machineAlone, openPump } from '../systems.ts';
import { timerView } from '../timerView.ts';
import { draftOf, viewOf } from './draft.ts';
import { examinerOf } from './examine.ts';
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

/** The chart of this name. Throws where there is none. */
export const chartOf = (name: string): AnyStateMachine => {
  if (name === 'pump') return pumpMachine;
  if (name === 'alarm') return alarmMachine;
  if (isSmallName(name)) return SMALL_MACHINES[name];
  throw new Error(`there is no chart "${name}": ${MUTATED.join(', ')}`);
};

/** The chart of this name, in every sort there is, with the suites that its mutants have to get past. */
export const mutated = (
  name: string,
  /** Whether suites of the pump are made that take a minute: of pairs, of MC/DC, of answers. */
  isWide = false,
): { readonly machine: AnyStateMachine; readonly fields: readonly Field[] } => {
  const machine = chartOf(name);
  if (name === 'alarm')
    return {
      machine,
      fields: alarmSorts.map(sort => fieldOf(name, groundOfAlarm(sort), explore(alarmAlone(sort)))),
    };
  const graph = explore(isSmallName(name) ? machineAlone(name) : openPump());
  return { machine, fields: [fieldOf(name, groundAlone(machine), graph, isWide)] };
};

const fieldOf = (name: string, ground: Ground, graph: Graph, isWide = false): Field => ({
  examiner: examinerOf(ground),
  suites: suitesOf(name, graph, isWide),
});

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
