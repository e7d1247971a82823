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
  /** Tells every step that may be taken next, in a fixed order: the state it leads to, and its label. */
  readonly expand: (state: number, tell: (target: number, label: number) => void) => void;
  readonly labelAt: (label: number) => Label;
  /** The chart under test, and its state. */
  readonly chart: Chart;
  readonly chartState: (state: number) => number;
  /** Its world, and the state of that; null when it stands alone. */
  readonly world: Chart | null;
  readonly worldState: (state: number) => number;
};

/** Labels of the steps of a single chart: an event, and its outcome. */
export type OwnLabels = {
  readonly numberOf: (event: number, outcome: number) => number;
  readonly at: (label: number) => Omit<Label, 'refused'>;
};

export const ownLabels = ({ tables }: Chart): OwnLabels => {
  const known = pairs();
  return {
    numberOf: known.numberOf,
    at: label => ({ event: tables.eventOf(known.first(label)), ...tables.outcomeAt(known.second(label)) }),
  };
};

/** A chart in a world where anything may happen at any time. Only timers that run can fire. */
export const openSystem = (chart: Chart, alphabet: readonly Event[]): System => {
  const labels = ownLabels(chart);
  const offers = alphabet.map(event => ({
    event: chart.tables.eventNumber(event),
    isTimer: event.type.startsWith('timer.'),
  }));
  return {
    initial: chart.initial,
    size: chart.size,
    chart,
    chartState: state => state,
    world: null,
    worldState: () => 0,
    labelAt: label => ({ ...labels.at(label), refused: [] }),
    expand: (state, tell) => {
      for (const { event, isTimer } of offers) {
        const outcome = chart.take(state, event);
        if (outcome === 0 && isTimer) continue;
        tell(chart.landed(), labels.numberOf(event, outcome));
      }
    },
  };
};
