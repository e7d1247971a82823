import { type Reason, spellReason } from '../controller.ts';

/** Every term a decision may name, with the unit of its number; an empty unit: a plain number, or none. */
const UNITS = {
  'glucose is an error of the sensor': 'mg/dL',
  'sensor too noisy': '',
  'glucose too old': 'min',
  'glucose unchanged for too long': 'mg/dL',
  'high temp replaced by profile': 'U/h',
  'zero temp shortened': 'min',
  'nothing done': '',
  'no glucose': '',
  'no basal rate': '',
  'no target': '',
  'no insulin on board': '',
  'no eventual glucose': '',
  'no number came of it': '',
  'sensitivity ratio': '',
  target: 'mg/dL',
  threshold: 'mg/dL',
  'insulin on board': 'U',
  'carbohydrates on board': 'g',
  'insulin effect per 5 min': 'mg/dL',
  'deviation in 30 min': 'mg/dL',
  'eventual glucose': 'mg/dL',
  'expected change per 5 min': 'mg/dL',
  'lowest prediction': 'mg/dL',
  'lowest on the way': 'mg/dL',
  'insulin needed': 'U',
  'carbohydrates needed': 'g',
  'carbohydrates needed within': 'min',
  'running temp is not the one recorded': 'U/h',
  'recorded temp ended long ago': 'min',
  'rise too steep to be believed': 'mg/dL',
  'much negative insulin on board and rising': 'U',
  'low or predicted to be': 'mg/dL',
  'temps end before the full hour': 'min',
  'eventual glucose below range': 'mg/dL',
  'rising faster than expected': 'mg/dL',
  'bolus calculator would end below 40': 'mg/dL',
  'running temp lowers far too much': 'U',
  'running temp is low enough': 'U/h',
  'falling faster than expected': 'mg/dL',
  'in range': 'mg/dL',
  'too much insulin on board': 'U',
  'limited by insulin on board': 'U',
  microbolus: 'U',
  'largest microbolus': 'U',
  'microbolus waits since the last': 'min',
  'low temp beside microbolus': 'U/h',
  'limited to the highest safe rate': 'U/h',
  'running temp raises far too much': 'U',
  'running temp is high enough': 'U/h',
  'temp set': 'U/h',
  'running temp is near enough': 'U/h',
  'neutral temp set': 'U/h',
  'neutral temp skipped, running temp cancelled': 'U/h',
  'neutral temp skipped, none runs': 'U/h',
} as const satisfies Readonly<Record<string, string>>;

export type Term = keyof typeof UNITS;

/** One step of an argument. */
export const reason = (name: Term, value: number | null = null): Reason => ({
  name,
  value,
  unit: UNITS[name],
});

/** All steps, in the order they were taken: `eventual glucose 142 mg/dL; in range 142 mg/dL`. */
export const spellReasons = (reasons: readonly Reason[]): string => reasons.map(spellReason).join('; ');
