import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ASKED_OF_PUMP, ONLY_HELD_AGAINST } from '../../src/verify/mutants/observed/pumpFace.ts';

const RUNTIME = fileURLToPath(new URL('../../src/runtime/', import.meta.url));

const sources = readdirSync(RUNTIME)
  .filter(name => name.endsWith('.ts'))
  .map(name => ({ name, text: readFileSync(`${RUNTIME}${name}`, 'utf8') }));

/** The questions that a source asks of the pump's chart: each region by itself. */
const askedIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:pump|chart)\.matches\((\{.*?\})\)/gs)].flatMap(([, literal = '']) => {
    const json = literal.replace(/(\w+):/g, '"$1":').replaceAll("'", '"');
    return Object.entries(JSON.parse(json) as object).map(([region, leaf]) =>
      JSON.stringify({ [region]: leaf }),
    );
  });

test('whatever the runtime asks of the pump’s own chart is part of the face that a mutant is held against', () => {
  const known = new Set(ASKED_OF_PUMP.map(asked => JSON.stringify(asked)));
  const asked = sources.flatMap(({ name, text }) => askedIn(text).map(question => ({ name, question })));
  expect(asked.filter(({ question }) => !known.has(question))).toEqual([]);
  expect(asked.length).toBeGreaterThan(40);
});

test('nobody in the runtime reads the pump’s state but by such questions, the step of a change, and who owns a pulse', () => {
  const read = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/(?:pump|chart)\.(?:value|context|hasTag|_nodes)(?:\.\w+)?/g)].map(
      ([what]) => `${name}: ${what}`,
    ),
  );
  expect([...new Set(read)].sort()).toEqual([
    'asked.ts: pump.value.supply',
    'gate.ts: chart.context.owner',
    'invariants.ts: pump.context.owner',
    // For the journal to be held against, and for nobody to act by.
    'stateText.ts: pump.context',
    'stateText.ts: pump.value',
  ]);
});

test('what the pump is only held against is asked for one invariant: whether an alarm tells of a stop by an alarm', () => {
  for (const asked of ONLY_HELD_AGAINST) {
    const question = JSON.stringify(asked);
    expect(sources.filter(({ text }) => askedIn(text).includes(question)).map(({ name }) => name)).toEqual([
      'chartView.ts',
    ]);
  }
  const readers = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/isStoppedByAlarm[^,:]*/g)].map(([what]) => `${name}: ${what.trim()}`),
  );
  expect(readers).toEqual([
    'chartView.ts: isStoppedByAlarm',
    'invariants.ts: isStoppedByAlarm && !isTold(state)',
  ]);
});
