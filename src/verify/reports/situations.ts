import type { Graph } from '../explore.ts';

/**
 * Tells each pair of a state of the chart and an event that comes in it, once; what the world is like
 * meanwhile makes no difference to the chart.
 */
export const eachSituation = (
  { system, states, first, labelOf, labels }: Graph,
  tell: (chartState: number, event: number, edge: number) => void,
  isAsked: (label: number) => boolean = () => true,
): void => {
  const { chart, chartState } = system;
  const events = labels.map(({ event }) => chart.tables.eventNumber(event));
  const asked = Uint8Array.from(labels, (_, label) => (isAsked(label) ? 1 : 0));
  const width = Math.max(0, ...events) + 1;
  /** A bit for each pair. */
  const seen = new Int32Array(Math.ceil((chart.size() * width) / 32));
  for (let from = 0; from < first.length - 1; from += 1) {
    const base = chartState(states[from] ?? 0) * width;
    for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) {
      const label = labelOf[edge] ?? 0;
      if (asked[label] === 0) continue;
      const pair = base + (events[label] ?? 0);
      const bit = 1 << (pair & 31);
      const word = seen[Math.floor(pair / 32)] ?? 0;
      if ((word & bit) !== 0) continue;
      seen[Math.floor(pair / 32)] = word | bit;
      tell(base / width, events[label] ?? 0, edge);
    }
  }
};

/** The same numbers, worked out once for each. */
export const onceEach = (work: (number: number) => number): ((number: number) => number) => {
  const known: number[] = [];
  return number => {
    const found = known[number] ?? work(number);
    known[number] = found;
    return found;
  };
};
