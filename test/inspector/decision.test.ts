import { expect, test } from 'vitest';
import type { Derived, Fact } from '../../src/domain/facts.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { decisionIn, limitless } from '../../src/inspector/page/decision.ts';
import { factWords } from '../../src/inspector/page/words.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import { AUTOMATED } from '../support/automated.ts';
import { corePump } from '../support/corePump.ts';

const ANSWER = (question: number): Fact => ({
  type: 'controller.answered',
  question,
  basal: { rateUuPerHour: 500_000_000, lengthMs: 1_800_000 },
  bolusUu: 0,
  validMs: 1_800_000,
  terms: [
    { name: 'glucose expected', value: 187.5, unit: 'mg/dL' },
    { name: 'no meal was told', value: null, unit: '' },
  ],
});

/** What the page is told by a pump whose controller answers with too much once, throws once, and is silent after that. */
const frames = async (): Promise<readonly Frame[]> => {
  let asked = 0;
  const pump = await corePump({
    settings: AUTOMATED,
    controller: sink => ({
      ask: ({ number }) => {
        asked += 1;
        if (asked === 3) sink(ANSWER(number));
        if (asked === 4)
          sink({ type: 'controller.failed', question: number, how: 'threw', reason: 'planted' });
      },
    }),
  });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.give({ type: 'automation.enabled' });
  for (const [index, mgPerDl] of [180, 182, 184, 186, 188, 58].entries()) {
    await pump.give({ type: 'cgm.measured', mgPerDl, sequence: index + 1 });
    await pump.wait(300_000);
  }
  return pump.steps.map(frameOf);
};

test('the page tells what a controller asked for, what was left of it, and every reason', async () => {
  const decisions = (await frames()).map(decisionIn).filter(each => each !== null);
  expect(decisions).toMatchObject([
    {
      asked: '500 U/h',
      outcome: '3 U/h',
      terms: ['glucose expected 187.5 mg/dL', 'no meal was told'],
      reasons: [expect.stringContaining('the maximum basal rate')],
    },
    { asked: null, outcome: 'no change', reasons: ['The controller has failed: planted'] },
    {
      asked: null,
      outcome: 'lowered to 0 U/h',
      reasons: expect.arrayContaining([expect.stringContaining('glucose is low')]),
    },
  ]);
});

test('an answer of a controller is told in the log without its inside', () => {
  expect(factWords(ANSWER(7)).fields).toBe('question 7 · 0.000 U · 30 min');
  const accepted: Derived = {
    type: 'automation.accepted',
    rateUuPerHour: 3_000_000,
    bolusUu: 0,
    reductions: ['rate lowered'],
  };
  expect(factWords(accepted).fields).toBe('3.00 U/h · 0.000 U · rate lowered');
});

test.each([
  ['admitted', [], 'No limit applied.'],
  ['refused', [], 'No reason given.'],
  ['no change', [], 'No reason given.'],
  ['refused', ['too much'], null],
])('under what was %s with reasons %j it says %j', (outcome, reasons, words) => {
  const decision = { seq: 1, monoMs: 0, wallMs: 0, by: 'person', asked: 'a bolus', terms: [] } as const;
  expect(limitless({ ...decision, outcome, reasons })).toBe(words);
});
