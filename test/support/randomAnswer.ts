import type { Fact } from '../../src/domain/facts.ts';

const MINUTE = 60_000;

/** What a controller may answer, by a number: nothing, something, too much, nonsense, or to another question. */
export const randomAnswer = (question: number, chance: number): Fact => {
  if (chance % 17 === 0)
    return { type: 'controller.failed', question, how: 'nonsense', reason: 'the rate is no number' };
  return {
    type: 'controller.answered',
    question: chance % 19 === 0 ? Math.max(1, question - 1) : question,
    basal: chance % 5 === 0 ? null : { rateUuPerHour: (chance % 80) * 50_000, lengthMs: 30 * MINUTE },
    bolusUu: chance % 3 === 0 ? (chance % 40) * 50_000 : 0,
    validMs: (chance % 31 === 0 ? 1 : 30) * MINUTE,
    terms: [],
  };
};
