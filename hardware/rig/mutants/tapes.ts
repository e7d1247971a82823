import { recorder, type Tape } from '../../../src/verify/mutants/observed/tape.ts';
import { drive } from '../paths/drive.ts';
import type { PumpPath } from '../paths/pumpModel.ts';

/** Pump time that goes on after a path, ms: pulses of a rate that is another fall due at other times. */
export const ON_MS = 60_000;

/** A path, driven once with the pump that ships. What the bench cannot bring about ends it there. */
export const tapeOfPath = async (path: PumpPath, suite: string): Promise<Tape> => {
  const { watch, tape } = recorder();
  await drive(path, { transport: 'memory', onStep: watch, goesOnMs: ON_MS });
  return tape(path.name, suite);
};
