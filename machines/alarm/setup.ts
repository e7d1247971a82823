import { and, assign, not, or, raise, setup, stateIn } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import {
  type AlarmKind,
  type Escalation,
  escalationOf,
  type Grade,
  type GradeName,
  gradeNames,
  stopsTherapy,
} from '../../src/domain/alarms.ts';

export type AlarmEvent =
  /** At its first grade, or at a worse one. Of two, the worse stays until the alarm is over. */
  | { readonly type: 'alarm.raised'; readonly grade: GradeName }
  | { readonly type: 'alarm.ceased' }
  | { readonly type: 'alarm.acknowledged' }
  | { readonly type: 'alarm.paused' }
  /** Another alarm of at least this priority was raised, or got worse: a pause may not hide it. */
  | { readonly type: 'alarm.joined' }
  /** A person has resumed delivery, which no alarm that stops it allows before it is dealt with. */
  | { readonly type: 'therapy.resumed' }
  /** Raised within the chart: what was only to be told has been shown for long enough. */
  | { readonly type: 'alarm.lapsed' };

/** What of its row in the alarm table an instance must know. */
export type AlarmRow = Pick<AlarmKind, 'latching' | 'escalation' | 'again' | GradeName>;

/** What kind of alarm this instance is, how bad it is, and how often it has come back after it was silenced. */
export type AlarmContext = {
  readonly row: AlarmRow;
  readonly grade: GradeName;
  readonly returned: 'never' | 'once' | 'twice';
};

type Moment = { readonly context: AlarmContext };
type MomentOfEvent = { readonly context: AlarmContext; readonly event: AlarmEvent };

/** How bad the alarm is now. */
export const currentGrade = ({ row, grade }: AlarmContext): Grade => {
  const current = row[grade];
  if (current === undefined) throw new Error(`an alarm was raised at "${grade}", a grade it does not have`);
  return current;
};

const timelineOf = ({ context }: Moment): Escalation => escalationOf(context.row, currentGrade(context));

/** A grade is never better than it was: not before the alarm is over. */
const worseOf = (one: GradeName, other: GradeName): GradeName =>
  gradeNames.indexOf(one) < gradeNames.indexOf(other) ? other : one;

/** Worse, and signalled on another timeline. What stays HIGH is on its way to the siren already (SR-081). */
const isMoreUrgent = ({ context, event }: MomentOfEvent): boolean => {
  if (event.type !== 'alarm.raised') return false;
  const grade = worseOf(context.grade, event.grade);
  return timelineOf({ context: { ...context, grade } }) !== timelineOf({ context });
};

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;

/** First signal to the next level: HIGH insists after 6 min, MEDIUM after 15; LOW gets rarer after an hour. */
const FIRST = {
  'E-H': 6 * MINUTE,
  'E-M': 15 * MINUTE,
  'E-L': 60 * MINUTE,
  'E-I': 60 * MINUTE,
  countdown: 15 * MINUTE,
} as const satisfies Record<Escalation, number>;

/** Insistent to the next level: HIGH is at its siren 10 min after it began (SR-081), MEDIUM urgent after an hour. */
const INSISTENT = { 'E-H': 4 * MINUTE, 'E-M': 45 * MINUTE } as const;

/** Longest silence a person may ask for: 2 (SR-082), 10 and 30 minutes by priority. */
const PAUSE = {
  high: 2 * MINUTE,
  medium: 10 * MINUTE,
  low: HALF_HOUR,
  info: HALF_HOUR,
} as const satisfies Record<Grade['priority'], number>;

/** How soon an acknowledged alarm whose cause stays comes back. */
const AGAIN = {
  high: 2 * MINUTE,
  medium: 15 * MINUTE,
  low: 60 * MINUTE,
  info: 60 * MINUTE,
} as const satisfies Record<Grade['priority'], number>;

export const alarm = setup({
  types: {
    context: {} as AlarmContext,
    events: {} as AlarmEvent,
    input: {} as AlarmRow,
    tags: {} as 'active' | 'sounding',
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  guards: {
    isMoreUrgent,
    signalsAsHigh: (moment: Moment): boolean => timelineOf(moment) === 'E-H',
    signalsAsLow: (moment: Moment): boolean => timelineOf(moment) === 'E-L',
    /** LOW alarms are repeated, and a countdown ends in an alarm of its own; they never become louder. */
    escalates: (moment: Moment): boolean => timelineOf(moment) === 'E-H' || timelineOf(moment) === 'E-M',
    isInformation: (moment: Moment): boolean => timelineOf(moment) === 'E-I',
    /** The third return of a HIGH alarm goes straight to the siren. */
    isThirdReturn: (moment: Moment): boolean =>
      timelineOf(moment) === 'E-H' && moment.context.returned === 'twice',
    isLatching: ({ context }: Moment): boolean => context.row.latching,
    /** Once for each crossing of its threshold: seen is dealt with. */
    isOnce: ({ context }: Moment): boolean => context.row.again === 'never',
    /** Then it ends only when a person resumes. */
    stopsTherapy: ({ context }: Moment): boolean => stopsTherapy(currentGrade(context)),
    /** Its cause going is enough, unless a person still has to see it or to resume. */
    endsWhenCeased: or([
      not('isLatching'),
      and([not('stopsTherapy'), stateIn('#alarm.signal.acknowledged')]),
    ]),
    endsWhenAcknowledged: or(['isOnce', and([not('stopsTherapy'), stateIn('#alarm.condition.gone')])]),
    endsWhenResumed: and([stateIn('#alarm.condition.gone'), stateIn('#alarm.signal.acknowledged')]),
  },
  actions: {
    countReturn: assign({ returned: ({ context }) => (context.returned === 'never' ? 'once' : 'twice') }),
    forgetReturns: assign({ returned: 'never' }),
    noteGrade: assign({
      grade: ({ context, event }) =>
        event.type === 'alarm.raised' ? worseOf(context.grade, event.grade) : context.grade,
    }),
    forgetGrade: assign({ grade: 'first' }),
    lapse: raise({ type: 'alarm.lapsed' }),
  },
  delays: {
    escalation: moment => FIRST[timelineOf(moment)],
    outcry: moment => (timelineOf(moment) === 'E-H' ? INSISTENT['E-H'] : INSISTENT['E-M']),
    /** A MEDIUM alarm that is signalled as a HIGH one is at its siren as soon as that. */
    urgency: 10 * MINUTE,
    audioPause: ({ context }) => PAUSE[currentGrade(context).priority],
    rearm: ({ context }) =>
      context.row.again === 'halfHour' ? HALF_HOUR : AGAIN[currentGrade(context).priority],
    notice: 5 * MINUTE,
  },
});

export type Region = Parameters<typeof alarm.createStateConfig>[0];
