import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalIn } from '../../src/cli/files.ts';
import { earlierIn } from '../../src/cli/pageApart/shownRun.ts';
import { openBook } from '../../src/cli/start/book.ts';
import { wallMs } from '../../src/domain/units.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { inFolder } from './islet.ts';

const BAD = { from: 10, until: 14 };

const NOW = wallMs(Date.UTC(2026, 0, 2, 1));

const life = await corePump();
await life.give({ type: 'resume.requested' });
await life.wait(600_000);
const WHOLE = `${life.lines.join('\n')}\n`;

test('SR-070 what a watcher throws never decides about the journal', req('SR-070'), () => {
  const reading = readJournal(WHOLE);
  if (!reading.ok) throw new Error(reading.error.problem);
  const boot = { boot: 'again', wallMs: NOW, settings: null, preparation: [] };
  const quiet = recover(reading.read, boot);
  const watched = recover(reading.read, boot, () => {
    throw new Error('planted');
  });
  expect(watched).toEqual({ ...quiet, unseen: { steps: life.lines.length - 1, why: 'planted' } });
  expect(quiet.unseen).toBeNull();
});

test(
  'SR-070 a page that cannot show a step lacks that step, says so, and the pump goes on with its journal',
  req('SR-070'),
  async () => {
    await inFolder(async folder => {
      const path = join(folder, 'journal.jsonl');
      writeFileSync(path, WHOLE);
      const { file, recovered } = openBook({ path, settings: null, now: NOW, isSimulated: true });
      file.close();
      expect(file.path).toBe(path);
      expect(recovered.boot.map(({ type }) => type)).not.toContain('journal.setAside');
      expect(recovered.end.seq).toBe(life.lines.length - 1);
      const { history, lacks } = earlierIn(journalIn(path), recovered.end.seq, step => {
        const { seq } = step.envelope;
        if (seq >= BAD.from && seq < BAD.until) throw new Error(`no picture of step ${seq}`);
        return frameOf(step);
      });
      expect(lacks).toEqual({ steps: 4, why: 'no picture of step 10' });
      const shown = history.since(0).map(({ seq }) => seq);
      expect(shown).toEqual(
        Array.from({ length: recovered.end.seq }, (_, index) => index + 1).filter(
          seq => seq < BAD.from || seq >= BAD.until,
        ),
      );
      // Where steps are missing, what comes after one is still what comes after it.
      for (const seq of [BAD.from - 1, BAD.from, BAD.until, recovered.end.seq - 1])
        expect(history.since(seq).map(each => each.seq)).toEqual(shown.filter(each => each > seq));
    });
  },
);
