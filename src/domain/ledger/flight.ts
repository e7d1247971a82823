import { match } from 'ts-pattern';
import { hardHourly } from '../admission.ts';
import { noteOccurrence } from '../detect/recurrence.ts';
import { STRAY, VERIFIED_LEAST, VERIFIED_MOST } from '../drive.ts';
import type { Channel } from '../facts.ts';
import { feel } from '../occlusion.ts';
import type { Instant } from '../profile.ts';
import { ROLLING_HOUR_MS, rollingSum } from '../rolling.ts';
import { type Millinewtons, type MonoMs, microunits, millinewtons } from '../units.ts';
import { countForBolus, spaceBolus, voidForBolus } from './bolus.ts';
import { addDose } from './doses.ts';
import { afloat, noteCounts, restAt, strayAtRest, verdictOf } from './encoder.ts';
import { consumeExtended, countForExtended, voidForExtended } from './extended.ts';
import type { Flight } from './flightState.ts';
import { countForPrime, spacePrime } from './prime.ts';
import { announceLevel, drawPulse } from './reservoir.ts';
import { andThen, type Ledger, type Step, step, uncounted } from './state.ts';
import { distrustCartridge, loseForce } from './supply.ts';

/** The pulse that was due is now the one in flight. Its id was never used before. */
export const claimPulse = (ledger: Ledger, channel: Channel, at: Instant): Ledger => {
  if (ledger.flight !== null)
    throw new Error(`pulse ${ledger.flight.intent.pulse} is in flight; a second was claimed`);
  if (ledger.offered !== channel) throw new Error(`a ${channel} pulse was claimed that is not due`);
  const pulse = ledger.claims + 1;
  const claimed = consume(ledger, channel, at);
  return {
    ...claimed,
    claims: pulse,
    encoder: restAt(ledger.encoder),
    flight: {
      intent: { pulse, channel, bolus: bolusOn(ledger, channel) },
      phase: 'recording',
      moved: null,
      felt: false,
      hourMostUu: ledger.settings === null ? microunits(0) : hardHourly(ledger.settings),
      outcome: null,
      automatic: isAutomatic(ledger, channel),
    },
  };
};

const bolusOn = ({ bolus: { current, extended } }: Ledger, channel: Channel): string | null =>
  ({ basal: null, prime: null, bolus: current?.bolus ?? null, extended: extended?.bolus ?? null })[channel];

/** The pulse that was due is answered for: delivered or forgotten, it is not owed any more. */
export const consume = (ledger: Ledger, channel: Channel, at: Instant): Ledger => {
  const consumed: Ledger = { ...ledger, offered: null };
  switch (channel) {
    case 'basal':
      return { ...consumed, basal: { ...ledger.basal, owed: false } };
    case 'bolus':
      return ledger.bolus.current === null ? consumed : spaceBolus(consumed, at);
    case 'extended':
      return consumeExtended(consumed, at);
    case 'prime':
      return spacePrime(consumed, at);
    default:
      return channel satisfies never;
  }
};

/** The intent is durable: from now on the motor may move. */
export const noteIntent = (ledger: Ledger, pulse: number): Step =>
  step(advance(ledger, pulse, 'recording', 'moving') ?? ledger);

/**
 * The drive says that the pulse is complete; an answer for any other pulse is stray. One that was never
 * claimed belongs to no delivery that could be active: somebody else commands the drive (SR-014).
 */
export const noteArrival = (ledger: Ledger, pulse: number): Step => {
  const arrived = advance(ledger, pulse, 'moving', 'verifying');
  if (arrived !== null) return step(arrived);
  const stray = step(ledger, { type: 'pulse.stray', pulse });
  if (pulse <= ledger.claims) return stray;
  const reason = `the drive has made pulse ${pulse}, which nobody commanded`;
  return andThen(stray, before => step(before, { type: 'delivery.exceeded', reason }));
};

/** The drive has lost the pulse. What that means, the chart decides; here only whether it was awaited. */
export const noteFailure = (ledger: Ledger, pulse: number): Step =>
  uncounted(ledger)?.intent.pulse === pulse ? step(ledger) : step(ledger, { type: 'pulse.stray', pulse });

const advance = (
  ledger: Ledger,
  pulse: number,
  from: Flight['phase'],
  to: Flight['phase'],
): Ledger | null => {
  const { flight } = ledger;
  if (flight === null || flight.intent.pulse !== pulse || flight.phase !== from) return null;
  return { ...ledger, flight: { ...flight, phase: to } };
};

/** A reading of the encoder: an answer in verification, a watch on the plunger at rest (SR-008). */
export const noteEncoder = (ledger: Ledger, counts: number): Step => {
  const noted: Ledger = { ...ledger, encoder: noteCounts(ledger.encoder, counts) };
  const { flight } = noted;
  if (flight === null || flight.phase === 'recording' || flight.phase === 'concluding') {
    // A plunger that holds no cartridge moves no insulin, and goes back and forth in a change.
    return noted.supply.coupled
      ? strayAtRest(noted, counts)
      : step({ ...noted, encoder: afloat(noted.encoder) });
  }
  if (flight.phase !== 'verifying') return step(noted);
  const moved = counts - (noted.encoder.reference ?? counts);
  return judge({ ...noted, flight: { ...flight, moved } }, flight, moved);
};

/** SR-007: what the encoder saw of the pulse. It is verified when the force was measured, too. */
const judge = (ledger: Ledger, flight: Flight, moved: number): Step => {
  const { pulse } = flight.intent;
  const verdict = verdictOf(ledger.encoder, moved);
  if (verdict === 'asCommanded' && !flight.felt) return step(ledger);
  const told = answered(ledger, flight, moved);
  return match(verdict)
    .returnType<Step>()
    .with('exceeded', () => {
      const reason = `the plunger has moved ${moved} counts with pulse ${pulse}, or two pulses too far with all of them`;
      return step(told, { type: 'delivery.exceeded', reason });
    })
    .with('short', () => {
      const reason = `the encoder saw ${moved} counts of the pulse, fewer than ${VERIFIED_LEAST}`;
      return step(told, { type: 'pulse.unverified', pulse, reason });
    })
    .with('mismatched', () => step(told, { type: 'motor.strayed', counts: moved }))
    .with('asCommanded', () => step(told, { type: 'pulse.verified', pulse }))
    .exhaustive();
};

const answered = (ledger: Ledger, flight: Flight, moved: number | null): Ledger => ({
  ...ledger,
  flight: { ...flight, phase: 'answered', moved },
});

/** A reading of the force: the second half of a verification, and the only sight of an occlusion. */
export const noteForce = (ledger: Ledger, forceMn: number, at: MonoMs): Step => {
  const force: Millinewtons = millinewtons(forceMn);
  const { flight } = ledger;
  const verifying = flight?.phase === 'verifying';
  const afterPulse = verifying ? flight.intent.pulse : null;
  const { occlusion, found } = feel(ledger.occlusion, { force, afterPulse, at });
  const judged: Ledger = { ...ledger, occlusion, force };
  const felt = andThen(found === null ? step(judged) : step(judged, found), felt => loseForce(felt, ledger));
  if (flight === null || !verifying) return felt;
  const next: Flight = { ...flight, felt: true };
  return andThen(felt, before =>
    flight.moved === null
      ? step({ ...before, flight: next })
      : step(answered(before, next, flight.moved), { type: 'pulse.verified', pulse: flight.intent.pulse }),
  );
};

/** The pulse in flight counts as delivered, seen or in doubt (SR-006). */
export const countPulse = (ledger: Ledger, certain: boolean, atMonoMs: MonoMs): Step => {
  const flight = awaited(ledger, 'counted');
  const { channel, bolus } = flight.intent;
  const concluded: Ledger = {
    ...ledger,
    flight: { ...flight, phase: 'concluding', outcome: certain ? 'verified' : 'inDoubt' },
    doses: addDose(ledger.doses, {
      atMonoMs,
      channel,
      certain,
      ...(flight.automatic ? { automatic: true } : {}),
    }),
    encoder: certain ? restAfter(ledger) : doubtful(ledger, flight),
  };
  const drawn = drawPulse(concluded);
  if (channel === 'prime') return andThen(announceLevel(drawn), countForPrime);
  const held = holdToHour(drawn, flight, atMonoMs);
  const countFor = channel === 'extended' ? countForExtended : countForBolus;
  const counted = bolus === null ? held : andThen(held, before => countFor(before, bolus));
  // A bolus whose last pulse empties the cartridge is complete, and not stopped by that.
  return andThen(counted, announceLevel);
};

/** Whether a controller wanted this pulse. */
const isAutomatic = ({ automation, temp, bolus }: Ledger, channel: Channel): boolean =>
  channel === 'basal'
    ? temp.running === null && automation.rate?.by === 'controller'
    : channel === 'bolus' && bolus.current?.automatic === true;

/** A pulse is offered only within its hour (SR-015). Whether that held is counted again, from what was delivered. */
const holdToHour = (ledger: Ledger, { hourMostUu }: Flight, at: MonoMs): Step => {
  const sum = rollingSum(ledger.doses.history, at, ROLLING_HOUR_MS);
  if (sum <= hourMostUu) return step(ledger);
  return step(ledger, {
    type: 'delivery.exceeded',
    reason: `${sum} µU within the hour, above ${hourMostUu} µU`,
  });
};

/** The drive did not follow. Twice in 24 h, over boots and cartridges, is for good. */
export const noteStall = (ledger: Ledger, at: MonoMs): Step => {
  const { occurrences: stalls, repeated } = noteOccurrence(ledger.stalls, at);
  const noted = distrustCartridge({ ...ledger, stalls });
  return repeated ? step(noted, { type: 'stall.repeated' }) : step(noted);
};

const restAfter = ({ encoder }: Ledger) => ({
  ...encoder,
  reference: encoder.last,
  counted: encoder.counted + 1,
  slack: 0,
});

/**
 * Whatever the plunger does with one pulse more is counted already. Of less than half of it nobody can say
 * that the plunger followed; the rest of a short pulse is missing as it is of any other.
 */
const doubtful = ({ encoder }: Ledger, { moved }: Flight) => ({
  ...encoder,
  counted: encoder.counted + 1,
  doubted: encoder.doubted + (moved === null || moved < STRAY ? 1 : 0),
  slack: encoder.slack + VERIFIED_MOST,
});

/** It is certain that the pulse in flight never moved: nothing counts. */
export const voidPulse = (ledger: Ledger): Step => {
  const flight = awaited(ledger, 'void');
  const concluded: Ledger = { ...ledger, flight: { ...flight, phase: 'concluding', outcome: 'void' } };
  const { channel, bolus } = flight.intent;
  if (bolus === null) return step(concluded);
  return channel === 'extended' ? voidForExtended(concluded, bolus) : voidForBolus(concluded, bolus);
};

const awaited = (ledger: Ledger, what: string): Flight => {
  const flight = uncounted(ledger);
  if (flight === null) throw new Error(`a pulse was ${what}, and none is in flight`);
  return flight;
};

/** The outcome is durable: the motor is free for the next pulse. */
export const noteOutcome = (ledger: Ledger, pulse: number): Step => {
  const { flight } = ledger;
  const concluded = flight?.phase === 'concluding' && flight.intent.pulse === pulse;
  return step(concluded ? { ...ledger, flight: null } : ledger);
};
