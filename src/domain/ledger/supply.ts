import { BAY_LENGTH, FREE_MOST, LOST_SHARE, SEAT_LEAST, SEAT_MOST } from '../drive.ts';
import type { FactOf, Found } from '../facts.ts';
import { HARD } from '../limits.ts';
import { baselineOf, renewed } from '../occlusion.ts';
import { type MonoMs, microunits } from '../units.ts';
import { forgetPosition } from './encoder.ts';
import { noteSite } from './reminders.ts';
import { announceAtOnce, refill } from './reservoir.ts';
import { SAME_PLACE } from './restart.ts';
import { andThen, type Ledger, type Step, step } from './state.ts';
import { endStorm } from './storm.ts';
import { noPrime, type Supply } from './supplyState.ts';

/**
 * The bay is open. Whatever was in it was prepared, felt and filled for nothing: cartridge, line and
 * set are others from now on, and a free plunger moves no insulin.
 */
export const removeCartridge = (ledger: Ledger): Ledger => ({
  ...ledger,
  supply: { ...ledger.supply, bay: 'open', prepared: false, coupled: false, rest: null },
  prime: noPrime,
  occlusion: renewed(ledger.occlusion, ledger.at?.monoMs ?? null),
  encoder: forgetPosition(ledger.encoder),
});

export const insertCartridge = (ledger: Ledger): Ledger => withSupply(ledger, { bay: 'closed' });

/** The drive says that the plunger has met a cartridge. Force and way must be those of one (SR-061). */
export const seatPlunger = (ledger: Ledger, seat: FactOf<'plunger.seated'>): Step => {
  const { freeMn, seatedMn, travelMicrosteps } = seat;
  const reasons: string[] = [];
  if (Math.abs(freeMn) > FREE_MOST) {
    reasons.push(`the load cell shows ${freeMn} mN without a cartridge, more than ${FREE_MOST} mN.`);
  }
  if (seatedMn < SEAT_LEAST || seatedMn > SEAT_MOST) {
    reasons.push(`${seatedMn} mN at the cartridge is not between ${SEAT_LEAST} mN and ${SEAT_MOST} mN.`);
  }
  if (travelMicrosteps < 0 || travelMicrosteps > BAY_LENGTH) {
    reasons.push(`a way of ${travelMicrosteps} microsteps is not within the bay, ${BAY_LENGTH} microsteps.`);
  }
  return reasons.length === 0
    ? step(withSupply(ledger, { coupled: true }), { type: 'seat.verified' })
    : step(ledger, { type: 'seat.doubted', reason: reasons.join(' ') });
};

/**
 * The user's word on the cartridge. Before the first power-on it is a pump prepared by hand, as a person
 * hands it over; after it, the charts decide whether anybody asked (SR-053, SR-055).
 */
export const stateCartridge = (
  ledger: Ledger,
  { volumeUu, unitsPerMl }: FactOf<'cartridge.replaced'>,
  now: MonoMs,
): Step => {
  if (unitsPerMl !== HARD.unitsPerMl) {
    const reason = `U-${unitsPerMl} insulin is not U-${HARD.unitsPerMl}, for which every dose is reckoned; load another cartridge.`;
    return step(ledger, { type: 'cartridge.refused', reasons: [reason] });
  }
  const stated = withSupply(ledger, { statedUu: microunits(volumeUu) });
  if (!ledger.supply.isNew) return step(stated, { type: 'cartridge.accepted' });
  const handed = finishChange(refill(stated, stated.supply.statedUu));
  return andThen(handed, before => noteSite(before, now));
};

/** The charts have asked for it: the reservoir holds what the user said. */
export const acceptCartridge = (ledger: Ledger): Step => {
  const settled = announceAtOnce(refill(ledger, ledger.supply.statedUu));
  return { ledger: settled.ledger, derived: [{ type: 'reservoir.refilled' }, ...settled.derived] };
};

/** Seated, primed and connected: doses may come of it. */
export const finishChange = (ledger: Ledger): Step => endStorm(withSupply(ledger, { prepared: true }));

/** Only another cartridge ends what its plunger has done, whatever is switched off and on meanwhile. */
export const distrustCartridge = (ledger: Ledger): Ledger => withSupply(ledger, { prepared: false });

/** After a boot: what the journal, the switch and the encoder say together. */
export const findSupply = (ledger: Ledger): Step => {
  const found = foundIn(ledger);
  return step(withSupply(ledger, { prepared: found === 'ready', rest: null }), {
    type: 'supply.found',
    found,
  });
};

const foundIn = ({ supply: { bay, prepared, rest }, encoder }: Ledger): Found => {
  if (bay === 'open') return 'empty';
  if (!prepared) return 'occupied';
  if (rest === null) return 'ready';
  // An encoder that has not spoken may have moved anywhere.
  const moved = encoder.last === null ? Number.POSITIVE_INFINITY : encoder.last - rest.counts;
  return moved >= -SAME_PLACE && moved <= SAME_PLACE + rest.slack ? 'ready' : 'moved';
};

/**
 * SR-062: a seated plunger that meets nothing any more has come loose, and insulin may run by itself.
 * `before` is the ledger that has not felt this force yet: it must not lower its own baseline.
 */
export const loseForce = (ledger: Ledger, before: Ledger): Step => {
  const baseline = baselineOf(before.occlusion.samples);
  const { coupled } = ledger.supply;
  const isLost = coupled && baseline !== null && (ledger.force ?? baseline) * LOST_SHARE < baseline;
  return isLost
    ? step(withSupply(ledger, { coupled: false, prepared: false }), { type: 'force.lost' })
    : step(ledger);
};

const withSupply = (ledger: Ledger, change: Partial<Supply>): Ledger => ({
  ...ledger,
  supply: { ...ledger.supply, ...change },
});
