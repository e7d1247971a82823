import type { Fact } from '../../src/domain/facts.ts';
import { wallMs } from '../../src/domain/units.ts';
import { DIGEST } from '../../src/runtime/digest.ts';
import type { Entry } from '../../src/runtime/journal.ts';
import { type JournalRead, readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';
import { corePump } from '../support/corePump.ts';
import { shared } from '../support/shared.ts';
import { header } from './journalExamples.ts';

const MINUTE = 60_000;

/** What a pump has written that has delivered for so long, and was then switched off, or not. */
export const written = async (
  minutes: number,
  end: 'operator' | 'cut',
  ...facts: readonly Fact[]
): Promise<JournalRead> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(minutes * MINUTE);
  for (const fact of facts) await pump.give(fact);
  if (end === 'operator') await pump.runtime.stop('operator');
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  return reading.read;
};
export const orderly = shared(() => written(3, 'operator'));
export const none: JournalRead = {
  header: { ...header, digest: DIGEST },
  entries: [],
  lastHash: 'hash of the header',
  torn: null,
  cleanEnd: false,
};

export const lastOf = ({ entries }: JournalRead): Entry => {
  const last = entries.at(-1);
  if (last === undefined) throw new Error('the journal is empty');
  return last;
};
export const power = (gapMs: number | null): Fact => ({ type: 'power.applied', boot: 'next', gapMs });

/** The next boot, so long after the last line. */
export const next = (
  read: JournalRead,
  gapMs: number,
  more: Partial<Parameters<typeof recover>[1]> = {},
  watch?: Parameters<typeof recover>[2],
) =>
  recover(
    read,
    {
      boot: 'next',
      wallMs: wallMs((read.entries.at(-1)?.wallMs ?? 1_760_000_000_000) + gapMs),
      settings: null,
      preparation: [],
      ...more,
    },
    watch,
  );
