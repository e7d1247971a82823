import { match, P } from 'ts-pattern';
import { ALARMS } from '../../domain/alarms.ts';
import { cartridgeOf } from '../../domain/change.ts';
import type { Fact } from '../../domain/facts.ts';
import { PULSE } from '../../domain/pulses.ts';
import type { PageRequest } from '../../inspector/protocol.ts';
import type { PumpState } from '../../runtime/state.ts';
import { toMillionths } from '../settings/amounts.ts';

/** A request of the page that is a fact once the pump takes it. */
export type PersonRequest = Exclude<
  PageRequest,
  { type: 'inject' | 'bay' | 'speed' | 'world' | 'button' | 'run' }
>;

export type Asked = { readonly fact: Fact } | { readonly reason: string };

/**
 * The fact that a person causes by this request, or why it makes no sense now. Whether the pump does
 * what is asked, the charts and the ledger decide; this refuses only what could not mean anything.
 * `newBolus` names a bolus that no other boot can have named.
 */
export const factFor = (request: PersonRequest, state: PumpState, newBolus: () => string): Asked =>
  match(request)
    .returnType<Asked>()
    .with({ type: 'bolus.requested' }, wish => bolusFact(wish, newBolus))
    .with({ type: 'bolus.confirmed' }, ({ type, bolus }) => confirmation(type, bolus, state))
    .with({ type: 'bolus.confirmedAgain' }, ({ type, bolus }) => confirmation(type, bolus, state))
    .with({ type: 'bolus.cancelled' }, ({ type, part }) =>
      isThere(part, state)
        ? { fact: { type, ...(part === undefined ? {} : { part }) } }
        : { reason: 'There is no bolus to cancel.' },
    )
    .with({ type: 'suspend.requested' }, ({ type, minutes }) => ({
      fact: { type, ...(minutes === undefined ? {} : { durationMs: minutes * 60_000 }) },
    }))
    .with({ type: PLAIN }, ({ type }) => ({ fact: { type } }))
    .with({ type: 'carbs.entered' }, fact => ({ fact }))
    .with({ type: 'sleep.started' }, { type: 'exercise.started' }, ({ type, minutes }) => ({
      fact: { type, ...(minutes === undefined ? {} : { durationMs: minutes * 60_000 }) },
    }))
    .with({ type: 'target.started' }, ({ minutes, ...target }) => ({
      fact: { ...target, durationMs: minutes * 60_000 },
    }))
    .with({ type: CHANGE_STEP }, ({ type }) => ({ fact: { type } }))
    .with({ type: 'fill.requested' }, ({ type, units }) =>
      (units * 1_000_000) % PULSE === 0
        ? { fact: { type, amountUu: units * 1_000_000 } }
        : { reason: `${units} U is not a multiple of ${PULSE / 1_000_000} U, one pulse.` },
    )
    .with({ type: 'settings.proposed' }, ({ insteadOf, glucoseUnit: _, ...proposed }) => ({
      fact: { ...proposed, ...(insteadOf === undefined ? {} : { insteadOf }) },
    }))
    .with({ type: 'settings.confirmed' }, fact => ({ fact }))
    .with({ type: 'tempBasal.requested' }, temporaryFact)
    .with({ type: 'tempBasal.cancelled' }, ({ type }) =>
      state.ledger.temp.running === null ? { reason: 'No temporary basal is running.' } : { fact: { type } },
    )
    .with({ type: 'lowSuspend.overruled' }, ({ type }) =>
      state.machines.lowSuspend.matches({ basal: 'withheld' })
        ? { fact: { type } }
        : { reason: 'Basal is not off because of low glucose.' },
    )
    .with({ type: 'alarm.acknowledged' }, { type: 'alarm.paused' }, ({ type, alarm }) =>
      state.annunciation.some(active => active.alarm === alarm)
        ? { fact: { type, alarm } }
        : { reason: `The alarm "${alarm}" is not active. Active: ${activeAlarms(state)}.` },
    )
    .with({ type: 'cartridge.replaced' }, ({ units }) =>
      state.pump.matches({ supply: { changing: 'seated' } })
        ? withAmount(units, volumeUu => ({ fact: cartridgeOf(volumeUu) }))
        : { reason: 'No new cartridge is seated: begin a change, step by step.' },
    )
    .with({ type: 'zone.changed' }, { type: 'pairing.opened' }, fact => ({ fact }))
    .with({ type: 'pairing.closed' }, () =>
      state.machines.remote.matches({ pairing: 'open' })
        ? { fact: { type: 'pairing.failed', reason: 'cancelled' } }
        : { reason: 'No remote is being paired.' },
    )
    .exhaustive();

/** What says all by its name. A clock that is set has been set before: the fact's own time is the new one. */
const PLAIN = P.union(
  'resume.requested',
  'screen.unlocked',
  'screen.locked',
  'entry.opened',
  'entry.closed',
  'clock.set',
  'settings.discarded',
  'automation.enabled',
  'automation.disabled',
  'activity.ended',
  'target.cancelled',
);
/** Steps of a cartridge change that need no more than to be taken; whether it is their turn, the pump says. */
const CHANGE_STEP = P.union(
  'change.requested',
  'change.cancelled',
  'set.disconnected',
  'rewind.requested',
  'prime.started',
  'prime.held',
  'prime.stopped',
  'prime.skipped',
  'fill.cancelled',
  'fill.skipped',
);
/** What makes the pump safer, or answers an alarm, is taken from every screen (SR-107). */
const FROM_LOCK: ReadonlySet<PersonRequest['type']> = new Set([
  'screen.unlocked',
  'screen.locked',
  'entry.closed',
  'pairing.closed',
  'suspend.requested',
  'bolus.cancelled',
  'tempBasal.cancelled',
  'prime.stopped',
  'fill.cancelled',
  'settings.discarded',
  'alarm.acknowledged',
  'alarm.paused',
]);

/** Whether the lock of the screen keeps this request from the pump. */
export const isLockedOut = ({ type }: PersonRequest, { machines }: PumpState): boolean =>
  machines.lock.hasTag('locked') && !FROM_LOCK.has(type);

type BolusWish = Extract<PersonRequest, { type: 'bolus.requested' }>;

const bolusFact = ({ type, units, kind, extendedUnits, minutes }: BolusWish, newBolus: () => string): Asked =>
  withAmount(units, amountUu =>
    withAmount(extendedUnits ?? 0, extendedUu => ({
      fact: {
        type,
        bolus: newBolus(),
        amountUu,
        ...(kind === undefined ? {} : { kind }),
        ...(extendedUnits === undefined ? {} : { extendedUu }),
        ...(minutes === undefined ? {} : { durationMs: minutes * 60_000 }),
      },
    })),
  );

type TemporaryWish = Extract<PersonRequest, { type: 'tempBasal.requested' }>;

const temporaryFact = ({ type, percent, unitsPerHour, minutes }: TemporaryWish): Asked => {
  const durationMs = minutes * 60_000;
  if (percent !== undefined) return { fact: { type, percent, durationMs } };
  return withAmount(unitsPerHour ?? 0, rateUuPerHour => ({ fact: { type, rateUuPerHour, durationMs } }));
};

const isThere = (part: 'normal' | 'extended' | undefined, { ledger }: PumpState): boolean =>
  (part !== 'extended' && ledger.bolus.current !== null) ||
  (part !== 'normal' && ledger.bolus.extended !== null);

const withAmount = (units: number, then: (amountUu: number) => Asked): Asked => {
  const amount = toMillionths(units);
  return amount === null
    ? { reason: `${units} U is finer than 0.000001 U, and nothing is rounded.` }
    : then(amount);
};

const confirmation = (
  type: 'bolus.confirmed' | 'bolus.confirmedAgain',
  bolus: string,
  { ledger }: PumpState,
): Asked => {
  const waiting = ledger.bolus.current;
  if (waiting?.phase !== 'pending') return { reason: 'No bolus waits for confirmation.' };
  if (waiting.bolus !== bolus)
    return { reason: `The bolus that waits is "${waiting.bolus}", not "${bolus}".` };
  return { fact: { type, bolus } };
};

const activeAlarms = ({ annunciation }: PumpState): string =>
  annunciation.length === 0
    ? 'none'
    : annunciation.map(({ alarm }) => `${alarm} (${ALARMS[alarm].title})`).join(', ');
