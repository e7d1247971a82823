import type { Derived } from '../facts.ts';
import { HARD } from '../limits.ts';
import { PULSE } from '../pulses.ts';
import type { Settings } from '../settings.ts';
import { type Microunits, microunits } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';
import { LEVELS, type Level } from './supplyState.ts';

/**
 * A new cartridge: the only way that the estimate rises (SR-053). More than a cartridge holds is not
 * believed.
 */
export const refill = (ledger: Ledger, volumeUu: Microunits): Ledger => ({
  ...ledger,
  reservoir: { volumeUu: microunits(Math.min(volumeUu, HARD.cartridgeUu)), announced: 'ok' },
});

/** One pulse fewer. A pulse that nobody expected of an empty reservoir still leaves it empty. */
export const drawPulse = (ledger: Ledger): Ledger => {
  const { volumeUu, announced } = ledger.reservoir;
  return { ...ledger, reservoir: { volumeUu: microunits(Math.max(0, volumeUu - PULSE)), announced } };
};

/**
 * Says each level that was reached and not yet said, in the order of falling. That it is low is not said in
 * the middle of a bolus or of filling: it waits for the end, but not beyond the very low level.
 */
export const announceLevel = (ledger: Ledger): Step => {
  const level = levelOf(ledger.reservoir.volumeUu, ledger.settings);
  return (level === 'low' || level === 'half') && isGiving(ledger) ? step(ledger) : announce(ledger, level);
};

/** A person looks at the cartridge now, and is told at once. */
export const announceAtOnce = (ledger: Ledger): Step =>
  announce(ledger, levelOf(ledger.reservoir.volumeUu, ledger.settings));

const announce = (ledger: Ledger, level: Level): Step => {
  const { volumeUu, announced } = ledger.reservoir;
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(announced)) return step(ledger);
  return step({ ...ledger, reservoir: { volumeUu, announced: level } }, ...events(announced, level));
};

const isGiving = ({ bolus: { current }, prime }: Ledger): boolean =>
  current?.phase === 'active' || prime.running !== 'nothing';

/** Says again what holds: charts that have just started know nothing. */
export const announceAgain = (ledger: Ledger): Step =>
  announceAtOnce({ ...ledger, reservoir: { ...ledger.reservoir, announced: 'ok' } });

const levelOf = (volume: Microunits, settings: Settings | null): Level => {
  if (volume < PULSE) return 'emptied';
  if (volume <= HARD.veryLowReservoirUu) return 'veryLow';
  if (settings === null || volume > settings.lowReservoirUu) return 'ok';
  return volume * 2 <= settings.lowReservoirUu ? 'half' : 'low';
};

/** Low is said where it is reached, and again at half of it where that is as far as it has fallen. */
const events = (above: Level, reached: Level): readonly Derived[] => {
  if (above === 'low' && reached === 'half') return [{ type: 'reservoir.low' }];
  const fallen = LEVELS.slice(LEVELS.indexOf(above) + 1, LEVELS.indexOf(reached) + 1);
  return SAID.filter(level => fallen.includes(level)).map(level => ({ type: `reservoir.${level}` }));
};

/** The levels that have a name of their own, in the order of falling. */
const SAID = ['low', 'veryLow', 'emptied'] as const satisfies readonly Level[];
