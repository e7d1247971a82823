import { match, P } from 'ts-pattern';
import type { AnyProperty } from '../../../specs/property.ts';
import type { Asked } from '../automaton.ts';
import { MUST_BE_ANSWERED } from '../reactions.ts';
import type { Statement, Test } from './program.ts';
import type { Wording } from './wording.ts';

/** A property as a program can keep it: after each step, these statements. */
export type Claim = {
  readonly property: AnyProperty;
  /** What is remembered from step to step, zero at first. */
  readonly memory: readonly { readonly name: string; readonly most: number }[];
  readonly afterStep: readonly Statement[];
  readonly initially: readonly Statement[];
  /** What is asked of each order before the world hears of it. */
  readonly atOrder: (asked: Asked, isAnswered: Test) => readonly Statement[];
};

/** What a claim may know of the program beside its wording. */
export type Known = {
  readonly wording: Wording;
  /** Whether the chart under test would answer such an event now. */
  readonly answers: (type: string) => Test;
  /** That the chart under test rests where such an event takes it from its initial state. */
  readonly parkedBy: (type: string) => Test;
  /** That such an event has just come. */
  readonly comes: (type: string) => Test;
  /** The claim of a property of runs without end; null where none is wanted. */
  readonly live: (
    property: AnyProperty,
    rule: Extract<AnyProperty['rule'], { readonly leadsTo: unknown }>,
    claim: string,
  ) => Claim | null;
};

/** The claim of a property; null for one that a program of single runs cannot express. */
export const claimOf = (known: Known, property: AnyProperty, number: number): Claim | null => {
  const { where, step, moment } = known.wording;
  const claim = String(number);
  const name = `open${number}`;
  const plain = { property, memory: [], initially: [], afterStep: [], atOrder: () => [] };
  const asserts = (holds: Test): Statement => ({ claim, holds });
  const always = (holds: Test): Claim => ({
    ...plain,
    afterStep: [asserts(holds)],
    initially: [asserts(holds)],
  });
  const is = (...values: readonly number[]): Test => ({ variable: name, among: values });
  const becomes = (to: number): Statement => ({ set: name, to });
  return (
    match(property.rule)
      .returnType<Claim | null>()
      .with({ until: P._ }, ({ after, never, until }) => ({
        ...plain,
        memory: [{ name, most: 1 }],
        afterStep: [
          {
            choose: [
              { when: { all: [is(1), step(until)] }, body: [becomes(0)] },
              { when: is(1), body: [asserts({ not: step(never) })] },
            ],
          },
          { choose: [{ when: step(after), body: [becomes(1)] }] },
        ],
      }))
      .with({ also: P._ }, ({ whenever, also }) => always({ any: [{ not: where(whenever) }, where(also)] }))
      .with({ eachStep: P._ }, ({ eachStep, is: also }) => ({
        ...plain,
        afterStep: [asserts({ any: [{ not: step(eachStep) }, step(also, eachStep)] })],
      }))
      .with({ never: P._ }, ({ never }) => always({ not: where(never) }))
      .with({ everyOrderMakesSense: true }, () => ({
        ...plain,
        atOrder: ({ type }, isAnswered) => (MUST_BE_ANSWERED.has(type) ? [asserts(isAnswered)] : []),
      }))
      .with({ unmovedBy: P._ }, ({ unmovedBy }) =>
        always({ not: { any: unmovedBy.map(type => known.answers(type)) } }),
      )
      .with({ parksOn: P._ }, ({ parksOn }) => ({
        ...plain,
        afterStep: [asserts({ any: [{ not: known.comes(parksOn) }, known.parkedBy(parksOn)] })],
      }))
      .with({ no: P._ }, ({ no, before }) => {
        const judged: readonly Statement[] = [
          {
            choose: [
              { when: moment(before), body: [becomes(1)] },
              { when: is(0), body: [asserts({ not: moment(no) })] },
            ],
          },
        ];
        return { ...plain, memory: [{ name, most: 1 }], afterStep: judged, initially: judged };
      })
      .with({ atMost: P._ }, ({ atMost, of, between }) => ({
        // One more than were counted; zero is outside.
        ...plain,
        memory: [{ name, most: atMost + 1 }],
        afterStep: [
          {
            choose: [
              { when: step(between), body: [becomes(1)] },
              ...counted(atMost).map(value => ({
                when: { all: [is(value), step(of)] },
                body: value > atMost ? [asserts({ any: [] })] : [becomes(value + 1)],
              })),
            ],
          },
        ],
      }))
      .with({ beforeTicks: P._ }, ({ since, comes, beforeTicks, of }) => ({
        ...plain,
        memory: [{ name, most: beforeTicks }],
        afterStep: [
          {
            choose: [
              { when: { all: [{ not: is(0) }, moment(comes)] }, body: [becomes(0)] },
              ...counted(beforeTicks - 1).map(value => ({
                when: { all: [is(value), known.comes(of)] },
                body: value === beforeTicks ? [asserts({ any: [] })] : [becomes(value + 1)],
              })),
            ],
          },
          { choose: [{ when: { all: [is(0), step(since)] }, body: [becomes(1)] }] },
        ],
      }))
      .with({ leadsTo: P._ }, rule => known.live(property, rule, claim))
      // Branching: no single run shows it.
      .with({ within: P._ }, () => null)
      .exhaustive()
  );
};

const counted = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, at) => at + 1);
