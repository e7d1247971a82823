import { match, P } from 'ts-pattern';
import type { Happening, Step, Where, Words } from '../../specs/property.ts';
import { gradeOf, isAlarmName, isGradeName } from '../domain/alarms.ts';
import { hasTrait } from './alarmTraits.ts';
import type { Asked, Event } from './automaton.ts';
import type { Chart } from './chart.ts';
import { enteredBy } from './entering.ts';
import type { Label, System } from './system.ts';

/**
 * Says of states and steps of a system whether a condition holds of them. A step is a label and the two
 * states that it joins, by the system's own numbers: whoever walks may ask, whether it keeps steps or not.
 */
export type Judge = {
  readonly where: (condition: Where<Words>) => (state: number) => boolean;
  readonly step: (condition: Step<Words>) => (label: number, from: number, to: number) => boolean;
  /** The part of a condition that a label decides alone: false says that no step of that label fits. */
  readonly label: (condition: Step<Words>) => (label: number) => boolean;
};

/** What is looked at: charts, which of their states a state is made of, and what labels stand for. */
export type Judged = Pick<System, 'chart' | 'world' | 'chartState' | 'worldState' | 'labelAt'>;

type Holds = (state: number) => boolean;

/**
 * A condition is looked at once for each leaf of a region, each context or each label. A state then costs
 * a look-up or two, for there are millions of them.
 */
export const judgeOf = ({ chart, world, chartState, worldState, labelAt }: Judged): Judge => {
  const isIn = (id: string): Holds => {
    const [of, stateOf] =
      id.startsWith('plant.') || world?.machine.id === id
        ? ([world, worldState] as const)
        : ([chart, chartState] as const);
    if (of === null) return () => false;
    const place = placeOf(of, id);
    if (place === null) return () => true;
    const { region, active } = place;
    return state => active[of.leafIn(stateOf(state), region)] === 1;
  };

  const remembers = (holds: (context: unknown) => boolean): Holds => {
    const known = new Map<unknown, boolean>();
    return state => {
      const context = chart.contextIn(chartState(state));
      const answer = known.get(context) ?? holds(context);
      known.set(context, answer);
      return answer;
    };
  };

  const where = (condition: Where<Words>): Holds =>
    match(condition)
      .returnType<Holds>()
      .with(P.string, isIn)
      .with({ all: P._ }, ({ all }) => {
        const each = all.map(where);
        return state => each.every(holds => holds(state));
      })
      .with({ any: P._ }, ({ any }) => {
        const each = any.map(where);
        return state => each.some(holds => holds(state));
      })
      .with({ not: P._ }, ({ not }) => {
        const holds = where(not);
        return state => !holds(state);
      })
      .with({ owner: P._ }, ({ owner }) => remembers(context => fieldOf(context, 'owner') === owner))
      .with({ misses: P._ }, ({ misses }) => remembers(context => fieldOf(context, 'misses') === misses))
      .with({ alarm: P._ }, ({ alarm }) => remembers(context => hasTrait(context, alarm)))
      .exhaustive();

  const entered = enteredBy(chart.machine);
  const contents: Contents[] = [];
  const contentsIn = (number: number): Contents => {
    const found = contents[number] ?? contentsOf(labelAt(number), entered);
    contents[number] = found;
    return found;
  };
  const label = (condition: Step<Words>) => {
    /** 0 is not yet known. */
    const known: number[] = [];
    return (number: number): boolean => {
      const answer = known[number] ?? 0;
      if (answer !== 0) return answer === 1;
      const found = fits(condition, contentsIn(number));
      known[number] = found ? 1 : 2;
      return found;
    };
  };

  return {
    where,
    label,
    step: condition => {
      const isLike = label(condition);
      const before = condition.from === undefined ? always : where(condition.from);
      const after = condition.to === undefined ? always : where(condition.to);
      return (number, from, to) => isLike(number) && before(from) && after(to);
    },
  };
};

const always: Holds = () => true;

/** The region that a state belongs to, and in which of its leaves it is active; null for the root. */
const placeOf = (
  { machine, shape }: Chart,
  id: string,
): { readonly region: number; readonly active: Uint8Array } | null => {
  if (id === machine.id) return null;
  const region = shape.regions.findIndex(({ active }) => active.some(ids => ids.includes(id)));
  const leaves = shape.regions[region]?.active;
  if (leaves === undefined) throw new Error(`${id} is no state of "${machine.id}"`);
  return { region, active: Uint8Array.from(leaves, ids => (ids.includes(id) ? 1 : 0)) };
};

const fieldOf = (context: unknown, field: string): unknown =>
  typeof context === 'object' && context !== null
    ? Object.getOwnPropertyDescriptor(context, field)?.value
    : undefined;

/** Whether an event is like this. */
export const happens = (condition: Happening<Words>, event: Event): boolean =>
  happensAs(condition, event) && carries(condition, event);

const happensAs = (
  { on, notOn, verdicts, parts, kinds, found, hour, origins, channels }: Happening<Words>,
  event: Event,
): boolean =>
  (on === undefined || on.some(type => type === event.type)) &&
  (notOn === undefined || notOn.every(type => type !== event.type)) &&
  (verdicts === undefined || verdicts.some(verdict => 'verdict' in event && event.verdict === verdict)) &&
  (parts === undefined || parts.some(part => 'part' in event && event.part === part)) &&
  (kinds === undefined || kinds.some(kind => 'kind' in event && event.kind === kind)) &&
  (found === undefined || found.some(each => 'found' in event && event.found === each)) &&
  (hour === undefined || ('hour' in event && event.hour === hour)) &&
  (origins === undefined || origins.some(origin => 'origin' in event && event.origin === origin)) &&
  (channels === undefined || channels.some(channel => 'channel' in event && event.channel === channel));

/** The part of that which only small machines hear. */
const carries = ({ grades, policies, speaker, vibrator, buzzer }: Happening<Words>, event: Event): boolean =>
  (grades === undefined || grades.some(grade => 'grade' in event && event.grade === grade)) &&
  (policies === undefined || policies.some(policy => 'policy' in event && event.policy === policy)) &&
  (speaker === undefined || ('speaker' in event && event.speaker === speaker)) &&
  (vibrator === undefined || ('vibrator' in event && event.vibrator === vibrator)) &&
  (buzzer === undefined || ('buzzer' in event && event.buzzer === buzzer));

/** What conditions look at in a label. */
type Contents = Pick<Label, 'event' | 'taken'> & {
  readonly types: ReadonlySet<string>;
  readonly alarms: ReturnType<typeof raised>;
  /** Alarms whose cause is over. */
  readonly over: readonly unknown[];
  readonly entered: ReadonlySet<string>;
};

const contentsOf = ({ event, asked, taken }: Label, entered: ReturnType<typeof enteredBy>): Contents => ({
  event,
  taken,
  types: new Set(asked.map(({ type }) => type)),
  alarms: raised(asked),
  over: asked.flatMap(({ type, params: { alarm } }) => (type === 'ceaseAlarm' ? [alarm] : [])),
  entered: new Set(taken.flatMap(id => [...(entered.get(id) ?? [])])),
});

/** The part of a condition on a step that concerns what happened and what was asked. */
const fits = (condition: Step<Words>, { event, types, alarms, over, entered, taken }: Contents): boolean => {
  const { asks, asksAny, asksNone, answered, raises, raisesNone, ceases, enters, entersNone } = condition;
  return (
    happens(condition, event) &&
    (asks === undefined || asks.every(type => types.has(type))) &&
    (asksAny === undefined || asksAny.some(type => types.has(type))) &&
    (asksNone === undefined || asksNone.every(type => !types.has(type))) &&
    (answered === undefined || taken.some(id => !id.startsWith('plant.'))) &&
    (raises === undefined || alarms.some(alarm => isLike(raises, alarm))) &&
    (raisesNone === undefined || alarms.every(({ priority }) => priority !== raisesNone.priority)) &&
    (ceases === undefined || ceases.every(alarm => over.includes(alarm))) &&
    (enters === undefined || entered.has(enters)) &&
    (entersNone === undefined || entersNone.every(state => !entered.has(state)))
  );
};

const isLike = (
  raises: NonNullable<Step<Words>['raises']>,
  { name, grade, priority }: ReturnType<typeof raised>[number],
): boolean =>
  match(raises)
    .with(P.string, alarm => name === alarm)
    .with({ alarm: P._ }, wanted => name === wanted.alarm && grade === wanted.grade)
    .with({ priority: P._ }, wanted => priority === wanted.priority)
    .exhaustive();

const raised = (asked: readonly Asked[]) =>
  asked.flatMap(({ type, params: { alarm, grade = 'first' } }) =>
    type === 'raiseAlarm' && isAlarmName(alarm) && isGradeName(grade)
      ? [{ name: alarm, grade, priority: gradeOf(alarm, grade).priority }]
      : [],
  );
