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
export const drawPulse = (ledger: Ledger): Step => {
  const { volumeUu, announced } = ledger.reservoir;
  const volume = microunits(Math.max(0, volumeUu - PULSE));
  return announceLevel({ ...ledger, reservoir: { volumeUu: volume, announced } });
};

/** Says each level that was reached and not yet said, in the order of falling. */
export const announceLevel = (ledger: Ledger): Step => {
  const { volumeUu, announced } = ledger.reservoir;
  const level = levelOf(volumeUu, ledger.settings);
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(announced)) return step(ledger);
  return step({ ...ledger, reservoir: { volumeUu, announced: level } }, ...events(announced, level));
};

/** Says again what holds: charts that have just started know nothing. */
export const announceAgain = (ledger: Ledger): Step =>
  announceLevel({ ...ledger, reservoir: { ...ledger.reservoir, announced: 'ok' } });

const levelOf = (volume: Microunits, settings: Settings | null): Level => {
  if (volume < PULSE) return 'emptied';
  if (volume <= HARD.veryLowReservoirUu) return 'veryLow';
  return settings !== null && volume <= settings.lowReservoirUu ? 'low' : 'ok';
};

const events = (above: Level, reached: Level): readonly Derived[] =>
  FALLEN.slice(LEVELS.indexOf(above), LEVELS.indexOf(reached)).map(level => ({ type: `reservoir.${level}` }));

/** The levels that are announced, in the order of `LEVELS`. */
const FALLEN = ['low', 'veryLow', 'emptied'] as const satisfies readonly Level[];
