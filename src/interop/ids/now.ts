import { match } from 'ts-pattern';
import { type Ledger, onBoard } from '../../domain/ledger/ledger.ts';
import { type Instant, profileAt } from '../../domain/profile.ts';
import { PULSE } from '../../domain/pulses.ts';
import type { PumpState } from '../../runtime/state.ts';
import { foremost } from './alarmsTold.ts';
import type { ReaderAnswer, ReaderAsked, ReaderResult } from './answers.ts';
import { minutesOf } from './basal.ts';
import { openAmounts } from './boluses.ts';
import { type Chronicle, profileNumber } from './chronicle.ts';
import { sinceMidnight } from './days.ts';
import type { AnnunciationTold } from './record.ts';
import { type IddStatus, statusOf } from './status.ts';
import { minutesIn } from './tell.ts';

/** A pump at an instant, with what its history remembers. */
export type Moment = {
  readonly chronicle: Chronicle;
  readonly state: PumpState;
  readonly at: Instant;
  /** False where nobody knows whether the pump is still so: whoever told of its steps tells no more. */
  readonly isCurrent: boolean;
};

/** What a client can ask about how the pump is now. */
export type Question = Exclude<ReaderAsked, { ask: 'resetStatus' }>;
export type TellingAnswer = Exclude<ReaderAnswer, { answer: 'result' }>;

export const statusNow = ({ state, isCurrent }: Moment): IddStatus => {
  const status = statusOf(state);
  return isCurrent
    ? status
    : { ...status, therapy: 'undetermined', operational: 'undetermined', leftUu: null };
};
export const annunciationNow = ({ chronicle, state, isCurrent }: Moment): AnnunciationTold | null => {
  const told = foremost(chronicle.alarms, state.annunciation);
  return told === null || isCurrent ? told : { ...told, status: 'undetermined' };
};

/** The standard lists so many boluses at once. */
const MOST_BOLUSES = 7;

/** How long until nothing acts any more of what was given: as long as insulin acts, from the last pulse on. */
const remainingOnBoard = ({ doses, settings }: Ledger, { monoMs }: Instant): number | null => {
  const last = doses.history.at(doses.history.length - 1);
  if (last === undefined || settings === null) return null;
  return minutesIn(last.atMonoMs + settings.insulinDurationMinutes * 60_000 - monoMs);
};

/** The answer, or the result by which the question is refused. */
export const answerTo = (question: Question, moment: Moment): TellingAnswer | ReaderResult => {
  const { chronicle, at } = moment;
  // An amount that once was would pass for that of now.
  if (!moment.isCurrent) return 'notApplicable';
  const { ledger } = moment.state;
  return match(question)
    .returnType<TellingAnswer | ReaderResult>()
    .with({ ask: 'activeBoluses' }, () => ({
      answer: 'activeBoluses',
      boluses: chronicle.boluses.open.slice(0, MOST_BOLUSES).map(({ id }) => id),
    }))
    .with({ ask: 'activeBolus' }, ({ bolus, selection }) => {
      const open = chronicle.boluses.open.find(({ id }) => id === bolus);
      if (open === undefined) return 'notApplicable';
      return {
        answer: 'activeBolus',
        ...openAmounts(open, ledger, selection, at.monoMs),
        correction: false,
        meal: false,
        delayMinutes: null,
        template: null,
        activation: open.activation,
      };
    })
    .with({ ask: 'basalRate' }, () => {
      const { settings, delivering } = ledger;
      if (settings === null || !delivering) return 'notApplicable';
      const { tbr } = chronicle.basal;
      return {
        answer: 'basalRate',
        profile: profileNumber(chronicle.profiles, settings.profileName),
        profileRateUuPerHour: profileAt(settings, at.wallMs).rate,
        tbr: tbr === null ? null : { level: tbr.level, ...minutesOf(tbr, at.monoMs) },
        context: tbr?.context ?? 'device',
      };
    })
    .with({ ask: 'totalDaily' }, () => {
      const { bolusUu, basalUu } = sinceMidnight(chronicle.day, ledger, at.wallMs);
      return { answer: 'totalDaily', bolusUu, basalUu, totalUu: bolusUu + basalUu };
    })
    .with({ ask: 'counter' }, ({ counter, selection }) =>
      counter === 'reservoirInsulin' && selection === 'elapsed' && chronicle.filledAt !== null
        ? {
            answer: 'counter',
            counter,
            selection,
            minutes: Math.floor((at.monoMs - chronicle.filledAt) / 60_000),
          }
        : 'notApplicable',
    )
    .with({ ask: 'delivered' }, () => ({
      answer: 'delivered',
      bolusUu: (ledger.doses.bolus + ledger.doses.extended) * PULSE,
      basalUu: ledger.doses.basal * PULSE,
    }))
    .with({ ask: 'onBoard' }, () => {
      const insulin = onBoard(ledger, at.monoMs);
      // A part of it would pass for the whole (SR-072).
      if (insulin === 'unknown') return 'notApplicable';
      return { answer: 'onBoard', onBoardUu: insulin, remainingMinutes: remainingOnBoard(ledger, at) };
    })
    .exhaustive();
};
