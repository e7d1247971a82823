/**
 * Our own model of a chart: what is drawn, listed and linked. It is plain data, derived from an XState
 * machine by `chartOf`, so that nothing else in the page or the reports knows XState.
 */

export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

export type ChartState = {
  /** The id XState gives it: `pump.motor.still`. */
  readonly id: string;
  readonly key: string;
  readonly parent: string | null;
  readonly kind: StateKind;
  /** The child entered first; null when there is none, or all children are entered. */
  readonly initial: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly req: readonly string[];
};

export type ChartTransition = {
  /** `source event index`, as `transitionId` in `src/verify/taken.ts` numbers them. */
  readonly id: string;
  readonly source: string;
  /** The event it answers; a delay appears as the fact that ends it, `timer.pulseElapsed`. */
  readonly event: string;
  /** The name of the delay, or null. */
  readonly delay: string | null;
  /** The guard as written in the chart, and as a question in words; null when unguarded. */
  readonly guard: { readonly name: string; readonly words: string } | null;
  readonly actions: readonly string[];
  /** Empty for an internal transition, which leaves the state as it is. */
  readonly targets: readonly string[];
  readonly reenter: boolean;
  readonly description: string | null;
  readonly req: readonly string[];
};

export type Chart = {
  readonly id: string;
  readonly states: readonly ChartState[];
  readonly transitions: readonly ChartTransition[];
};

/** The states drawn as regions: the children of a parallel root, or the root alone. */
export const regionsOf = (chart: Chart): readonly ChartState[] => {
  const root = chart.states.find(state => state.parent === null);
  if (!root) return [];
  return root.kind === 'parallel' ? chart.states.filter(state => state.parent === root.id) : [root];
};

/** `suspendedByUser` → `suspended by user`. */
export const inWords = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map(word => (word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase()))
    .join(' ');
