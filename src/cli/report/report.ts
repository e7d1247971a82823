import { writeFileSync } from 'node:fs';
import { chartsFor } from '../../inspector/charts/files.ts';
import { frameOf } from '../../inspector/frame.ts';
import { judging, propertyTexts } from '../../inspector/judged.ts';
import { hashOf, runName } from '../../inspector/page/deep-link.ts';
import { evidenceOf } from '../../inspector/page/evidence.ts';
import { pageVerdicts } from '../../inspector/page/verdicts.ts';
import { runFold } from '../../inspector/report/runFold.ts';
import { runPage } from '../../inspector/report/runPage.ts';
import { aboutHere } from '../about.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { isStory, journalIn, storyIn } from '../files.ts';
import type { Io } from '../io.ts';
import { MACHINES } from '../machines.ts';
import { proofOf } from '../replay/proof.ts';

export type ReportOptions = {
  readonly journal: string;
  readonly out: string;
  /** The page itself, with chart, plots and time travel, and not a page to be printed. */
  readonly live: boolean;
};

/** `islet report`: a run as one file. A journal that leads elsewhere now is reported up to there, with exit code 1. */
export const report = async ({ journal, out, live }: ReportOptions, io: Io): Promise<ExitCode> => {
  if (live) {
    const { liveReport } = await import('./live.ts');
    const { text, steps, same } = await liveReport(journal, io);
    write(out, text);
    io.say(`${out}: the page with ${steps} steps, ${Math.round(text.length / 1_000)} kB.`);
    return same ? EXIT.ok : EXIT.failed;
  }
  const read = isStory(journal) ? (await storyIn(journal)).read : journalIn(journal);
  const fold = runFold();
  const judge = judging();
  const verdicts = pageVerdicts();
  verdicts.begin(propertyTexts, judge.verdicts());
  const proof = proofOf(read, step => {
    const frame = { ...frameOf(step), ...judge.of(step) };
    fold.take(frame);
    verdicts.take(frame);
  });
  const told = fold.told();
  const at = told.last ?? { monoMs: 0, wallMs: 0 };
  const status = { kind: 'replay', journal } as const;
  const text = runPage({
    told,
    properties: verdicts.at(at.monoMs),
    trouble: judge.verdicts().trouble,
    difference: proof.firstDifference,
    charts: await chartsFor(MACHINES),
    evidence: evidenceOf(
      await aboutHere(),
      status,
      { monoMs: at.monoMs, wallMs: at.wallMs },
      `islet replay ${journal}, with ${hashOf({ run: runName(journal), t: at.monoMs })} behind the address`,
    ),
  });
  write(out, text);
  io.say(`${out}: ${told.steps} steps, ${Math.round(text.length / 1_000)} kB.`);
  return proof.same ? EXIT.ok : EXIT.failed;
};

const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (problem) {
    throw new Refusal(
      EXIT.environment,
      `${path}: cannot be written (${problem instanceof Error ? problem.message : String(problem)}); choose another file.`,
    );
  }
};
