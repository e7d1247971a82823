import type { Observed } from './run.ts';

/** Row 1 of the recovery: ten minutes, two pulses of 25 000 µU at 25.4 counts. Written out: a second opinion borrows nothing. */
const GAP_MOST_MS = 600_000;
const COUNTS_MOST = 25;

/**
 * Whether delivery that begins in this step is the one restart that needs no person, by what is seen from
 * outside: the only exception to I14.
 */
export const isVerifiedRestart = ({ before, state, envelope: { fact }, commands }: Observed): boolean => {
  const { left, settings, clock, supply, encoder, flight } = before.ledger;
  if (fact.type !== 'journal.read' || fact.verdict !== 'clean' || left === null) return false;
  if (supply.rest === null || encoder.last === null) return false;
  return (
    settings?.resumesAfterRestart === true &&
    left.delivering &&
    !left.bolusing &&
    left.gapMs !== null &&
    left.gapMs <= GAP_MOST_MS &&
    clock.phase === 'trusted' &&
    flight === null &&
    Math.abs(encoder.last - supply.rest.counts) <= COUNTS_MOST &&
    state.pump.matches({ supply: 'ready', bolus: 'idle', extended: 'idle', motor: 'still' }) &&
    commands.every(({ type }) => type !== 'moveMotor')
  );
};
