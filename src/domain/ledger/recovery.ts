import { measureAnew } from '../detect/conditions.ts';
import type { Derived, FactOf } from '../facts.ts';
import { forgetSuspicion } from '../occlusion.ts';
import type { Instant } from '../profile.ts';
import { after, milliseconds } from '../units.ts';
import { lostAt, trustFrom } from '../wallClock.ts';
import { noAutomation } from './automationState.ts';
import { nothingOwed } from './basal.ts';
import { discardBolus, endBolus } from './bolus.ts';
import { forgetPosition } from './encoder.ts';
import { endExtended } from './extended.ts';
import { countPulse } from './flight.ts';
import { restartGlucose } from './glucose.ts';
import { restartLowSuspend } from './lowSuspend.ts';
import { restartReminders } from './reminders.ts';
import { andThen, type Ledger, type Step, step, uncounted } from './state.ts';
import { endTempBasal } from './temp.ts';

/** Used when nobody knows the duration of insulin action: the longest that settings allow. */
const LONGEST_ACTION_MINUTES = 480;

/** The power is gone, or was: nothing is delivered and nothing is owed. */
export const stopDelivery = (ledger: Ledger): Ledger => ({
  ...ledger,
  delivering: false,
  basal: nothingOwed,
  prime: { ...ledger.prime, running: 'nothing', nextAt: null },
  offered: null,
});

/** The same, said once. */
export const tellStop = (ledger: Ledger): Step =>
  ledger.delivering ? step(stopDelivery(ledger), { type: 'delivery.stopped' }) : step(stopDelivery(ledger));

/**
 * A boot. The worst is assumed of whatever the last run left open: a pulse in flight was delivered,
 * an active bolus is over (SR-006, SR-023, SR-024). Nothing that ran goes on by itself.
 */
export const recover = (ledger: Ledger, { gapMs }: FactOf<'power.applied'>, at: Instant): Step => {
  const counted = uncounted(ledger) === null ? step(ledger) : countPulse(ledger, false, at.monoMs);
  const ended = andThen(counted, endOpenBolus);
  const temp = ended.ledger.temp.running !== null;
  return andThen(ended, before => {
    const rested: Ledger = {
      ...restartReminders(
        restartGlucose(restartLowSuspend(stopDelivery(endTempBasal(before)), at.monoMs), at.monoMs),
      ),
      flight: null,
      temp: { wanted: null, running: null },
      encoder: forgetPosition(before.encoder),
      supply: { ...before.supply, isNew: false, rest: restOf(before) },
      occlusion: forgetSuspicion(before.occlusion),
      conditions: measureAnew(before.conditions),
      automation: noAutomation,
      temporaryTarget: null,
      clock: gapMs === null || before.clock.phase !== 'trusted' ? lostAt(at) : trustFrom(at),
      attendance: { since: null, told: 'nothing' },
      remindAt: null,
      unknownUntil: gapMs === null ? unknownFrom(before, at) : before.unknownUntil,
      left: before.left === null ? null : { ...before.left, gapMs },
    };
    const found: Derived[] = [
      ...(temp ? [{ type: 'tempBasal.ended' } as const] : []),
      ...(before.temporaryTarget === null ? [] : [{ type: 'target.ended', reason: 'powerLost' } as const]),
    ];
    return step(rested, ...found);
  });
};

/** Where the plunger must be found again; null when nobody knew where it was. */
const restOf = ({ encoder }: Ledger): Ledger['supply']['rest'] =>
  encoder.last === null ? null : { counts: encoder.last, slack: encoder.slack };

const endOpenBolus = (ledger: Ledger): Step =>
  andThen(
    ledger.bolus.current?.phase === 'active' ? endBolus(ledger, 'powerLost') : step(discardBolus(ledger)),
    before => endExtended(before, 'powerLost'),
  );

/**
 * The record of what was given is lost (SR-072). Nobody knows what is on board, or what the cartridge holds: it is
 * not that of a new pump, which a person has just prepared.
 */
export const loseRecords = (ledger: Ledger, at: Instant): Ledger => ({
  ...ledger,
  unknownUntil: unknownFrom(ledger, at),
  supply: { ...ledger.supply, isNew: false, prepared: false },
  left: null,
});

/** SR-072: what was on board when nobody looked has gone after the duration of insulin action. */
const unknownFrom = ({ settings }: Ledger, at: Instant) =>
  after(at.monoMs, milliseconds((settings?.insulinDurationMinutes ?? LONGEST_ACTION_MINUTES) * 60_000));
