import { expect, test } from 'vitest';
import type { Reduction } from '../../src/domain/envelope/admit.ts';
import { spellReduction } from '../../src/domain/envelope/spell.ts';
import { req } from '../support/req.ts';

const why: Readonly<Record<Reduction['by'], RegExp>> = {
  maximumBasal: /maximum basal/,
  hardBasal: /most the pump gives/,
  kindOfPerson: /kind of person/,
  threeTimesHighest: /three times/,
  fourTimesCurrent: /four times/,
  glucoseLow: /glucose is low/,
  predictedLow: /predicted to be low/,
  readingInDoubt: /old or in doubt/,
  limitedMode: /limited/,
  largestAutomatic: /largest automatic bolus/,
  maximumBolus: /the largest bolus \(/,
  hardBolus: /largest bolus of the pump/,
  bolusPolicy: /no bolus/,
  tooSoon: /too short a time ago/,
  shareOfCorrection: /60 %/,
  halfHourOfBasal: /half an hour of basal/,
  falling: /falling/,
  onBoard: /most insulin on board/,
  onBoardUnknown: /on board is unknown/,
  halfOfDay: /half of the daily insulin/,
  rollingHour: /rolling hour/,
  rollingDay: /rolling day/,
  validity: /no command holds/,
  leastBasal: /no lower rate/,
  bolusStep: /steps/,
};

test(
  'SR-088 each reduction names what lowered it, from what to what, with its requirement',
  req('SR-088'),
  () => {
    const of = { rate: 'rate 3 U/h lowered to 1.5 U/h: ', bolus: 'bolus 3 U lowered to 1.5 U: ' };
    for (const [by, says] of Object.entries(why) as [Reduction['by'], RegExp][])
      for (const kind of ['rate', 'bolus'] as const) {
        const told = spellReduction({ of: kind, by, req: 'SR-095', from: 3_000_000, to: 1_500_000 });
        expect(told).toMatch(says);
        expect(told.startsWith(of[kind])).toBe(true);
        expect(told.endsWith(' (SR-095)')).toBe(true);
      }
    expect(
      spellReduction({ of: 'length', by: 'validity', req: 'SR-094', from: 3_600_000, to: 1_800_000 }),
    ).toBe('length 60 min lowered to 30 min: no command holds for longer (SR-094)');
  },
);
