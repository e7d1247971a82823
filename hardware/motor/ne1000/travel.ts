import { BAY_LENGTH, SEAT_LEAST } from '../../../src/domain/drive.ts';
import { milliseconds } from '../../../src/domain/units.ts';
import type { Feel, Seat } from '../make.ts';
import { MotorTrouble } from '../trouble.ts';
import { AlarmRaised, type NeExchange } from './exchange.ts';
import { PULSE_PROGRAM } from './profile.ts';
import { hold, isAtRest, type Program, progressOf, ready } from './program.ts';

const POLL = milliseconds(50);
/** Between two looks at the force: a µl. */
const FEEL = milliseconds(20);
/** 50 µl/s: a second for one order back. */
const BACKWARD: Program = { VOL: '50.00UL', RAT: '3000.UM', DIR: 'WDR' };
/** 2.45 U into a set that is off the body, which half a second takes. */
const FORWARD: Program = { VOL: '24.50UL', RAT: '3000.UM', DIR: 'INF' };
const BACKWARD_NL = 50_000;
const FORWARD_NL = 24_500;

/** 1 U is 10 000 nl and 814.873 microsteps of the plunger that all of this pump is reckoned in. */
const microstepsIn = (nl: number): number => Math.round((nl * 814_873) / 10_000_000);
/** A little further than the bay is long. */
const FARTHEST_NL = Math.ceil(((BAY_LENGTH + 4_000) * 10_000_000) / 814_873);

/** Draws the plunger back until it stalls at its end. Throws MotorTrouble when it never does. */
export const drawBack = async (pump: NeExchange): Promise<void> => {
  await ready(pump);
  await hold(pump, BACKWARD);
  try {
    for (let way = 0; way <= FARTHEST_NL + BACKWARD_NL; way += BACKWARD_NL) {
      await pump.askOnce('RUN');
      await carriedOut(pump);
    }
  } catch (error) {
    if (!(error instanceof AlarmRaised && error.letter === 'S')) throw error;
    await arrive(pump);
    return;
  }
  throw new MotorTrouble('motor: the plunger did not come to its end. Check the drive and the end stop.');
};

const carriedOut = async (pump: NeExchange): Promise<void> => {
  for (;;) {
    await pump.sleep(POLL);
    const { letter } = await progressOf(pump);
    if (letter === 'S') return;
    if (letter !== 'W')
      throw new MotorTrouble(
        `motor: in state ${letter} on its way back. Check for a second program on this line.`,
      );
  }
};

/** Moves the plunger forward until the force says that it has met a cartridge. Throws MotorTrouble when it never does. */
export const advance = async (pump: NeExchange, feel: Feel): Promise<Seat> => {
  const freeMn = await felt(feel);
  await ready(pump);
  await hold(pump, FORWARD);
  await pump.ask('CLDINF');
  for (let way = 0; way <= FARTHEST_NL; way += FORWARD_NL) {
    await pump.askOnce('RUN');
    const seatedMn = await meets(pump, feel);
    if (seatedMn === null) continue;
    await pump.ask('STP');
    while (!(await isAtRest(pump))) await pump.sleep(POLL);
    const { infused } = await progressOf(pump);
    await arrive(pump);
    return { freeMn, seatedMn, travelMicrosteps: microstepsIn(infused) };
  }
  throw new MotorTrouble('motor: the plunger met no cartridge in the whole bay. Check that one is in.');
};

/** Goes on while nothing is felt; the force when something is, null when the order was carried out. */
const meets = async (pump: NeExchange, feel: Feel): Promise<number | null> => {
  for (;;) {
    const seatedMn = await felt(feel);
    if (seatedMn >= SEAT_LEAST) return seatedMn;
    const { letter } = await progressOf(pump);
    if (letter === 'S') return null;
    await pump.sleep(FEEL);
    if (letter !== 'I')
      throw new MotorTrouble(
        `motor: in state ${letter} on its way forward. Check for a second program on this line.`,
      );
  }
};

const felt = async (feel: Feel): Promise<number> => {
  const force = await feel();
  if (typeof force === 'string') throw new MotorTrouble(force);
  return force;
};

/** At rest, and set for pulses again. */
const arrive = async (pump: NeExchange): Promise<void> => {
  if (!(await isAtRest(pump)) && !(await isAtRest(pump))) {
    throw new MotorTrouble('motor: it does not come to rest after its way. The syringe pump needs service.');
  }
  await hold(pump, PULSE_PROGRAM);
};
