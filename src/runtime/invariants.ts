import { currentGrade } from '../../machines/alarm/setup.ts';
import { hardHourly } from '../domain/admission.ts';
import { stopsTherapy } from '../domain/alarms.ts';
import type { Command, CommandOf, Intent } from '../domain/commands.ts';
import type { Fact } from '../domain/facts.ts';
import { lastDay, lastHour, onBoard, pulseInFlight, pulsesCounted } from '../domain/ledger/ledger.ts';
import { MOST_MS, usedUpTo } from '../domain/lowSuspend/window.ts';
import { dailyBasal } from '../domain/profiles.ts';
import { PULSE } from '../domain/pulses.ts';
import { indexAfter, ROLLING_DAY_MS } from '../domain/rolling.ts';
import { monoMs } from '../domain/units.ts';
import { AUTOMATIC } from './automationInvariant.ts';
import { viewOf } from './chartView.ts';
import type { Memory } from './monitor.ts';
import type { Observed } from './run.ts';
import type { PumpState } from './state.ts';
import { isVerifiedRestart } from './verifiedRestart.ts';

/**
 * What must be true of every step, whatever arrived. The numbers are those of the pump domain. Each is written
 * from the outside: from commands, active states and counts, never by asking the guard that should have kept it.
 */
export type Invariant = {
  readonly id: `I${number}`;
  /** What broke it, for a person; null when it holds. */
  readonly breaks: (step: Observed, memory: Memory) => string | null;
};

const NOTHING: readonly never[] = [];

const asked = <Type extends Command['type']>(
  { commands }: Observed,
  type: Type,
): readonly CommandOf<Type>[] =>
  commands.length === 0
    ? NOTHING
    : commands.filter((command): command is CommandOf<Type> => command.type === type);

const isTold = ({ annunciation, alarms }: PumpState): boolean =>
  annunciation.some(
    ({ alarm, priority }) => priority === 'high' && stopsTherapy(currentGrade(alarms[alarm].context)),
  );

/** A pulse that fills the set is no dose. */
const isDose = (intent: Intent | null): boolean => intent !== null && intent.channel !== 'prime';

/** What a person may change at any time without any insulin being forgotten. */
const CHANGES_OF_MIND: ReadonlySet<Fact['type']> = new Set([
  'settings.changed',
  'settings.confirmed',
  'clock.set',
  'zone.changed',
]);

/** `says` when the invariant is broken; a sentence with values is made only then. */
const when = (broken: boolean, says: string | (() => string)): string | null =>
  broken ? (typeof says === 'string' ? says : says()) : null;

export const INVARIANTS: readonly Invariant[] = [
  {
    id: 'I1',
    breaks: step =>
      when(
        asked(step, 'moveMotor').some(({ pulse }) =>
          pulse.channel === 'prime' ? !viewOf(step.state.pump).mayPrime : !viewOf(step.state.pump).mayDeliver,
        ),
        'a pulse moves although delivery is not permitted',
      ),
  },
  {
    id: 'I2',
    breaks: (step, { dayFrom }) => {
      const { ledger } = step.state;
      // What fills tubing and cannula is no dose, and flows while the hour is full (SR-050).
      const channels = asked(step, 'moveMotor').map(({ pulse: { channel } }) => channel);
      if (channels.every(channel => channel === 'prime') || ledger.settings === null) return null;
      const { monoMs } = step.envelope;
      const hour = lastHour(ledger, monoMs);
      const mostInHour = hardHourly(ledger.settings);
      const day = lastDay(ledger, monoMs);
      // Boluses end at the daily limit; the basal of the profile goes on (SR-016).
      const isBolus = channels.some(channel => channel === 'bolus' || channel === 'extended');
      const mostInDay = ledger.settings.maxDailyUu;
      // What a raise and boluses have given up to the limit, the profile, and the rest of a pulse.
      const mostWithBasal = mostInDay + dailyBasal(ledger.settings.basalProfile) + PULSE;
      const isWholeDay = dayFrom === null || monoMs - dayFrom >= ROLLING_DAY_MS;
      return (
        when(hour > mostInHour, () => `${hour} µU in an hour, more than ${mostInHour}`) ??
        when(isBolus && day > mostInDay, () => `${day} µU in a day with a bolus, more than ${mostInDay}`) ??
        when(
          isWholeDay && day > mostWithBasal,
          () => `${day} µU in a day, more than ${mostWithBasal} with the profile`,
        )
      );
    },
  },
  {
    id: 'I3',
    // A tube may be primed while the alarm that the change answers still stops therapy; nothing moves after a fault.
    breaks: step => {
      const { pump } = step.state;
      const goesOn =
        viewOf(step.before.pump).isMoving && viewOf(pump).isMoving && asked(step, 'stopMotor').length === 0;
      const { isFailSafe, isStopped: isAlarmed } = viewOf(pump);
      const isStopped = isFailSafe || (isAlarmed && pump.context.owner !== 'prime');
      return when(goesOn && isStopped, 'an alarm stops therapy and the motor still moves');
    },
  },
  {
    id: 'I4',
    breaks: ({ state: { ledger } }) => {
      const { current, last, extended, lastExtended } = ledger.bolus;
      const over = [current, last, extended, lastExtended].find(
        bolus => bolus !== null && bolus.deliveredUu > bolus.requestedUu,
      );
      return over ? `the bolus ${over.bolus} gave ${over.deliveredUu} µU of ${over.requestedUu} µU` : null;
    },
  },
  {
    id: 'I5',
    breaks: ({ state: { ledger } }) => {
      const counted = pulsesCounted(ledger.doses);
      return counted > ledger.claims
        ? `${counted} pulses were counted and only ${ledger.claims} claimed`
        : null;
    },
  },
  {
    id: 'I6',
    breaks: ({ before, state, envelope: { fact } }) => {
      const [was, is] = [before.ledger.reservoir.volumeUu, state.ledger.reservoir.volumeUu];
      return fact.type !== 'cartridge.replaced' && is > was
        ? `the reservoir rose from ${was} to ${is} µU on ${fact.type}`
        : null;
    },
  },
  {
    id: 'I7',
    breaks: step => {
      const { lowSuspend } = step.state.ledger;
      const { hold, spells } = lowSuspend;
      const now = step.envelope.monoMs;
      const used = usedUpTo(
        hold === null ? spells : [...spells, { from: hold.since, to: monoMs(Math.min(now, hold.until)) }],
        now,
      );
      const flows = asked(step, 'recordIntent').some(({ pulse }) => pulse.channel === 'basal');
      return (
        when(used > MOST_MS, () => `basal was off for ${used} ms of 150 min because of low glucose`) ??
        when(
          flows && hold !== null && step.before.ledger.lowSuspend.hold !== null,
          'basal flows while low glucose holds it',
        )
      );
    },
  },
  {
    id: 'I8',
    breaks: ({ before, state, envelope }) =>
      when(
        viewOf(before.pump).isFailSafe &&
          envelope.fact.type !== 'power.lost' &&
          !viewOf(state.pump).isFailSafe,
        () => `fail-safe was left on ${envelope.fact.type}`,
      ),
  },
  {
    id: 'I9',
    breaks: step =>
      when(
        asked(step, 'moveMotor').some(({ pulse }) => isDose(pulse)) && !step.state.ledger.supply.prepared,
        'a dose moves out of a cartridge that is not prepared',
      ),
  },
  {
    id: 'I10',
    breaks: step =>
      when(
        asked(step, 'rewindDrive').length > 0 && step.state.ledger.supply.bay !== 'open',
        'the plunger goes back with a closed bay',
      ),
  },
  {
    id: 'I11',
    // Of every dose within the duration of action at most all is left; of one to come, nothing.
    breaks: ({ state: { ledger }, envelope: { monoMs } }) => {
      const insulin = onBoard(ledger, monoMs);
      if (insulin === 'unknown' || ledger.settings === null) return null;
      const { history } = ledger.doses;
      const first = indexAfter(history, monoMs - ledger.settings.insulinDurationMinutes * 60_000);
      const given = indexAfter(history, monoMs) - first + (isDose(pulseInFlight(ledger)) ? 1 : 0);
      const most = given * PULSE;
      return when(insulin > most, () => `${insulin} µU on board, and only ${most} µU were given`);
    },
  },
  {
    id: 'I12',
    breaks: ({ state: { pump, ledger } }) => {
      const owner = pulseInFlight(ledger)?.channel ?? 'nobody';
      return when(
        pump.context.owner !== owner,
        () => `the chart says that ${pump.context.owner} owns the pulse, the ledger says ${owner}`,
      );
    },
  },
  {
    id: 'I13',
    breaks: ({ state }) =>
      when(
        viewOf(state.pump).isStoppedByAlarm && !isTold(state),
        'delivery is stopped by an alarm, and no HIGH alarm tells of it',
      ),
  },
  {
    id: 'I14',
    breaks: step =>
      when(
        !viewOf(step.before.pump).isDelivering &&
          viewOf(step.state.pump).isDelivering &&
          step.envelope.fact.type !== 'resume.requested' &&
          !isVerifiedRestart(step),
        () => `delivery was resumed by ${step.envelope.fact.type}`,
      ),
  },
  ...AUTOMATIC,
  {
    id: 'I16',
    breaks: ({ before, state, envelope }) => {
      const { fact, monoMs } = envelope;
      if (!CHANGES_OF_MIND.has(fact.type) || before.ledger.settings === null) return null;
      // A pulse that falls due in this very step is no consequence of it.
      if (before.ledger.claims !== state.ledger.claims) return null;
      const [was, is] = [before.ledger, state.ledger].map(ledger => ({
        hour: lastHour(ledger, monoMs),
        // A change of settings may change how long insulin acts, a change of the clock nothing at all.
        onBoard: fact.type.startsWith('settings.') ? null : onBoard(ledger, monoMs),
      }));
      return when(
        was?.hour !== is?.hour || was?.onBoard !== is?.onBoard,
        () => `insulin went from ${JSON.stringify(was)} to ${JSON.stringify(is)} µU on ${fact.type}`,
      );
    },
  },
  {
    id: 'I17',
    breaks: (step, { intent, moved, outcome }) => {
      if (step.commands.length === 0) return null;
      const intents = asked(step, 'recordIntent').map(({ pulse }) => pulse.pulse);
      const moves = asked(step, 'moveMotor').map(({ pulse }) => pulse.pulse);
      const outcomes = asked(step, 'recordOutcome').map(({ pulse }) => pulse);
      return (
        when(
          !rising(intent, intents),
          () => `an intent was recorded for pulse ${intents.join(', ')} after ${intent}`,
        ) ??
        when(!rising(moved, moves), () => `pulse ${moves.join(', ')} moved after ${moved}`) ??
        when(
          !rising(outcome, outcomes),
          () => `an outcome was recorded for pulse ${outcomes.join(', ')} after ${outcome}`,
        ) ??
        when(
          moves.some(pulse => pulse > intent),
          'a pulse moved before its intent was recorded',
        )
      );
    },
  },
  {
    id: 'I18',
    breaks: ({ state, envelope }) =>
      when(
        envelope.fact.type === 'power.applied' && !state.pump.matches({ bolus: 'idle', extended: 'idle' }),
        'a boot found a bolus in progress',
      ),
  },
];

const rising = (last: number, next: readonly number[]): boolean =>
  next.every((pulse, index) => pulse > (next[index - 1] ?? last));
