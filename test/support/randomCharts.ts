import fc from 'fast-check';
import { type AnyStateMachine, and, assign, createMachine, not, or, raise, stateIn } from 'xstate';
import type { Event } from '../../src/verify/automaton.ts';

/**
 * Statecharts that nobody would draw: parallel regions of nested states, guards that look at other
 * regions and at the context, wildcards, events raised on the way, and a context of two small fields.
 */

/** What may happen to such a chart; `inner.*` is raised only, yet answered as any other. */
export const EVENTS: readonly (Event & { readonly size?: string })[] = [
  { type: 'a.one' },
  { type: 'a.two' },
  { type: 'b.one', size: 'small' },
  { type: 'b.one', size: 'large' },
  { type: 'c.one' },
  { type: 'unknown.one' },
];

/** Events that raise each other without end make XState throw, and the chart is no example. */
export const MOST_RAISED = 30;

const RAISED = ['inner.one', 'inner.two', 'a.two'] as const;
const DESCRIPTORS = ['a.one', 'a.two', 'a.*', 'b.one', 'c.one', 'inner.one', 'inner.*', '*'] as const;

/** Leaves and nested states of a region: `s0`, `s1` with `t0` and `t1` inside, `s2`. */
const PATHS = ['s0', 's1', 's1.t0', 's1.t1', 's2'] as const;
const REGIONS = ['r0', 'r1', 'r2'] as const;

const place = fc
  .tuple(fc.constantFrom(...REGIONS), fc.constantFrom(...PATHS))
  .map(([region, path]) => `chart.${region}.${path}`);

const guard = fc.letrec<{ guard: unknown }>(tie => ({
  guard: fc.oneof(
    { maxDepth: 2 },
    place.map(id => stateIn(`#${id}`)),
    fc.constantFrom('isOdd', 'isSmall', 'isEither'),
    fc.tuple(tie('guard'), tie('guard')).map(list => and(list as never)),
    fc.tuple(tie('guard'), tie('guard')).map(list => or(list as never)),
    tie('guard').map(each => not(each as never)),
  ),
})).guard;

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 3 }).map(number => ({ type: 'ask', params: { number } })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'tell', params: ({ context }: Moment) => ({ ...context }) }) },
  { weight: 2, arbitrary: fc.constantFrom('flip', 'note') },
  { weight: 1, arbitrary: fc.constantFrom('raiseOne', 'raiseTwo', 'raiseKnown') },
);
const actions = fc.array(action, { maxLength: 2 });

type Moment = { readonly context: { readonly odd: boolean; readonly size: string }; readonly event: Event };

/** Transitions of a state: to a state of its own region, or to stay and act. */
const transitionsIn = (region: string) =>
  fc.dictionary(
    fc.constantFrom(...DESCRIPTORS),
    fc.array(
      fc.record(
        {
          target: fc.constantFrom(...PATHS).map(path => `#chart.${region}.${path}`),
          guard,
          actions,
          reenter: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    { maxKeys: 3 },
  );

const stateOf = (region: string) =>
  fc.record({ on: transitionsIn(region), entry: actions, exit: actions }, { requiredKeys: [] });

/** A region answers for all its states, too; leaving and entering itself would leave every other. */
const regionOf = (region: string) =>
  fc
    .tuple(
      stateOf(region),
      stateOf(region),
      stateOf(region),
      stateOf(region),
      stateOf(region),
      transitionsIn(region),
    )
    .map(([s0, s1, t0, t1, s2, on]) => ({
      initial: 's0',
      on: Object.fromEntries(
        Object.entries(on).map(([event, list]) => [event, list.map(each => ({ ...each, reenter: false }))]),
      ),
      states: { s0, s1: { ...s1, initial: 't0', states: { t0, t1 } }, s2 },
    }));

/** What charts may name; a raise may raise again, so chains are cut by the context. */
const IMPLEMENTATIONS = {
  guards: {
    isOdd: ({ context }: Moment) => context.odd,
    isSmall: ({ event }: Moment) => 'size' in event && event.size === 'small',
    isEither: or(['isOdd', stateIn('#chart.r1.s1')] as never),
  },
  actions: {
    ask: () => {},
    tell: () => {},
    flip: assign({ odd: ({ context }: Moment) => !context.odd } as never),
    note: assign({ size: ({ event }: Moment) => ('size' in event ? event.size : 'none') } as never),
    raiseOne: raise({ type: RAISED[0] }),
    raiseTwo: raise(
      ({ context }: Moment) => ({ type: RAISED[1], size: context.odd ? 'small' : 'large' }) as never,
    ),
    raiseKnown: raise({ type: RAISED[2] }),
  },
};

/** The regions of such a chart, as its config has them. */
export const randomRegions = fc
  .tuple(...REGIONS.map(regionOf))
  .map(regions => Object.fromEntries(regions.map((region, index) => [REGIONS[index] ?? '', region])));

export const chartWith = (states: object): AnyStateMachine =>
  createMachine(
    {
      id: 'chart',
      type: 'parallel',
      options: { maxIterations: MOST_RAISED },
      context: { odd: false, size: 'none' },
      states,
    } as never,
    IMPLEMENTATIONS as never,
  );
