import { realClock } from '../../../hardware/clock/real.ts';
import { smallProperties } from '../../../specs/properties/small.ts';
import { properties } from '../../../specs/properties.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { figure } from '../figure.ts';
import type { Io } from '../io.ts';
import { put } from './ask.ts';
import { LONG, modelHash, QUESTIONS } from './questions.ts';
import { RECORD, type WitnessAnswer, type WitnessRecord, writeRecord } from './record.ts';
import { toolVersions } from './tools.ts';

/**
 * Asks SPIN, Rumur and ABC what we asked ourselves, and says where they agree; exit code 1 where they do not, or a property
 * is broken, 3 when one of them is missing. What they said is kept for `islet verify`.
 */
export const witness = (json: boolean, isLong: boolean, io: Io): ExitCode => {
  const clock = realClock();
  const now = (): number => clock.now();
  const began = now();
  const tools = toolVersions();
  const say = (line: string): void => (json ? io.say(line) : io.out(line));
  say(row('question', 'asked', 'claims', 'states', 'steps', 'seconds', 'verdict'));
  const questions = [...QUESTIONS, ...(isLong ? LONG : [])].map(question => {
    let since = now();
    return put(
      question,
      isLong,
      now,
      ({ first, targets }) => {
        say(
          row(
            question.name,
            'Islet',
            '',
            figure(first.length - 1),
            figure(targets.length),
            took(now() - since),
          ),
        );
        since = now();
      },
      (answer, verdict) => say(lineOf(answer, verdict)),
    );
  });
  const asked = new Set(questions.flatMap(({ answers }) => answers.flatMap(each => each.asked)));
  const record: WitnessRecord = {
    version: 1,
    model: modelHash(),
    tools,
    tookMs: Math.round(now() - began),
    questions,
    properties: { all: ALL.length, asked: asked.size },
    unasked: ALL.filter(({ name }) => !asked.has(name)).map(({ name, rule }) => ({
      name,
      reason: 'canReach' in rule ? NO_RUN : TOO_LONG,
    })),
    disagreements: questions.flatMap(({ answers }) => answers).filter(({ agrees }) => !agrees).length,
  };
  clock.close();
  writeRecord(record);
  if (json) io.out(JSON.stringify(record));
  say('');
  for (const line of summaryOf(record)) say(line);
  const isBroken = questions.some(({ answers }) => answers.some(({ broken }) => broken.length > 0));
  return record.disagreements > 0 || isBroken ? EXIT.failed : EXIT.ok;
};

/** Of the pump and of the small machines. */
const ALL = [...properties, ...smallProperties.flatMap(each => [...each.properties])];

const TOO_LONG = 'in the plant SPIN takes a minute or two for it, and is asked with --long';
const NO_RUN = 'no single run shows it, and no claim of single runs implies it';

const summaryOf = ({ tools, tookMs, properties: { all, asked }, unasked, disagreements }: WitnessRecord) => [
  `${asked} of ${all} properties were asked; ${disagreements} disagreements; ${took(tookMs)} s`,
  ...unasked.map(({ name, reason }) => `  not asked: ${name}; ${reason}`),
  `by ${Object.entries(tools)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}; kept in ${RECORD}`,
];

const lineOf = (answer: WitnessAnswer, verdict: string): string => {
  const { by, asked, states, steps, isRounded, compared, tookMs } = answer;
  const counted = steps ?? compared;
  return row(
    '',
    by,
    String(asked.length),
    states === null ? '' : figure(states),
    counted === null ? '' : `${isRounded ? '≈ ' : ''}${figure(counted)}`,
    took(tookMs),
    verdict,
  );
};

const took = (ms: number): string => (ms / 1_000).toFixed(1);
const row = (name: string, who: string, ...cells: readonly string[]): string =>
  `${name.padEnd(30)}${who.padEnd(7)}${cells.map((cell, at) => ` ${cell.padStart(at === 0 ? 6 : 12)}`).join('')}`;
