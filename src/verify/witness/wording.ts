import { match, P } from 'ts-pattern';
import type { Happening, Moment, Step, Where, Words } from '../../../specs/property.ts';
import { gradeOf, isAlarmName, isGradeName } from '../../domain/alarms.ts';
import { hasTrait } from '../alarmTraits.ts';
import { type Asked, type Event, nameOf } from '../automaton.ts';
import type { Flat } from './flat.ts';
import { answersTo, enteringOf, type Names } from './moves.ts';
import { FALSE, RULE, type Test, TRUE } from './program.ts';

/** The words of properties as tests of a program's variables: read again, without the judge's code. */
export type Wording = {
  /** As things are after the step, or as they were before it. */
  readonly where: (condition: Where<Words>, is?: 'now' | 'before') => Test;
  /** Of steps like the second condition only, where one is given. */
  readonly step: (condition: Step<Words>, within?: Step<Words>) => Test;
  readonly moment: (moment: Moment<Words>) => Test;
};

/** A chart in a program, and the names of what a claim may look at. The chart under test comes first. */
export type Actor = { readonly flat: Flat; readonly names: Names };
export type Cast = readonly [Actor, ...Actor[]];

/** The scratch bits that asked actions set: a name for each kind of thing that some claim looks at. */
export const flagsOf = ({ type, params: { alarm, grade = 'first' } }: Asked): readonly string[] => [
  `asks_${type}`,
  ...(type === 'raiseAlarm' && isAlarmName(alarm) && isGradeName(grade)
    ? [`raises_${alarm}`, `raises_${alarm}_${grade}`, `raises_priority_${gradeOf(alarm, grade).priority}`]
    : []),
  ...(type === 'ceaseAlarm' && isAlarmName(alarm) ? [`ceases_${alarm}`] : []),
];

/** Whether a variable is a note of what was asked or entered in this step. */
export const isFlag = (name: string): boolean => /^(asks|raises|ceases|enters)_/.test(name);

/** The wording of a program whose rules are these events. */
export const wordingOf = (cast: Cast, events: readonly Event[]): Wording => {
  const where = (condition: Where<Words>, is: 'now' | 'before' = 'now'): Test => whereOf(cast, condition, is);
  const entered = (state: string): Test => flag(enteringOf(cast[0].names, state));
  const step = (condition: Step<Words>, within: Step<Words> = {}): Test => {
    const { from, to, asks, asksAny, asksNone, answered, raises, raisesNone, ceases, enters, entersNone } =
      condition;
    return {
      all: [
        among(events, event => isLike(condition, event)),
        from === undefined ? TRUE : where(from, 'before'),
        to === undefined ? TRUE : where(to),
        { all: (asks ?? []).map(asked) },
        asksAny === undefined ? TRUE : { any: asksAny.map(asked) },
        { not: { any: (asksNone ?? []).map(asked) } },
        answered === undefined ? TRUE : wasAnswered(cast[0], events, within),
        raises === undefined ? TRUE : raised(raises),
        raisesNone === undefined ? TRUE : { not: raised(raisesNone) },
        { all: (ceases ?? []).map(alarm => flag(`ceases_${alarm}`)) },
        enters === undefined ? TRUE : entered(enters),
        { not: { any: (entersNone ?? []).map(entered) } },
      ],
    };
  };
  return {
    where,
    step,
    moment: moment => (typeof moment === 'object' && 'step' in moment ? step(moment.step) : where(moment)),
  };
};

/** That the rule which runs is one of those whose event is like this. */
export const among = (events: readonly Event[], isWanted: (event: Event) => boolean): Test => {
  const numbers = events.flatMap((event, number) => (isWanted(event) ? [number + 1] : []));
  return numbers.length === events.length ? TRUE : { variable: RULE, among: numbers };
};

/** That the chart, as it was, had an answer to what happens. */
const wasAnswered = ({ flat, names }: Actor, events: readonly Event[], within: Step<Words>): Test => {
  const was = { region: names.before, context: names.contextBefore };
  const answer = (event: Event): Test =>
    answersTo(
      flat,
      was,
      flat.events.findIndex(each => nameOf(each) === nameOf(event)),
    );
  return {
    any: events.flatMap((event, number) =>
      isLike(within, event) ? [{ all: [{ variable: RULE, among: [number + 1] }, answer(event)] }] : [],
    ),
  };
};

const whereOf = (cast: Cast, condition: Where<Words>, is: 'now' | 'before'): Test =>
  match(condition)
    .returnType<Test>()
    .with(P.string, id => isIn(cast, id, is))
    .with({ all: P._ }, ({ all }) => ({ all: all.map(each => whereOf(cast, each, is)) }))
    .with({ any: P._ }, ({ any }) => ({ any: any.map(each => whereOf(cast, each, is)) }))
    .with({ not: P._ }, ({ not }) => ({ not: whereOf(cast, not, is) }))
    .with({ owner: P._ }, ({ owner }) => remembers(cast[0], has('owner', owner), is))
    .with({ misses: P._ }, ({ misses }) => remembers(cast[0], has('misses', misses), is))
    .with({ alarm: P._ }, ({ alarm }) => remembers(cast[0], context => hasTrait(context, alarm), is))
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

const remembers = (
  { flat, names }: Actor,
  holds: (context: unknown) => boolean,
  is: 'now' | 'before',
): Test => ({
  variable: is === 'now' ? names.context : names.contextBefore,
  among: flat.contexts.values.flatMap((context, number) => (holds(context) ? [number] : [])),
});

const has =
  (field: string, value: string) =>
  (context: unknown): boolean =>
    typeof context === 'object' &&
    context !== null &&
    Object.getOwnPropertyDescriptor(context, field)?.value === value;

/** The part of a condition on a step that is known when the program is written. */
export const isLike = (
  { on, notOn, verdicts, parts, kinds, found, origins, hour, channels, ...ofSmall }: Happening<Words>,
  event: Event,
): boolean => {
  const { grades, policies, speaker, vibrator, buzzer } = ofSmall;
  const carries = (values: readonly string[] | undefined, name: string): boolean =>
    values === undefined ||
    values.some(value => value === Object.getOwnPropertyDescriptor(event, name)?.value);
  const only = (value: string | undefined): readonly string[] | undefined =>
    value === undefined ? undefined : [value];
  return (
    carries(on, 'type') &&
    (notOn === undefined || notOn.every(type => type !== event.type)) &&
    carries(verdicts, 'verdict') &&
    carries(parts, 'part') &&
    carries(kinds, 'kind') &&
    carries(found, 'found') &&
    carries(origins, 'origin') &&
    carries(channels, 'channel') &&
    carries(only(hour), 'hour') &&
    carries(grades, 'grade') &&
    carries(policies, 'policy') &&
    carries(only(speaker), 'speaker') &&
    carries(only(vibrator), 'vibrator') &&
    carries(only(buzzer), 'buzzer')
  );
};

const flag = (name: string): Test => ({ variable: name, among: [1] });
const asked = (type: string): Test => flag(`asks_${type}`);
const raised = (what: NonNullable<Step<Words>['raises']>): Test =>
  match(what)
    .with(P.string, alarm => flag(`raises_${alarm}`))
    .with({ alarm: P._ }, ({ alarm, grade }) => flag(`raises_${alarm}_${grade}`))
    .with({ priority: P._ }, ({ priority }) => flag(`raises_priority_${priority}`))
    .exhaustive();
