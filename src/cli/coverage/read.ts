import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rigRecordSchema } from '../../../hardware/rig/run/record.ts';
import type { JournalRead } from '../../runtime/journalRead.ts';
import { type Coverage, coverageSchema, strangeIn } from '../../verify/cover/coverage.ts';
import { SUBJECTS, type Subject, subjectNamed } from '../../verify/cover/subjects.ts';
import { coverageOfSuite } from '../../verify/cover/suiteRun.ts';
import { pumpMeter } from '../../verify/cover/watch.ts';
import { subjectNamed as suiteSubjectNamed } from '../../verify/suites/machines.ts';
import { EXIT, Refusal } from '../exits.ts';
import { journalFrom, storyIn, textOf } from '../files.ts';
import { bad, checkedJson, jsonIn } from '../json.ts';
import { proofOf } from '../replay/proof.ts';
import { ANEW, suiteIn } from '../suite/read.ts';

const KINDS =
  'a journal, a story (specs/scenarios/*.txt), a generated suite (JSON), the record of a rig (rig.json) or a coverage (islet coverage --out FILE)';

const UNTOUCHED = 'Restore an untouched copy, or measure it again.';
const AGAIN = 'It was written by another version of Islet, or edited: measure it again.';

/**
 * What a file met of the charts, whatever kind of file it is: that is seen from its content. Throws a
 * Refusal that names file, line, field and remedy.
 */
export const coverageIn = async (path: string): Promise<Coverage> => {
  const bytes = textOf(path, 'run');
  const text = bytes.toString();
  if (text.startsWith('{"islet":"journal"')) return coverageOfRun(path, journalFrom(path, bytes));
  if (/^[[{]/.test(text)) return known(path, recorded(path, text, jsonIn(path, text, UNTOUCHED)));
  if (/^>/m.test(text)) return coverageOfRun(path, await playedIn(path));
  throw bad(
    path,
    1,
    'content',
    text.split('\n')[0] ?? '',
    `is none of: ${KINDS}`,
    'Give the path of one of these.',
  );
};

/** The files of these paths; a folder stands for the stories, journals and JSON files in it. */
export const filesOf = (paths: readonly string[]): readonly string[] =>
  paths.flatMap(path => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const files = readdirSync(path).filter(name => /\.(txt|jsonl?)$/.test(name));
    if (files.length === 0)
      throw new Refusal(EXIT.badInput, `${path}: there is no run in this folder. Name ${KINDS}.`);
    return files.sort().map(name => join(path, name));
  });

const playedIn = async (path: string): Promise<JournalRead> => {
  const { read, told } = await storyIn(path);
  if (told) return read;
  throw new Refusal(
    EXIT.failed,
    `${path}: the pump tells this story otherwise than it is written; see islet replay ${path}.`,
  );
};

/** Takes every step again, as `islet replay --check` does. What comes out otherwise was another pump. */
const coverageOfRun = (path: string, read: JournalRead): Coverage => {
  const meter = pumpMeter();
  const { same, firstDifference } = proofOf(read, meter.watch);
  if (same) return meter.coverage([path]);
  throw new Refusal(
    EXIT.failed,
    `${path}: the charts are not those that wrote this journal: ${firstDifference}. Measure it with the version that wrote it.`,
  );
};

const recorded = (path: string, text: string, value: unknown): Coverage => {
  if (typeof value === 'object' && value !== null && 'criterion' in value) return coverageOfTests(path, text);
  const kind = typeof value === 'object' && value !== null && 'islet' in value ? value.islet : undefined;
  if (kind === 'coverage') return checkedJson(path, coverageSchema, value, AGAIN);
  if (kind === 'rig')
    return { ...checkedJson(path, rigRecordSchema, value, AGAIN).coverage, sources: [path] };
  throw bad(
    path,
    1,
    'islet',
    String(kind ?? 'nothing'),
    `is none of: ${KINDS}`,
    'Give the path of one of these.',
  );
};

/** What a generated suite meets of the chart that it is for. */
const coverageOfTests = (path: string, text: string): Coverage => {
  const suite = suiteIn(path, text);
  const { machine } = suite;
  const subject = measuredOf(machine);
  if (subject === undefined) throw bad(path, null, 'machine', machine, 'there is no such machine', ANEW);
  const found = coverageOfSuite(subject, suite, [path]);
  if (!('problem' in found)) return found;
  const { test, step, problem } = found;
  throw bad(path, null, `tests.${test - 1}.steps.${step - 1}`, problem, 'the chart does otherwise', ANEW);
};

/** What measures the chart that suites of this name are made of: a suite says `alarm.1`, its measure `alarm:occlusion`. */
const measuredOf = (name: string): Subject | undefined => {
  const made = suiteSubjectNamed(name);
  return made === undefined
    ? subjectNamed(name)
    : SUBJECTS.find(
        ({ machine, input }) =>
          machine === made.chart && JSON.stringify(input) === JSON.stringify(made.input),
      );
};

/** A coverage of these very charts. */
const known = (path: string, coverage: Coverage): Coverage => {
  const strange = strangeIn(coverage);
  if (strange === null) return coverage;
  const { field, value, problem } = strange;
  throw bad(
    path,
    null,
    field,
    value,
    problem,
    'Measure it again with these charts, or read it with the version that wrote it.',
  );
};
