import { match } from 'ts-pattern';
import type { Reduction } from './admit.ts';

const WHY: Readonly<Record<Reduction['by'], string>> = {
  maximumBasal: 'the maximum basal rate',
  hardBasal: 'the most the pump gives',
  kindOfPerson: 'the hard limit for this kind of person',
  threeTimesHighest: 'three times the highest rate of the profile',
  fourTimesCurrent: 'four times the rate of the profile',
  glucoseLow: 'glucose is low',
  predictedLow: 'glucose is predicted to be low in half an hour',
  readingInDoubt: 'the last reading is old or in doubt',
  limitedMode: 'automation is limited',
  largestAutomatic: 'the largest automatic bolus',
  maximumBolus: 'the largest bolus',
  hardBolus: 'the largest bolus of the pump',
  bolusPolicy: 'automation gives no bolus',
  tooSoon: 'the last bolus was too short a time ago',
  shareOfCorrection: '60 % of a correction',
  halfHourOfBasal: 'half an hour of basal',
  falling: 'glucose is falling, or its trend is unknown',
  onBoard: 'the most insulin on board',
  onBoardUnknown: 'insulin on board is unknown',
  halfOfDay: 'half of the daily insulin in two hours',
  rollingHour: 'the limit of the rolling hour',
  rollingDay: 'the limit of the rolling day',
  validity: 'no command holds for longer',
  leastBasal: 'the pump gives no lower rate but none',
  bolusStep: 'boluses come in steps',
};

/** `rate 3 U/h lowered to 1.2 U/h: four times the rate of the profile (SR-095)`. */
export const spellReduction = ({ of, by, req, from, to }: Reduction): string => {
  const told = (value: number): string =>
    match(of)
      .with('rate', () => `${value / 1_000_000} U/h`)
      .with('bolus', () => `${value / 1_000_000} U`)
      .with('length', () => `${value / 60_000} min`)
      .exhaustive();
  return `${of} ${told(from)} lowered to ${told(to)}: ${WHY[by]} (${req})`;
};
