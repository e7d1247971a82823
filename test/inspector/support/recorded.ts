import { readJournal } from '../../../src/runtime/journalRead.ts';
import { busyRun } from '../../support/busyRun.ts';

/** Hours of a real pump: what it did as it was seen then, and its journal. */
export const recorded = async (minutes = 340) => {
  const { steps, lines } = await busyRun({ minutes, touchesPerSecond: 0 });
  const text = `${lines.join('\n')}\n`;
  const reading = readJournal(text);
  if (!reading.ok) throw new Error(reading.error.problem);
  return { steps, lines, text, entries: reading.read.entries };
};
