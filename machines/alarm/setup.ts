import { and, assign, not, or, setup, stateIn } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import {
  type AlarmKind,
  type Grade,
  type GradeName,
  gradeNames,
  type Priority,
  stopsTherapy,
} from '../../src/domain/alarms.ts';

export type AlarmEvent =
  /** At its first grade, or at a worse one. Of two, the worse stays until the alarm is over. */
  | { readonly type: 'alarm.raised'; readonly grade: GradeName }
  | { readonly type: 'alarm.ceased' }
  | { readonly type: 'alarm.acknowledged' }
  | { readonly type: 'alarm.paused' }
  /** Another alarm of at least this priority was raised: a pause may not hide it. */
  | { readonly type: 'alarm.joined' }
  /** A person has resumed delivery, which no alarm that stops it allows before it is dealt with. */
  | { readonly type: 'therapy.resumed' };

/** What of its row in the alarm table an instance must know. */
export type AlarmRow = Pick<AlarmKind, 'latching' | GradeName>;

/** What kind of alarm this instance is, how bad it is, and how often it has come back after an acknowledgement. */
export type AlarmContext = {
  readonly row: AlarmRow;
  readonly grade: GradeName;
  readonly rearmed: 'never' | 'once' | 'twice';
};

type Moment = { readonly context: AlarmContext };

/** How bad the alarm is now. */
export const currentGrade = ({ row, grade }: AlarmContext): Grade => {
  const current = row[grade];
  if (current === undefined) throw new Error(`an alarm was raised at "${grade}", a grade it does not have`);
  return current;
};

const priorityOf = ({ context }: Moment): Priority => currentGrade(context).priority;

/** A grade is never better than it was: not before the alarm is over. */
const worseOf = (one: GradeName, other: GradeName): GradeName =>
  gradeNames.indexOf(one) < gradeNames.indexOf(other) ? other : one;

const MINUTE = 60_000;

/** Minutes by priority: first to insistent, insistent to siren. High is at its siren in 10 min (SR-081). */
const ESCALATION = {
  first: { high: 6 * MINUTE, medium: 15 * MINUTE, low: 60 * MINUTE, info: 60 * MINUTE },
  insistent: { high: 4 * MINUTE, medium: 45 * MINUTE, low: 60 * MINUTE, info: 60 * MINUTE },
} as const satisfies Record<string, Record<Priority, number>>;

/** Longest silence a person may ask for: 2 (SR-082), 10 and 30 minutes by priority. */
const PAUSE = {
  high: 2 * MINUTE,
  medium: 10 * MINUTE,
  low: 30 * MINUTE,
  info: 30 * MINUTE,
} as const satisfies Record<Priority, number>;

/** How soon an acknowledged alarm whose cause stays comes back. */
const REARM = {
  high: 2 * MINUTE,
  medium: 15 * MINUTE,
  low: 60 * MINUTE,
  info: 60 * MINUTE,
} as const satisfies Record<Priority, number>;

export const alarm = setup({
  types: {
    context: {} as AlarmContext,
    events: {} as AlarmEvent,
    input: {} as AlarmRow,
    tags: {} as 'active' | 'sounding',
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  guards: {
    /** LOW alarms are repeated; they never become louder. */
    escalates: (moment: Moment): boolean => priorityOf(moment) === 'high' || priorityOf(moment) === 'medium',
    /** The third return of a HIGH alarm goes straight to the siren. */
    isThirdReturn: (moment: Moment): boolean =>
      priorityOf(moment) === 'high' && moment.context.rearmed === 'twice',
    isLatching: ({ context }: Moment): boolean => context.row.latching,
    /** Then it ends only when a person resumes. */
    stopsTherapy: ({ context }: Moment): boolean => stopsTherapy(currentGrade(context)),
    /** Its cause going is enough, unless a person still has to see it or to resume. */
    endsWhenCeased: or([
      not('isLatching'),
      and([not('stopsTherapy'), stateIn('#alarm.signal.acknowledged')]),
    ]),
    endsWhenAcknowledged: and([not('stopsTherapy'), stateIn('#alarm.condition.gone')]),
    endsWhenResumed: and([stateIn('#alarm.condition.gone'), stateIn('#alarm.signal.acknowledged')]),
  },
  actions: {
    countReturn: assign({ rearmed: ({ context }) => (context.rearmed === 'never' ? 'once' : 'twice') }),
    forgetReturns: assign({ rearmed: 'never' }),
    noteGrade: assign({
      grade: ({ context, event }) =>
        event.type === 'alarm.raised' ? worseOf(context.grade, event.grade) : context.grade,
    }),
    forgetGrade: assign({ grade: 'first' }),
  },
  delays: {
    escalation: ({ context }) => ESCALATION.first[currentGrade(context).priority],
    outcry: ({ context }) => ESCALATION.insistent[currentGrade(context).priority],
    audioPause: ({ context }) => PAUSE[currentGrade(context).priority],
    rearm: ({ context }) => REARM[currentGrade(context).priority],
  },
});

export type Region = Parameters<typeof alarm.createStateConfig>[0];
