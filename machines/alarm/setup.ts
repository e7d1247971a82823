import { and, assign, not, or, setup, stateIn } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { Priority } from '../../src/domain/alarms.ts';

export type AlarmEvent =
  | { readonly type: 'alarm.raised' }
  | { readonly type: 'alarm.ceased' }
  | { readonly type: 'alarm.acknowledged' }
  | { readonly type: 'alarm.paused' }
  /** Another alarm of at least this priority was raised: a pause may not hide it. */
  | { readonly type: 'alarm.joined' }
  /** A person has resumed delivery, which no alarm that stops it allows before it is dealt with. */
  | { readonly type: 'therapy.resumed' };

/** What kind of alarm this instance is, and how often it has come back after an acknowledgement. */
export type AlarmContext = {
  readonly priority: Priority;
  readonly latching: boolean;
  /** Whether it stops therapy: then it ends only when a person resumes. */
  readonly stops: boolean;
  readonly rearmed: 'never' | 'once' | 'twice';
};

type Moment = { readonly context: AlarmContext };

const MINUTE = 60_000;

/** Minutes by priority: first to insistent, insistent to siren. High is at its siren in 10 min (SR-081). */
const ESCALATION = {
  first: { high: 6 * MINUTE, medium: 15 * MINUTE, low: 60 * MINUTE },
  insistent: { high: 4 * MINUTE, medium: 45 * MINUTE, low: 60 * MINUTE },
} as const satisfies Record<string, Record<Priority, number>>;

/** Longest silence a person may ask for: 2 (SR-082), 10 and 30 minutes by priority. */
const PAUSE = { high: 2 * MINUTE, medium: 10 * MINUTE, low: 30 * MINUTE } as const satisfies Record<
  Priority,
  number
>;

/** How soon an acknowledged alarm whose cause stays comes back. */
const REARM = { high: 2 * MINUTE, medium: 15 * MINUTE, low: 60 * MINUTE } as const satisfies Record<
  Priority,
  number
>;

export const alarm = setup({
  types: {
    context: {} as AlarmContext,
    events: {} as AlarmEvent,
    input: {} as { readonly priority: Priority; readonly latching: boolean; readonly stops: boolean },
    tags: {} as 'active' | 'sounding',
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  guards: {
    /** LOW alarms are repeated; they never become louder. */
    escalates: ({ context }: Moment): boolean => context.priority !== 'low',
    /** The third return of a HIGH alarm goes straight to the siren. */
    isThirdReturn: ({ context }: Moment): boolean =>
      context.priority === 'high' && context.rearmed === 'twice',
    isLatching: ({ context }: Moment): boolean => context.latching,
    stopsTherapy: ({ context }: Moment): boolean => context.stops,
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
  },
  delays: {
    escalation: ({ context }) => ESCALATION.first[context.priority],
    outcry: ({ context }) => ESCALATION.insistent[context.priority],
    audioPause: ({ context }) => PAUSE[context.priority],
    rearm: ({ context }) => REARM[context.priority],
  },
});

export type Region = Parameters<typeof alarm.createStateConfig>[0];
