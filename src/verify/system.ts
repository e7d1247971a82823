import type { Asked, Event } from './automaton.ts';
import type { Chart } from './chart.ts';
import { pairs } from './packed.ts';

/** What a step is made of, apart from where it starts and ends. Equal steps share one. */
export type Label = {
  readonly event: Event;
  readonly asked: readonly Asked[];
  /** Transitions taken: the pump's first, then the plant's. */
  readonly taken: readonly string[];
  /** Orders of the pump that its world has no answer to: the real ledger would throw. */
  readonly refused: readonly string[];
};

/** A chart, alone or in its world, with numbered states. */
export type System = {
  readonly initial: number;
  readonly size: () => number;
  /** Memory for the states, in bytes; that of the tables by which they are expanded is not in it. */
  readonly bytes: () => number;
  /** Tells every step that may be taken next, in a fixed order: the state it leads to, and its label. */
  readonly expand: (state: number, tell: (target: number, label: number) => void) => void;
  readonly labelAt: (label: number) => Label;
  /** The chart under test, and its state. */
  readonly chart: Chart;
  readonly chartState: (state: number) => number;
  /** Its world, and the state of that; null when it stands alone. */
  readonly world: Chart | null;
  readonly worldState: (state: number) => number;
  /** Where a step is not over yet; absent where each step of the system is whole. */
  readonly midStep?: MidStep;
};

/** A system whose state is that of its chart and that of its world, and nothing else. */
export type Composed = System & {
  /** The number of the state that is made of these two. */
  readonly stateOf: (chartState: number, worldState: number) => number;
};

/** States in which the world has yet to say what belongs to the step under way, and the events by which it does. */
export type MidStep = { readonly isIn: (state: number) => boolean; readonly goesOnBy: ReadonlySet<string> };

/** Labels of the steps of a single chart: an event, and its outcome. */
export type OwnLabels = {
  readonly numberOf: (event: number, outcome: number) => number;
  readonly at: (label: number) => Omit<Label, 'refused'>;
  /** Whether no transition is taken. */
  readonly isQuiet: (label: number) => boolean;
};

export const ownLabels = ({ tables }: Chart): OwnLabels => {
  const known = pairs();
  const quiet: boolean[] = [];
  /** By event and outcome: the same again, found sooner. */
  const numbers: number[][] = [];
  return {
    numberOf: (event, outcome) => {
      const row = numbers[event] ?? [];
      numbers[event] = row;
      const label = row[outcome] ?? known.numberOf(event, outcome);
      row[outcome] = label;
      return label;
    },
    isQuiet: label => {
      const answer = quiet[label] ?? tables.outcomeAt(known.second(label)).taken.length === 0;
      quiet[label] = answer;
      return answer;
    },
    at: label => ({ event: tables.eventOf(known.first(label)), ...tables.outcomeAt(known.second(label)) }),
  };
};

/** A chart in a world where anything may happen at any time. Only timers that run can fire. */
export const openSystem = (chart: Chart, alphabet: readonly Event[]): Composed => {
  const labels = ownLabels(chart);
  const events = alphabet.map(event => chart.tables.eventNumber(event));
  const heard = chart.heard(events);
  /** Labels of facts that nothing answers; -1 for a timer, which does not run then. */
  const unanswered = alphabet.map(({ type }, index) =>
    type.startsWith('timer.') ? -1 : labels.numberOf(events[index] ?? 0, 0),
  );
  return {
    initial: chart.initial,
    size: chart.size,
    bytes: chart.bytes,
    chart,
    chartState: state => state,
    stateOf: chartState => chartState,
    world: null,
    worldState: () => 0,
    labelAt: label => ({ ...labels.at(label), refused: [] }),
    expand: (state, tell) => {
      const bits = heard(state);
      for (let index = 0; index < events.length; index += 1) {
        const event = events[index] ?? 0;
        const isHeard = ((bits[index >>> 5] ?? 0) >>> (index & 31)) & 1;
        const outcome = isHeard === 1 ? chart.take(state, event) : 0;
        if (outcome !== 0) tell(chart.landed(), labels.numberOf(event, outcome));
        else {
          const label = unanswered[index] ?? -1;
          if (label >= 0) tell(state, label);
        }
      }
    },
  };
};
