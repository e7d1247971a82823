import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { put } from '../../src/cli/witness/ask.ts';
import type { Question } from '../../src/cli/witness/questions.ts';
import { differences, verdictOf } from '../../src/cli/witness/verdicts.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { askedOf } from '../../src/verify/smallOnes.ts';
import { machineAlone, smallAlphabet } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { spoilt } from '../machines/spoil.ts';
import { req } from '../support/req.ts';

const NAME = 'a screen that nobody touches for one delay is locked';
const mistake = smallMistakes[NAME];
if (mistake === undefined) throw new Error(`no mistake is known for "${NAME}"`);
const whole = SMALL_MACHINES.lock;
const broken = spoilt(whole, mistake);

/** The lock: one chart is put to Islet, and maybe another to the witnesses; to SPIN alone, where that is enough. */
const lock = (here: AnyStateMachine, there: AnyStateMachine, isAll: boolean): Question => ({
  name: 'lock',
  ours: () => machineAlone('lock', here),
  program: (asked, asking) =>
    openProgram(there, asked, undefined, smallAlphabet('lock', timerView(there)), asking),
  asked: askedOf('lock').filter(({ rule }) => !('leadsTo' in rule)),
  endless: isAll ? askedOf('lock').filter(({ rule }) => 'leadsTo' in rule) : [],
  counted: isAll ? ['Rumur'] : [],
  whole: ['SPIN'],
  proved: false,
});

const told = (question: Question) => {
  const verdicts: string[] = [];
  const { answers } = put(
    question,
    false,
    () => 0,
    () => {},
    (_, verdict) => verdicts.push(verdict),
  );
  expect(answers.length).toBeGreaterThan(0);
  expect(verdicts.length).toBe(answers.length);
  return { answers, verdicts, of: (name: string) => answers.filter(({ asked }) => asked.includes(name)) };
};

test('SR-046 a property that a chart breaks is broken for Islet and for its witnesses: they agree, on all others too', {
  ...req('SR-046'),
  timeout: 120_000,
}, () => {
  const { answers, of, verdicts } = told(lock(broken, broken, true));
  expect(of(NAME).length).toBeGreaterThan(0);
  for (const { broken } of of(NAME)) expect(broken).toContain(NAME);
  expect(answers.filter(({ agrees }) => !agrees)).toEqual([]);
  expect(
    verdicts.some(verdict => verdict.startsWith('BROKEN, for Islet too') && verdict.includes(NAME)),
  ).toBe(true);
});

test.each([
  ['Islet', broken, whole, `Islet breaks "${NAME}", which holds for SPIN`],
  ['SPIN', whole, broken, `SPIN breaks "${NAME}", which holds for Islet`],
] as const)(
  'SR-046 a property that only %s finds broken is a disagreement by name',
  { ...req('SR-046'), timeout: 120_000 },
  (_, here, there, words) => {
    const { of, verdicts } = told(lock(here, there, false));
    const differing = of(NAME).filter(({ by }) => by === 'SPIN');
    expect(differing.length).toBeGreaterThan(0);
    for (const { agrees, differences } of differing) {
      expect(agrees).toBe(false);
      expect(differences).toContain(words);
    }
    expect(verdicts.some(verdict => verdict.startsWith('DISAGREES: ') && verdict.includes(words))).toBe(true);
  },
);

test('SR-046 a verdict is a disagreement where counts differ, or a property does', {
  ...req('SR-046'),
}, () => {
  const said = { by: 'ABC' as const, asked: ['one', 'two'], broken: ['one'] };
  expect(differences(new Set(['one']), said)).toEqual([]);
  expect(differences(new Set(['two']), said)).toEqual([
    'ABC breaks "one", which holds for Islet',
    'Islet breaks "two", which holds for ABC',
  ]);
  // What was not asked of it, it says nothing of.
  expect(differences(new Set(['one', 'three']), said)).toEqual([]);
  expect(verdictOf({ broken: [], differences: [], agrees: false })).toBe('DISAGREES');
  expect(verdictOf({ broken: [], differences: [], agrees: true })).toBe('agrees');
});
