import type { Column, HistoryView } from '../page/history.ts';
import { BANDS } from './bands.ts';
import type { AlarmLife } from './runFold.ts';
import { line, type Point, picture, px, rect, scale, text } from './svg.ts';

/** The run over its time: glucose above, insulin below, alarms between. */

const [WIDTH, LEFT, RIGHT, HEIGHT] = [1_100, 44, 44, 330] as const;
const GLUCOSE = { top: 8, bottom: 170 } as const;
/** A row for each priority, the highest above. */
const ALARM = { top: 176, height: 6, rows: ['high', 'medium', 'low', 'info'] } as const;
const INSULIN = { top: 200, bottom: 308 } as const;
const MOST_GLUCOSE = 400;
const LEVELS = [
  [54, 7],
  [70, 1],
  [180, 4],
  [250, 4],
  [400, 8],
] as const;
const TIMES = 8;

/** `wallOf` gives the wall clock of a monotonic instant, both in ms. */
export const runPlots = (
  history: HistoryView,
  alarms: readonly AlarmLife[],
  wallOf: (monoMs: number) => number,
): string => {
  const { from, to } = history.span();
  const end = Math.max(to, from + 1);
  const x = scale(from, end, LEFT, WIDTH - RIGHT);
  const glucoseY = scale(0, MOST_GLUCOSE, GLUCOSE.bottom, GLUCOSE.top);
  const at = (mgPerDl: number): number => glucoseY(Math.min(MOST_GLUCOSE, mgPerDl));
  const insulin = history.insulin();
  const rate = insulin.values[0] ?? [];
  const onBoard = insulin.values[2] ?? [];
  const boluses = history.boluses();
  const mostRate = most(rate, 1);
  const mostUnits = most([...onBoard, ...boluses.map(({ requestedU }) => requestedU)], 1);
  const rateY = scale(0, mostRate, INSULIN.bottom, INSULIN.top);
  const unitsY = scale(0, mostUnits, INSULIN.bottom, INSULIN.top);
  return picture(
    WIDTH,
    HEIGHT,
    'Glucose, alarms and insulin over the run; the table of alarms tells the same',
    [
      ...BANDS.map(({ from: low, to: high, style }) =>
        rect(LEFT, at(high), WIDTH - RIGHT - LEFT, at(low) - at(high), `band ${style}`),
      ),
      ...LEVELS.map(([level, down]) => text(LEFT - 4, at(level) + down, String(level), 'axis-y')),
      ...unbroken(history.glucose(), 0).map(points =>
        line(
          points.map(([time, value]) => [x(time), at(value)]),
          'median',
        ),
      ),
      ...alarms
        .filter(({ priority }) => priority !== 'info')
        .map(({ alarm, priority, atMonoMs, untilMonoMs }) => {
          const begins = x(atMonoMs / 1_000);
          const ends = untilMonoMs === null ? x(end) : x(untilMonoMs / 1_000);
          return rect(
            begins,
            ALARM.top + ALARM.rows.indexOf(priority) * ALARM.height,
            Math.max(2, ends - begins),
            ALARM.height,
            `alarm ${priority}-alarm`,
            `${alarm}, ${priority}`,
          );
        }),
      text(LEFT - 4, ALARM.top + 12, 'alarms', 'axis-y'),
      text(LEFT - 4, INSULIN.top + 8, `${mostRate.toFixed(1)} U/h`, 'axis-y'),
      text(WIDTH - RIGHT + 4, INSULIN.top + 8, `${mostUnits.toFixed(1)} U`, 'axis-right'),
      ...unbroken({ ...insulin, values: [rate] }, 0).map(points =>
        line(
          points.flatMap(([time, value], index): readonly Point[] => {
            const before = points[index - 1]?.[1];
            // Basal is a step: it holds until it changes.
            return [
              ...(before === undefined ? [] : [[x(time), rateY(before)] as const]),
              [x(time), rateY(value)],
            ];
          }),
          'basal-line',
        ),
      ),
      ...unbroken({ ...insulin, values: [onBoard] }, 0).map(points =>
        line(
          points.map(([time, value]) => [x(time), unitsY(value)]),
          'iob-line',
        ),
      ),
      ...boluses.flatMap(({ at: time, requestedU, deliveredU }) => [
        rect(x(time) - 2, unitsY(requestedU), 4, INSULIN.bottom - unitsY(requestedU), 'asked'),
        rect(
          x(time) - 2,
          unitsY(deliveredU),
          4,
          INSULIN.bottom - unitsY(deliveredU),
          'bolus',
          `bolus: ${deliveredU.toFixed(3)} U of ${requestedU.toFixed(3)} U`,
        ),
      ]),
      ...Array.from({ length: TIMES + 1 }, (_, index) => {
        const time = from + ((end - from) * index) / TIMES;
        return text(
          x(time),
          HEIGHT - 6,
          new Date(wallOf(time * 1_000)).toISOString().slice(11, 16),
          'axis-x',
        );
      }),
    ],
  );
};

const most = (values: readonly (number | null)[], least: number): number =>
  values.reduce<number>((highest, value) => Math.max(highest, value ?? 0), least);

/** The stretches of a column without a hole: a line never hides that something is missing. */
const unbroken = ({ times, values }: Column, which: number): readonly (readonly Point[])[] => {
  const stretches: Point[][] = [[]];
  for (const [index, time] of times.entries()) {
    const value = values[which]?.[index] ?? null;
    if (value === null) stretches.push([]);
    else stretches.at(-1)?.push([time, Number(px(value * 1_000)) / 1_000]);
  }
  return stretches.filter(points => points.length > 0);
};
