import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { viewOf } from '../../src/runtime/chartView.ts';
import { lifeOf } from '../../src/runtime/service.ts';
import { blankState, type PumpSnapshot } from '../../src/runtime/state.ts';
import { ASKED_OF_PUMP, ASKED_WHILE_UP, UP } from '../../src/verify/mutants/observed/pumpFace.ts';

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

test('nobody in the runtime reads the pump’s state but by such questions, the step of a change, who has stopped it, and who owns a pulse', () => {
  const read = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/(?:pump|chart)\.(?:value|context|hasTag|_nodes)(?:\.\w+)?/g)].map(
      ([what]) => `${name}: ${what}`,
    ),
  );
  expect([...new Set(read)].sort()).toEqual([
    'asked.ts: pump.value.supply',
    'gate.ts: chart.context.owner',
    'invariants.ts: pump.context.owner',
    'remoteStatus.ts: pump.value.permission',
    // For the journal to be held against, and for nobody to act by.
    'stateText.ts: pump.context',
    'stateText.ts: pump.value',
  ]);
});

test('whether an alarm stops it is asked of a pump that is up, or moves: of any other it changes no answer', () => {
  const asking = ASKED_WHILE_UP.map(asked => JSON.stringify(asked));
  const sites = sources.flatMap(({ name, text }) =>
    askedIn(text)
      .filter(question => asking.includes(question))
      .map(() => name),
  );
  // The gate is closed to a pump that does not operate by that alone.
  expect(sites).toEqual(['chartView.ts', 'chartView.ts', 'gate.ts', 'service.ts']);
  const readers = sources.filter(({ text }) => /\bisStopped\b/.test(text)).map(({ name }) => name);
  expect(readers).toEqual(['chartView.ts', 'invariants.ts', 'service.ts', 'step.ts']);
  const answers = (pump: PumpSnapshot) => {
    const { isUp, isStopped } = lifeOf(pump);
    const view = viewOf(pump);
    // As step and invariant I3 ask them.
    return [
      isUp && isStopped,
      view.mayDeliver,
      view.mayPrime,
      view.isStoppedByAlarm,
      view.isMoving && view.isStopped,
    ];
  };
  const { value, context } = blankState().pump;
  let told = 0;
  for (const life of ['off', 'selfTest', 'recovering', 'operating', 'failSafe'])
    for (const motor of ['still', 'concluding', 'halting', 'uncertain', { underway: 'moving' }])
      for (const permission of ['delivering', 'suspendedByUser']) {
        const pumpWith = (conditions: string): PumpSnapshot =>
          pumpMachine.resolveState({
            value: { ...value, life, motor, permission, supply: 'ready', conditions },
            context,
          });
        const isUp = UP.some(state =>
          pumpWith('clear').matches(state as Parameters<PumpSnapshot['matches']>[0]),
        );
        const isSame =
          JSON.stringify(answers(pumpWith('clear'))) === JSON.stringify(answers(pumpWith('stopped')));
        if (!isUp) expect(isSame, JSON.stringify([life, motor, permission])).toBe(true);
        if (!isSame) told += 1;
      }
  expect(told).toBeGreaterThan(5);
});
