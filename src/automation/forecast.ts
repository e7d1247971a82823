import type { WallMs } from '../domain/units.ts';
import type { History, Therapy } from './controller.ts';

/** One course of numbers under its name, mg/dL at each step from now on. */
export type Course = { readonly name: string; readonly mgPerDl: readonly number[] };

/** What a controller expects of glucose before it asks for anything. */
export type Forecast = {
  readonly stepMs: number;
  /** Glucose by each step, the first now, mg/dL. */
  readonly glucose: readonly number[];
  /** What moves it, each from zero: with glucose now they sum to the above. Empty where a controller does not sum. */
  readonly effects: readonly Course[];
  /** Other courses that it reckons with: glucose, mg/dL. */
  readonly courses: readonly Course[];
};

/** A pure function; null where nothing can be expected: without a reading, or with one too old. */
export type Forecaster = (history: History, therapy: Therapy, nowMs: WallMs) => Forecast | null;

/** To a tenth: a forecast is looked at, and nothing reckons with it. */
export const tenths = (values: Iterable<number>): readonly number[] =>
  Array.from(values, value => Math.round(value * 10) / 10);
