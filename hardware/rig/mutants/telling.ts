import { RAISED } from '../../../src/verify/alphabet.ts';
import { type Asked, type Event, nameOf } from '../../../src/verify/automaton.ts';
import { type Chart, chartOf } from '../../../src/verify/chart.ts';
import { type Graph, wayTo } from '../../../src/verify/explore.ts';
import { concerns } from '../../../src/verify/mutants/affected.ts';
import type { Examined } from '../../../src/verify/mutants/examine.ts';
import { pairs } from '../../../src/verify/packed.ts';
import { pumpModel } from '../paths/pumpModel.ts';

/** Events that the bench can bring about, the last of which a mutant answers otherwise so that it leaves the pump. */
export type Telling = { readonly run: readonly Event[]; readonly shows: string };

/** Ways on are looked for from so many steps that are answered otherwise, and for each over so many pairs of states. */
const MOST_STARTS = 24;
const MOST_PLACES = 4_000;

/**
 * Short runs over the pump on its bench that should show a mutant outside: the shortest way to a step that it
 * answers otherwise, and from there, in original and mutant side by side, the shortest way on to a step by which one
 * asks for something that the other does not, and that motor, alarms or words show. At most `most`, one for each
 * event that is answered otherwise, the shortest first. What the ledger makes of a difference is not foreseen here.
 */
export const tellingRuns = (graph: Graph, { affected, view }: Examined, most: number): readonly Telling[] => {
  const mutant = chartOf(view);
  const isInside = [...affected.keys()].some(type => RAISED.has(type));
  const found = new Map<string, Telling>();
  let starts = 0;
  for (let position = 0; position + 1 < graph.first.length; position += 1) {
    const state = graph.system.chartState(graph.states[position] ?? 0);
    const end = graph.first[position + 1] ?? 0;
    for (let edge = graph.first[position] ?? 0; edge < end; edge += 1) {
      if (starts === MOST_STARTS || found.size === most) return sorted(found);
      const event = eventAt(graph, edge);
      const where = affected.get(event.type);
      if (found.has(nameOf(event))) continue;
      if (!isInside && (where === undefined || !concerns(pumpModel, where, state))) continue;
      const answers = answersOf(mutant, state, sameIn(mutant, state), event);
      if (answers !== null && answers.shows === null && answers.isSame) continue;
      starts += 1;
      const shows = answers === null ? 'it breaks off' : answers.shows;
      const on =
        answers === null || shows !== null ? { run: [], shows } : wayOn(graph, mutant, edge, answers.target);
      if (on === null || on.shows === null) continue;
      const run = [...[...wayTo(graph, position), edge].map(step => eventAt(graph, step)), ...on.run];
      found.set(nameOf(event), { run, shows: on.shows });
    }
  }
  return sorted(found);
};

const sorted = (found: ReadonlyMap<string, Telling>): readonly Telling[] =>
  [...found.values()].toSorted((one, other) => one.run.length - other.run.length);

const eventAt = ({ labels, labelOf }: Graph, edge: number): Event => {
  const event = labels[labelOf[edge] ?? -1]?.event;
  if (event === undefined) throw new Error(`the bench has no step ${edge}`);
  return event;
};

/** The mutant's number of a state of the pump. */
const sameIn = (mutant: Chart, state: number): number =>
  mutant.stateOf(
    pumpModel.shape.regions.map((_, region) => pumpModel.leafIn(state, region)),
    pumpModel.contextIn(state),
  );

type Answers = {
  /** Where the mutant is then. */
  readonly target: number;
  /** Whether both are in the same state and asked for the same. */
  readonly isSame: boolean;
  /** What one asks for and the other does not, that is seen outside; null where nothing is. */
  readonly shows: string | null;
};

/** Null where the mutant breaks off. */
const answersOf = (mutant: Chart, state: number, other: number, event: Event): Answers | null => {
  const own = pumpModel.step(state, event);
  try {
    const its = mutant.step(other, event);
    const [asked, instead] = [own.asked, its.asked].map(visible);
    return {
      target: its.target,
      isSame:
        its.target === sameIn(mutant, own.target) && JSON.stringify(own.asked) === JSON.stringify(its.asked),
      shows: asked === instead ? null : `[${instead}] for [${asked}]`,
    };
  } catch {
    return null;
  }
};

/** From the end of a step with the mutant in another state: the shortest way on that shows something. */
const wayOn = (graph: Graph, mutant: Chart, begun: number, other: number): Telling | null => {
  const places = pairs();
  const parents: number[] = [-1];
  const causes: number[] = [-1];
  places.numberOf(graph.targets[begun] ?? 0, other);
  for (let place = 0; place < places.size() && places.size() < MOST_PLACES; place += 1) {
    const position = places.first(place);
    const state = graph.system.chartState(graph.states[position] ?? 0);
    for (let edge = graph.first[position] ?? 0; edge < (graph.first[position + 1] ?? 0); edge += 1) {
      const answers = answersOf(mutant, state, places.second(place), eventAt(graph, edge));
      const shows = answers === null ? 'it breaks off' : answers.shows;
      if (shows !== null || answers === null) {
        const run = [eventAt(graph, edge)];
        for (let at = place; at > 0; at = parents[at] ?? 0) run.push(eventAt(graph, causes[at] ?? 0));
        return { run: run.reverse(), shows: shows ?? '' };
      }
      const size = places.size();
      if (places.numberOf(graph.targets[edge] ?? 0, answers.target) < size) continue;
      parents.push(place);
      causes.push(edge);
    }
  }
  return null;
};

/** What leaves the pump of what a chart asks for; the rest is the ledger's, which may show it later. */
const visible = (asked: readonly Asked[]): string =>
  asked
    .filter(({ type }) => VISIBLE.test(type))
    .map(({ type, params }) => nameOf({ ...params, type }))
    .sort()
    .join(', ');
const VISIBLE =
  /^(raiseAlarm|ceaseAlarm|moveMotor|stopMotor|readEncoder|measureForce|rewindDrive|seatPlunger|record|report|refuse|ask)/;
