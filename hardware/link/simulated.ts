import { memoryPair } from './memory.ts';
import type { LinkPair } from './pair.ts';

export type Transport = 'pty' | 'memory';

/** Makes cables of one kind, one after the other. */
export type MakePair = (baudRate: number) => Promise<LinkPair>;

/**
 * A maker of cables. Where `pty` is asked for and this platform has no binding, memory takes its place
 * and `say` is given one line that tells so.
 */
export const cables = async (transport: Transport, say: (line: string) => void): Promise<MakePair> => {
  if (transport === 'memory') return async () => memoryPair();
  // Native code is loaded only where it is asked for.
  const { loadPty, ptyPair } = await import('./pty.ts');
  const open = await loadPty();
  if (open) return baudRate => ptyPair(open, baudRate);
  say('No pseudo-terminal binding for this platform: the same bytes go through memory instead.');
  return async () => memoryPair();
};
