import { judge, type Rung } from './rungs.ts';

/** Inside the pump, where the insulin is, and at the battery; both in tenths of a degree Celsius. */
export type TemperatureReading = { readonly insideDeciC: number; readonly batteryDeciC: number };

/** `exceeded` is borne for a minute, `overheated` (the battery) not at all; the chart has the clock. */
export const temperatureLevels = ['inRange', 'warned', 'exceeded', 'overheated'] as const;
export type TemperatureLevel = (typeof temperatureLevels)[number];

/** A level is over one degree inside its limit. */
const MARGIN = 10;

const outside = (least: number, most: number) => ({
  begins: ({ insideDeciC }: TemperatureReading) => insideDeciC < least || insideDeciC > most,
  lasts: ({ insideDeciC }: TemperatureReading) => insideDeciC < least + MARGIN || insideDeciC > most - MARGIN,
});

/** Thresholds: A-26 and SR-108. */
const RUNGS: readonly Rung<TemperatureLevel, TemperatureReading>[] = [
  {
    level: 'overheated',
    begins: ({ batteryDeciC }) => batteryDeciC > 520,
    lasts: ({ batteryDeciC }) => batteryDeciC > 520 - MARGIN,
  },
  { level: 'exceeded', ...outside(20, 450) },
  { level: 'warned', ...outside(50, 370) },
];

/** The level of the temperature after one more reading. */
export const judgeTemperature = (before: TemperatureLevel, reading: TemperatureReading): TemperatureLevel =>
  judge(RUNGS, 'inRange', before, reading);
