import { exampleSettings } from '../../../src/domain/settings.ts';
import type { WallMs } from '../../../src/domain/units.ts';
import { type JournalRead, readJournal } from '../../../src/runtime/journalRead.ts';
import { type Recovered, recover } from '../../../src/runtime/recover.ts';

/** The journal as read back; throws with the reason when it cannot be. */
export const wellRead = (bytes: Uint8Array): JournalRead => {
  const reading = readJournal(bytes);
  if (reading.ok) return reading.read;
  const { line, field, problem } = reading.error;
  throw new Error(`journal line ${line}, ${field}: ${problem}`);
};

/** A pump that finds this journal when its power returns. */
export const recoveredFrom = (bytes: Uint8Array, wall: WallMs): Recovered =>
  recover(wellRead(bytes), {
    boot: `after ${bytes.length}`,
    wallMs: wall,
    settings: exampleSettings,
    preparation: [],
  });
