import { milliseconds } from '../../../src/domain/units.ts';
import { MotorTrouble } from '../trouble.ts';
import type { NeExchange } from './exchange.ts';
import { PULSE_NL, PULSE_PROGRAM } from './profile.ts';
import { hold, progressOf, ready } from './program.ts';
import { STATUS } from './protocol.ts';

const POLL = milliseconds(20);
/** Polls until a pulse must have arrived: 300 ms, more than twice what it takes. */
const POLLS_TO_ARRIVE = 15;
/** Above this it is cleared: with four digits it would show no nl any more. Below, each pulse ends at a figure of its own. */
const CLEARED_ABOVE_NL = 9_000;
/** One step of its motor with a bore of 10 mm. */
const WITHIN_NL = 17;

/** One pulse from rest to rest, ended by the device itself. Throws MotorTrouble when anything is not as expected. */
export const pulse = async (pump: NeExchange): Promise<void> => {
  await ready(pump);
  await hold(pump, PULSE_PROGRAM);
  const start = await startOf(pump);
  // Given once: whether it was heard is seen by what is dispensed. A second one would be a second pulse.
  await pump.askOnce('RUN');
  for (let polls = 0; polls < POLLS_TO_ARRIVE; polls += 1) {
    await pump.sleep(POLL);
    const { letter, infused } = await progressOf(pump);
    if (letter === 'I') continue;
    const given = infused - start;
    if (letter === 'S' && Math.abs(given - PULSE_NL) <= WITHIN_NL) return;
    throw new MotorTrouble(
      `motor: ${STATUS[letter]} after ${given} nl instead of ${PULSE_NL}. Check the cable of the syringe pump, and for a second program on this line.`,
    );
  }
  throw new MotorTrouble(
    `motor: still infusing ${POLLS_TO_ARRIVE * POLL} ms after its pulse began. The syringe pump needs service.`,
  );
};

/** What it has dispensed before the pulse. */
const startOf = async (pump: NeExchange): Promise<number> => {
  const { infused } = await progressOf(pump);
  if (infused <= CLEARED_ABOVE_NL) return infused;
  await pump.ask('CLDINF');
  const cleared = await progressOf(pump);
  if (cleared.infused !== 0) {
    throw new MotorTrouble(
      `motor: shows ${cleared.infused} nl after CLD INF. The syringe pump needs service.`,
    );
  }
  return 0;
};
