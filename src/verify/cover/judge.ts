import type { Coverage, Item, Measured, Unmet, Way } from './coverage.ts';
import type { Reach } from './reach.ts';
import { type Subject, universeIn } from './subjects.ts';
import { MEASURES, type Measure } from './universe.ts';

/** A coverage with what was never met looked up in an exploration. */
export type Judged = {
  readonly coverage: Coverage;
  /**
   * Met, although no explored state allows it. In the open world that is a defect of ours, or of the file:
   * anything may come there at any time.
   */
  readonly impossible: readonly Item[];
};

/**
 * Looks up everything of these subjects that was never met: whether it can be, and by which shortest way.
 * `explored` explores a subject, as `reachOf` does.
 */
export const judged = (
  coverage: Coverage,
  subjects: readonly Subject[],
  explored: (subject: Subject) => Reach,
): Judged => {
  const machines: Record<string, Measured> = {};
  const impossible: Item[] = [];
  for (const subject of subjects) {
    const { name } = subject;
    const measured = coverage.machines[name] ?? nothingOf(subject);
    const reach = explored(subject);
    machines[name] = { ...measured, unmet: unmetIn(subject, measured, reach) };
    impossible.push(...impossibleIn(name, measured, reach));
  }
  return { coverage: { ...coverage, machines }, impossible };
};

const nothingOf = (subject: Subject): Measured => ({
  model: universeIn(subject).model,
  hits: { states: {}, transitions: {}, pairs: {}, events: {}, guards: {}, requirements: {} },
});

const unmetIn = (subject: Subject, { hits }: Measured, reach: Reach): Unmet => {
  const { items } = universeIn(subject);
  const of = (measure: Measure) =>
    Object.fromEntries(
      items[measure]
        .filter(id => hits[measure][id] === undefined)
        .map(id => [id, copyOf(reach.wayTo(measure, id))]),
    );
  return {
    world: reach.world,
    states: reach.states,
    complete: reach.complete,
    items: {
      states: of('states'),
      transitions: of('transitions'),
      pairs: of('pairs'),
      events: of('events'),
      guards: of('guards'),
      requirements: of('requirements'),
    },
  };
};

const copyOf = (way: Way | null) => way?.map(event => ({ ...event })) ?? null;

const impossibleIn = (machine: string, { hits }: Measured, reach: Reach): readonly Item[] =>
  reach.complete
    ? MEASURES.flatMap(measure =>
        Object.keys(hits[measure])
          .filter(id => reach.wayTo(measure, id) === null)
          .map(id => ({ machine, measure, id })),
      )
    : [];
