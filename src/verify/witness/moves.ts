import type { Asked } from '../automaton.ts';
import { plainName } from './code.ts';
import type { Condition } from './conditions.ts';
import type { Deed } from './deeds.ts';
import type { Candidate, Flat } from './flat.ts';
import { type Branch, FALSE, type Statement, type Test } from './program.ts';

/** Names of the variables of one chart in a program. */
export type Names = {
  readonly region: (region: number) => string;
  /** The way that a region takes in this microstep; zero is none. */
  readonly way: (region: number) => string;
  readonly context: string;
  /** The same as they were before the step. */
  readonly before: (region: number) => string;
  readonly contextBefore: string;
  /** The queue of what it raises for itself. */
  readonly raised: string;
};

/** Names that begin with a letter of the chart's own. */
export const namesWith = (letter: string): Names => ({
  region: region => `${letter}${region}`,
  way: region => `${letter}Way${region}`,
  context: `${letter}Context`,
  before: region => `${letter}Was${region}`,
  contextBefore: `${letter}ContextWas`,
  raised: `${letter}Raised`,
});

/** The note that a state was entered in this step. */
export const enteringOf = (names: Names, state: string): string =>
  `enters_${names.context}_${plainName(state)}`;

/** What a program does when the chart asks for something. */
export type OnAsk = (asked: Asked) => readonly Statement[];

/**
 * One microstep of a chart on one event. All regions choose while nothing has changed; then all that is
 * left is left, later regions first, then all act, then all that is entered is entered.
 */
export const microstep = (flat: Flat, names: Names, event: number, onAsk: OnAsk): readonly Statement[] => {
  const answering = flat.regions.flatMap(({ answers }, region) => {
    const perLeaf = answers[event] ?? [];
    const ways = [...new Map(perLeaf.flat().map(each => [effectOf(each), each])).values()];
    return ways.length === 0 ? [] : [{ region, perLeaf, ways }];
  });
  const keys = (ways: readonly Candidate[]) => ways.map(effectOf);
  const chosen = answering.map(({ region, perLeaf, ways }): Statement => {
    const known = keys(ways);
    return {
      choose: perLeaf.flatMap((candidates, leaf): readonly Branch[] =>
        candidates.length === 0
          ? []
          : [
              {
                when: { variable: names.region(region), among: [leaf] },
                body: [
                  {
                    choose: candidates.map(candidate => ({
                      when: testOf(candidate.when, names),
                      body: [{ set: names.way(region), to: known.indexOf(effectOf(candidate)) + 1 }],
                    })),
                  },
                ],
              },
            ],
      ),
    };
  });
  const phase = (
    { region, ways }: (typeof answering)[number],
    deeds: (way: Candidate) => readonly Statement[],
  ): readonly Statement[] => {
    const branches = ways.flatMap((way, number): readonly Branch[] => {
      const body = deeds(way);
      const when = { variable: names.way(region), among: [number + 1] };
      return body.length === 0 ? [] : [{ when, body }];
    });
    return branches.length === 0 ? [] : [{ choose: branches }];
  };
  const done = (deeds: readonly Deed[]): readonly Statement[] =>
    deeds.flatMap(deed => statementsOf(deed, names, onAsk));
  return [
    ...answering.map(({ region }): Statement => ({ set: names.way(region), to: 0 })),
    ...chosen,
    ...[...answering].reverse().flatMap(each => phase(each, ({ exit }) => done(exit))),
    ...answering.flatMap(each => phase(each, ({ act }) => done(act))),
    ...answering.flatMap(each => phase(each, ({ entry }) => done(entry))),
    ...answering.flatMap(each =>
      phase(each, ({ to, enters }) =>
        to === null
          ? []
          : [
              { set: names.region(each.region), to },
              ...enters.map(state => ({ set: enteringOf(names, state), to: 1 })),
            ],
      ),
    ),
    ...answering.map(({ region }): Statement => ({ set: names.way(region), to: 0 })),
  ];
};

const effectOf = ({ to, enters, exit, act, entry }: Candidate): string =>
  JSON.stringify([to, enters, exit, act, entry]);

const statementsOf = (deed: Deed, names: Names, onAsk: OnAsk): readonly Statement[] => {
  const { context, raised } = names;
  if ('asked' in deed) return onAsk(deed.asked);
  if ('raised' in deed) return [{ enqueue: deed.raised, into: raised }];
  if ('becomes' in deed) return byContext(deed.becomes, context, to => [{ set: context, to }]);
  const texts = deed.byContext.map(each => JSON.stringify(each));
  return byContext(
    texts.map(text => texts.indexOf(text)),
    context,
    first => {
      const one = deed.byContext[first];
      return one === undefined ? [] : statementsOf(one, names, onAsk);
    },
  );
};

/** What is done in each context, where it differs from one to the other. */
const byContext = (
  results: readonly number[],
  context: string,
  body: (result: number) => readonly Statement[],
): readonly Statement[] => [
  {
    choose: [...new Set(results)].map(result => ({
      when: { variable: context, among: results.flatMap((each, from) => (each === result ? [from] : [])) },
      body: body(result),
    })),
  },
];

export const testOf = (condition: Condition, names: Pick<Names, 'region' | 'context'>): Test => {
  if ('all' in condition) return { all: condition.all.map(each => testOf(each, names)) };
  if ('any' in condition) return { any: condition.any.map(each => testOf(each, names)) };
  if ('not' in condition) return { not: testOf(condition.not, names) };
  if ('contexts' in condition) return { variable: names.context, among: condition.contexts };
  return { variable: names.region(condition.region), among: condition.leaves };
};

/** Whether the chart would answer an event at all. */
export const answersTo = (flat: Flat, names: Pick<Names, 'region' | 'context'>, event: number): Test => ({
  any: flat.regions.flatMap(({ answers }, region) =>
    (answers[event] ?? []).map(
      (candidates, leaf): Test =>
        candidates.length === 0
          ? FALSE
          : {
              all: [
                { variable: names.region(region), among: [leaf] },
                { any: candidates.map(({ when }) => testOf(when, names)) },
              ],
            },
    ),
  ),
});

/** Takes what a chart has raised, first come first served; nothing for a chart that never raises. */
export const settling = (flat: Flat, names: Names, onAsk: OnAsk): readonly Statement[] =>
  flat.raised.length === 0
    ? []
    : [
        {
          drain: names.raised,
          each: flat.raised.map(number => ({ number, body: microstep(flat, names, number, onAsk) })),
        },
      ];
