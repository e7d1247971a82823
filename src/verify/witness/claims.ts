import { match, P } from 'ts-pattern';
import type { Property, Step, Where } from '../../../specs/property.ts';
import { gradeOf, isAlarmName, isGradeName } from '../../domain/alarms.ts';
import type { Asked, Event } from '../automaton.ts';
import { MUST_BE_ANSWERED } from '../closed.ts';
import type { Flat } from './flat.ts';
import type { Names } from './moves.ts';
import { FALSE, type Statement, type Test, TRUE } from './program.ts';

/** A property as a program can keep it: after each step of an event, these statements. */
export type Claim = {
  readonly property: Property;
  /** A bit that is remembered from step to step. */
  readonly memory: string | null;
  readonly afterStep: (event: Event) => readonly Statement[];
  readonly initially: readonly Statement[];
  /** What is asked of each order before the world hears of it. */
  readonly atOrder: (asked: Asked, isAnswered: Test) => readonly Statement[];
};

/** A chart in a program, and the names of what a claim may look at. The chart under test comes first. */
export type Actor = { readonly flat: Flat; readonly names: Names };
export type Cast = readonly [Actor, ...Actor[]];

/** The scratch bits that asked actions set: a name for each kind of thing that some claim looks at. */
export const flagsOf = ({ type, params: { alarm, grade = 'first' } }: Asked): readonly string[] => [
  `asks_${type}`,
  ...(type === 'raiseAlarm' && isAlarmName(alarm) && isGradeName(grade)
    ? [`raises_${alarm}`, `raises_priority_${gradeOf(alarm, grade).priority}`]
    : []),
];

/** The claim of a property; null for one that a program of single runs cannot express. */
export const claimOf = (cast: Cast, property: Property, number: number): Claim | null => {
  const where = (condition: Where, is: 'now' | 'before'): Test => whereOf(cast, condition, is);
  const step = (condition: Step, event: Event): Test => stepOf(condition, event, where);
  const claim = String(number);
  const plain = { property, memory: null, initially: [], afterStep: () => [], atOrder: () => [] };
  return (
    match(property.rule)
      .returnType<Claim | null>()
      .with({ until: P._ }, ({ after, never, until }) => {
        const memory = `open${number}`;
        const isOpen: Test = { variable: memory, among: [1] };
        return {
          ...plain,
          memory,
          afterStep: event => [
            {
              choose: [
                { when: { all: [isOpen, step(until, event)] }, body: [{ set: memory, to: 0 }] },
                { when: isOpen, body: [{ claim, holds: { not: step(never, event) } }] },
              ],
            },
            { choose: [{ when: step(after, event), body: [{ set: memory, to: 1 }] }] },
          ],
        };
      })
      .with({ also: P._ }, ({ whenever, also }) => {
        const holds: Statement = {
          claim,
          holds: { any: [{ not: where(whenever, 'now') }, where(also, 'now')] },
        };
        return { ...plain, afterStep: () => [holds], initially: [holds] };
      })
      .with({ eachStep: P._ }, ({ eachStep, is }) => ({
        ...plain,
        afterStep: event => [{ claim, holds: { any: [{ not: step(eachStep, event) }, step(is, event)] } }],
      }))
      .with({ never: P._ }, ({ never }) => {
        const holds: Statement = { claim, holds: { not: where(never, 'now') } };
        return { ...plain, afterStep: () => [holds], initially: [holds] };
      })
      .with({ everyOrderMakesSense: true }, () => ({
        ...plain,
        atOrder: ({ type }, isAnswered) => (MUST_BE_ANSWERED.has(type) ? [{ claim, holds: isAnswered }] : []),
      }))
      // Branching: no single run shows it.
      .with({ within: P._ }, { parksOn: P._ }, { unmovedBy: P._ }, () => null)
      // Liveness: LTL.
      .with({ leadsTo: P._ }, () => null)
      .with({ no: P._ }, { atMost: P._ }, { beforeTicks: P._ }, () => null)
      .exhaustive()
  );
};

const whereOf = (cast: Cast, condition: Where, is: 'now' | 'before'): Test =>
  match(condition)
    .returnType<Test>()
    .with(P.string, id => isIn(cast, id, is))
    .with({ all: P._ }, ({ all }) => ({ all: all.map(each => whereOf(cast, each, is)) }))
    .with({ any: P._ }, ({ any }) => ({ any: any.map(each => whereOf(cast, each, is)) }))
    .with({ not: P._ }, ({ not }) => ({ not: whereOf(cast, not, is) }))
    .with({ owner: P._ }, ({ owner }) => remembers(cast[0], 'owner', owner, is))
    .with({ misses: P._ }, ({ misses }) => remembers(cast[0], 'misses', misses, is))
    .exhaustive();

/** A state of a chart that is not in the program is never active. */
const isIn = (cast: Cast, id: string, is: 'now' | 'before'): Test => {
  for (const { flat, names } of cast) {
    if (id === flat.id) return TRUE;
    const region = flat.regions.findIndex(({ leaves }) => leaves.some(ids => ids.includes(id)));
    const leaves = flat.regions[region]?.leaves;
    if (leaves === undefined) continue;
    return {
      variable: is === 'now' ? names.region(region) : names.before(region),
      among: leaves.flatMap((ids, leaf) => (ids.includes(id) ? [leaf] : [])),
    };
  }
  return FALSE;
};

const remembers = ({ flat, names }: Actor, field: string, value: string, is: 'now' | 'before'): Test => ({
  variable: is === 'now' ? names.context : names.contextBefore,
  among: flat.contexts.values.flatMap((context, number) =>
    typeof context === 'object' &&
    context !== null &&
    Object.getOwnPropertyDescriptor(context, field)?.value === value
      ? [number]
      : [],
  ),
});

type InState = (condition: Where, is: 'now' | 'before') => Test;

/** What an event is, is known when the program is written; what was asked, and where it led, when it runs. */
const stepOf = (condition: Step, event: Event, where: InState): Test => {
  const { on, notOn, from, to, asks, asksAny, asksNone, raises, raisesNone } = condition;
  const field = (name: string): unknown => Object.getOwnPropertyDescriptor(event, name)?.value;
  const among = (values: readonly string[] | undefined, name: string): boolean =>
    values === undefined || values.some(value => value === field(name));
  const fits =
    (on === undefined || on.some(type => type === event.type)) &&
    (notOn === undefined || notOn.every(type => type !== event.type)) &&
    among(condition.verdicts, 'verdict') &&
    among(condition.parts, 'part') &&
    among(condition.origins, 'origin') &&
    among(condition.channels, 'channel') &&
    among(condition.hour === undefined ? undefined : [condition.hour], 'hour');
  if (!fits) return FALSE;
  return {
    all: [
      from === undefined ? TRUE : where(from, 'before'),
      to === undefined ? TRUE : where(to, 'now'),
      { all: (asks ?? []).map(asked) },
      asksAny === undefined ? TRUE : { any: asksAny.map(asked) },
      { not: { any: (asksNone ?? []).map(asked) } },
      raises === undefined ? TRUE : raised(raises),
      raisesNone === undefined ? TRUE : { not: raised(raisesNone) },
    ],
  };
};

const flag = (name: string): Test => ({ variable: name, among: [1] });
const asked = (type: string): Test => flag(`asks_${type}`);
const raised = (what: NonNullable<Step['raises']>): Test =>
  flag(typeof what === 'string' ? `raises_${what}` : `raises_priority_${what.priority}`);
