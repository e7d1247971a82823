import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirements } from '../../../specs/requirements/index.ts';
import { builtFile } from '../../inspector/buildPage.ts';
import { chartsFor } from '../../inspector/charts/files.ts';
import type { Block } from '../../inspector/fold.ts';
import { bytesInMemory } from '../../inspector/journalIndex/journalBytes.ts';
import { type JournalIndex, openIndex } from '../../inspector/journalIndex/journalIndex.ts';
import { propertyTexts } from '../../inspector/judged.ts';
import { livePage } from '../../inspector/report/livePage.ts';
import { tracesIn } from '../../inspector/traces.ts';
import { aboutHere } from '../about.ts';
import { EXIT, Refusal } from '../exits.ts';
import { isStory, storyIn, textOf } from '../files.ts';
import type { Io } from '../io.ts';
import { chartsIdentity, MACHINES } from '../machines.ts';
import type { Proof } from '../replay/proof.ts';
import { programIdentity } from '../sources.ts';

/** A larger journal makes a file that browsers open slowly, and mail does not carry. */
const MOST_BYTES = 32 << 20;

/** The page itself with a run in it, and what taking its steps again has shown. */
export const liveReport = async (
  journal: string,
  io: Io,
): Promise<{ readonly text: string; readonly steps: number; readonly same: boolean }> => {
  const bytes = isStory(journal) ? (await storyIn(journal)).bytes : textOf(journal, 'journal');
  if (bytes.length > MOST_BYTES)
    throw new Refusal(
      EXIT.badInput,
      `${journal}: ${Math.round(bytes.length / 1e6)} MB; a page in a file takes a journal of at most ${MOST_BYTES >> 20} MB. Leave --live out, or look at it with islet replay.`,
    );
  const index = openIndex({
    journal: bytesInMemory(bytes),
    path: null,
    charts: chartsIdentity(),
    program: programIdentity(),
  });
  while (index.advance(20_000));
  const { seq, error, difference } = index.stand();
  const past = index.past();
  if (error !== null || past === null)
    throw new Refusal(
      EXIT.badInput,
      `${journal}: ${error === null ? 'nothing has happened in it' : `line ${error.line}, ${error.field}: ${error.problem}`}; give a journal that islet start has written.`,
    );
  const proof: Proof = { steps: seq, same: difference === null, firstDifference: difference };
  const folder = await builtFile(() => io.say('The page is out of date and is being built.'));
  const built = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const text = livePage(
    `${journal} · Islet`,
    { script: built('page.js'), style: built('page.css') },
    {
      run: {
        drawings: {
          charts: await chartsFor(MACHINES),
          requirements: Object.fromEntries(requirements.map(({ id, text }) => [id, { sentence: text }])),
          coverage: null,
          properties: propertyTexts,
          verdicts: index.verdicts(),
        },
        past: JSON.parse(past),
        blocks: blocksOf(index, seq),
        noted: JSON.parse(index.notable(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
        status: {
          kind: 'replay',
          journal,
          trace: 'as recorded in the journal',
          speed: { asked: 1, achieved: 0, slowed: null },
          injected: null,
          world: null,
          programmed: null,
          proof,
        },
      },
      answers: { 'api/about': await aboutHere(), 'api/traces': tracesHere(io) },
    },
  );
  return { text, steps: seq, same: proof.same === true };
};

/** All of a journal, as a page asks for it. */
const blocksOf = (index: JournalIndex, last: number): readonly Block[] => {
  const blocks: Block[] = [];
  for (let seq = 1; seq <= last; ) {
    const block: Block | { readonly why: string } = JSON.parse(index.block({ seq }));
    if ('why' in block) throw new Error(`step ${seq} cannot be had: ${block.why}`);
    blocks.push(block);
    seq += Math.max(1, block.records.length);
  }
  return blocks;
};

/** Without its table of evidence a page shows everything else. */
const tracesHere = (io: Io): ReturnType<typeof tracesIn> => {
  try {
    return tracesIn();
  } catch (failure) {
    io.say(
      `The page shows no tests of requirements: ${failure instanceof Error ? failure.message : String(failure)}.`,
    );
    return {};
  }
};
