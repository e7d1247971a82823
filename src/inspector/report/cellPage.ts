import type { Cell } from '../../simulate/campaign/cells.ts';
import { nameOf } from '../../simulate/campaign/cells.ts';
import type { CellResult } from '../../simulate/campaign/run.ts';
import type { Meal } from '../../simulate/meals.ts';
import type { Outcome } from '../../simulate/open/replay.ts';
import { BANDS } from './bands.ts';
import { document } from './document.ts';
import { circle, escaped, line, picture, rect, scale, shapeAt, text } from './svg.ts';

/** One cell that was lived again. */
export type Lived = {
  readonly cell: Cell;
  readonly result: CellResult;
  readonly outcome: Outcome;
  readonly meals: readonly Meal[];
};

const DAY_MIN = 1_440;
const UU_PER_U = 1_000_000;
const [WIDTH, LEFT, RIGHT] = [1_100, 40, 16] as const;
/** Glucose above, insulin below. */
const [GLUCOSE_END, INSULIN_FROM, INSULIN_END, HEIGHT] = [170, 182, 240, 258] as const;
const [MOST_GLUCOSE, GLUCOSE_STEP_MIN, BASAL_STEP_MIN] = [400, 5, 15] as const;
const LEVELS = [
  [54, 7],
  [70, 1],
  [180, 4],
  [250, 4],
  [400, 8],
] as const;

/** Every day of a cell: glucose, readings, meals, and the insulin that left the pump. */
export const cellPage = (lived: Lived): string => {
  const { cell, result, outcome } = lived;
  const days = outcome.deliveredUu.length / DAY_MIN;
  return document(
    nameOf(cell),
    `<header><h1>${escaped(nameOf(cell))}</h1>
<p>${escaped(figuresOf(result).join(' · '))}</p>
<p class="legend">Line: glucose under the skin. Dots: what the sensor said. Triangles: meals, open where nothing was told; squares: carbohydrate against a low. Below: basal of each quarter of an hour in U/h, and boluses in U.</p></header>
${Array.from({ length: days }, (_, day) => `<section><h2>Day ${day + 1}</h2>${dayStrip(lived, day)}</section>`).join('\n')}`,
  );
};

/** What a cell came to, in a few words each. */
export const figuresOf = (result: CellResult): readonly string[] => [
  `in range ${result.inRange.toFixed(1)} %`,
  `below 70 ${result.below70.toFixed(2)} %`,
  `below 54 ${result.below54.toFixed(2)} %`,
  `above 180 ${result.above180.toFixed(1)} %`,
  `lowest ${result.lowest.toFixed(0)} mg/dL`,
  `mean ${result.mean.toFixed(0)} mg/dL`,
  `risk index ${result.gri.toFixed(1)}`,
  `${result.dailyInsulinU.toFixed(1)} U a day`,
  ...(result.failedAtMin === null ? [] : [`failed at minute ${result.failedAtMin}`]),
];

const dayStrip = ({ outcome, meals }: Lived, day: number): string => {
  const from = day * DAY_MIN;
  const x = scale(from, from + DAY_MIN, LEFT, WIDTH - RIGHT);
  const y = scale(0, MOST_GLUCOSE, GLUCOSE_END, 8);
  const at = (mgPerDl: number): number => y(Math.min(MOST_GLUCOSE, mgPerDl));
  const isToday = (minute: number): boolean => minute >= from && minute < from + DAY_MIN;
  const times = Array.from(
    { length: DAY_MIN / GLUCOSE_STEP_MIN + 1 },
    (_, index) => from + index * GLUCOSE_STEP_MIN,
  );
  return picture(WIDTH, HEIGHT, `Day ${day + 1}`, [
    ...BANDS.map(({ from: low, to, style }) =>
      rect(LEFT, at(to), WIDTH - RIGHT - LEFT, at(low) - at(to), `band ${style}`),
    ),
    ...LEVELS.map(([level, down]) => text(LEFT - 4, y(level) + down, String(level), 'axis-y')),
    ...Array.from({ length: 9 }, (_, index) =>
      text(x(from + index * 180), HEIGHT - 4, `${index * 3}:00`, 'axis-x'),
    ),
    ...outcome.readings
      .filter(({ minute }) => isToday(minute))
      .map(({ minute, mgPerDl }) => circle(x(minute), at(mgPerDl), 1.8, 'reading', `${mgPerDl} mg/dL`)),
    line(
      times.map(minute => [x(minute), at(outcome.glucose[minute] ?? 0)] as const),
      'median',
    ),
    ...meals
      .filter(({ atMin }) => isToday(atMin))
      .map(({ atMin, carbsG, told }) =>
        shapeAt(
          x(atMin),
          GLUCOSE_END - 3,
          'm-6 0l6 -11l6 11z',
          told === null ? 'mark unmet' : 'mark met',
          `${carbsG} g, ${told === null ? 'not told' : `told as ${told.carbsG} g at minute ${told.atMin}`}`,
        ),
      ),
    ...outcome.rescues
      .filter(isToday)
      .map(minute => shapeAt(x(minute), GLUCOSE_END - 3, 'm-4 0v-8h8v8z', 'mark unmet', 'rescue')),
    ...insulin(outcome, from, x),
  ]);
};

const insulin = (
  { deliveredUu, bolusUu }: Outcome,
  from: number,
  x: (minute: number) => number,
): readonly string[] => {
  const starts = Array.from(
    { length: DAY_MIN / BASAL_STEP_MIN },
    (_, index) => from + index * BASAL_STEP_MIN,
  );
  const basal = starts.map(start => {
    let uu = 0;
    for (let minute = start; minute < start + BASAL_STEP_MIN; minute += 1)
      uu += (deliveredUu[minute] ?? 0) - (bolusUu[minute] ?? 0);
    return (uu / UU_PER_U / BASAL_STEP_MIN) * 60;
  });
  const boluses = bolusesIn(bolusUu, from);
  const most = Math.max(1, ...basal, ...boluses.map(({ units }) => units));
  const y = scale(0, most, INSULIN_END, INSULIN_FROM);
  return [
    text(LEFT - 4, INSULIN_FROM + 8, `${most.toFixed(1)} U`, 'axis-y'),
    ...basal.map((rate, index) => {
      const start = starts[index] ?? from;
      return rect(x(start), y(rate), x(start + BASAL_STEP_MIN) - x(start), INSULIN_END - y(rate), 'basal');
    }),
    ...boluses.map(({ minute, units }) =>
      rect(x(minute) - 1.5, y(units), 3, INSULIN_END - y(units), 'bolus', `bolus of ${units.toFixed(3)} U`),
    ),
  ];
};

/** Boluses of a day: minutes of one that follow each other are one bolus. */
const bolusesIn = (
  bolusUu: Int32Array,
  from: number,
): readonly { readonly minute: number; readonly units: number }[] => {
  const out: { minute: number; units: number }[] = [];
  for (let minute = from; minute < from + DAY_MIN; minute += 1) {
    const units = (bolusUu[minute] ?? 0) / UU_PER_U;
    if (units === 0) continue;
    const last = out.at(-1);
    if (last !== undefined && (bolusUu[minute - 1] ?? 0) > 0 && minute > from) last.units += units;
    else out.push({ minute, units });
  }
  return out;
};
