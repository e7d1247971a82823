import type { AnyProperty, Moment, Words } from '../../../specs/property.ts';
import type { Claim } from './claims.ts';
import { type Never, RULE, type Rule, type Statement, type Test, TRUE } from './program.ts';
import type { Promised } from './promises.ts';
import type { Wording } from './wording.ts';

/**
 * How a property of runs without end is asked. `endless`: whether in some run what is waited for never comes
 * although every promise is kept again and again, as SPIN's LTL formula. Otherwise: whether every promise can
 * be kept so many times over while it is waited for. If not, there is no such run without end (k-liveness,
 * Claessen and Sörensson 2012), and that is a claim of runs that end.
 */
export type Asking = 'endless' | { readonly rounds: number };

export type LiveClaim = Claim & {
  readonly never: Never | null;
  /** Steps in which nothing happens: the world may fall silent, or owe something never again. */
  readonly silent: readonly Rule[];
};

export type LeadsTo = Extract<AnyProperty['rule'], { readonly leadsTo: unknown }>;

/**
 * What is waited for, promise by promise: `turn` is zero while nothing is, and otherwise the promise, from
 * one, that comes next; when the last one is kept, a round is over. That a strong promise is never owed again
 * is guessed; a guess that was wrong ends the wait of that run.
 */
export const liveClaimOf = (
  { whenever, leadsTo }: LeadsTo,
  {
    property,
    claim,
    promises,
    wording,
    asking,
    events,
  }: {
    readonly property: AnyProperty;
    readonly claim: string;
    readonly promises: readonly Promised[];
    readonly wording: Wording;
    readonly asking: Asking;
    /** How many rules there are in which something happens: the first ones. */
    readonly events: number;
  },
): LiveClaim => {
  const [turn, pass, last] = [`turn${claim}`, `pass${claim}`, promises.length];
  const is = (name: string, ...among: readonly number[]): Test => ({ variable: name, among });
  const set = (name: string, to: number): Statement => ({ set: name, to });
  const when = (test: Test, ...body: readonly Statement[]): Statement => ({ choose: [{ when: test, body }] });
  const skipOf = (at: number): string => `spared${claim}_${at}`;
  const strong = promises.flatMap(({ strength }, at) => (strength === 'strong' ? [at] : []));
  const silent: readonly Rule[] = [
    { name: 'nothing', when: TRUE, stages: [[]] },
    ...strong.map(at => ({
      name: `never owed again: promise ${at + 1}`,
      when: { all: [{ not: is(turn, 0) }, is(skipOf(at), 0), { not: promises[at]?.owed ?? TRUE }] },
      stages: [[set(skipOf(at), 1)]],
    })),
  ];
  const happens: Test = is(RULE, ...Array.from({ length: events }, (_, at) => at + 1));
  const stepIs = (moment: Moment<Words>): Test =>
    isStep(moment) ? { all: [happens, wording.step(moment.step)] } : wording.where(moment);
  const comes = stepIs(leadsTo);
  /** A step may be what is waited for and lead to where it is waited for anew: that wait is another one. */
  const mayRenew = isStep(leadsTo) && !isStep(whenever);
  const anew = `anew${claim}`;
  const begins: Test = { all: [stepIs(whenever), mayRenew ? TRUE : { not: comes }] };
  const stop = [set(turn, 0), set(pass, 0), ...strong.map(at => set(skipOf(at), 0))];
  const over: readonly Statement[] =
    asking === 'endless'
      ? [set(turn, 1), set(pass, 1)]
      : [
          set(turn, 1),
          {
            choose: [
              ...Array.from({ length: asking.rounds - 1 }, (_, done) => ({
                when: is(pass, done),
                body: [set(pass, done + 1)],
              })),
              { when: TRUE, body: [{ claim, holds: { any: [] } }] },
            ],
          },
        ];
  const afterStep: readonly Statement[] = [
    { claim, holds: { all: promises.map(each => each.if) } },
    ...(asking === 'endless' ? [set(pass, 0)] : []),
    ...(mayRenew ? [set(anew, 0)] : []),
    when(comes, ...stop, ...(mayRenew ? [set(anew, 1)] : [])),
    when({ all: [is(turn, 0), begins] }, set(turn, 1)),
    // After the beginning, so that a wait that a wrong guess has ended is seen to have ended, and does not count on.
    ...strong.map(at => when({ all: [is(skipOf(at), 1), promises[at]?.owed ?? TRUE] }, ...stop)),
    ...promises.map(({ strength, owed, kept }, at) =>
      when(
        { all: [is(turn, at + 1), { any: [kept, strength === 'weak' ? { not: owed } : is(skipOf(at), 1)] }] },
        set(turn, at + 2),
      ),
    ),
    when(is(turn, last + 1), ...over),
    when(is(turn, 0), set(pass, 0)),
  ];
  return {
    property,
    memory: [
      { name: turn, most: last + 1 },
      { name: pass, most: asking === 'endless' ? 1 : Math.max(1, asking.rounds - 1) },
      ...strong.map(at => ({ name: skipOf(at), most: 1 })),
      ...(mayRenew ? [{ name: anew, most: 1 }] : []),
    ],
    afterStep,
    initially: isStep(whenever) ? [] : [when(begins, set(turn, 1))],
    atOrder: () => [],
    silent,
    never:
      asking === 'endless'
        ? {
            claim,
            forEver: { all: [{ not: is(turn, 0) }, mayRenew ? is(anew, 0) : TRUE] },
            againAndAgain: is(pass, 1),
          }
        : null,
  };
};

const isStep = (moment: Moment<Words>): moment is Extract<Moment<Words>, { readonly step: unknown }> =>
  typeof moment === 'object' && 'step' in moment;
