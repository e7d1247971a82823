import type { CellResult } from '../../simulate/campaign/run.ts';
import type { Io } from '../io.ts';
import type { OpenLog } from './log.ts';

/** How often a person is told, in ms; where nobody sits at a terminal, seldom. */
const EVERY = { terminal: 1_000, file: 30_000 } as const;

/** Keeps each result, and tells now and then how many cells are done and how long the rest may take. */
export const progressOf = (
  all: number,
  log: OpenLog,
  io: Io,
  now: () => number,
): ((result: CellResult) => void) => {
  const every = io.isTerminal ? EVERY.terminal : EVERY.file;
  const [began, before] = [now(), log.done.size];
  let last = began;
  return result => {
    log.append(result);
    const at = now();
    if (at - last < every) return;
    last = at;
    const perSecond = ((log.done.size - before) * 1_000) / (at - began);
    const left = Math.ceil((all - log.done.size) / perSecond);
    io.say(`  ${log.done.size} of ${all} cells, ${perSecond.toFixed(1)}/s, about ${left} s left`);
  };
};
