import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { BodyReadout } from './body-readout.tsx';
import { briefly, groupOf, regionsIn, view } from './chart-scene.ts';
import { showsParts } from './expected.tsx';
import { gapsOf } from './gaps.ts';
import { type Column, lowerBound } from './history.ts';
import { courseAt } from './insight.ts';
import { paintBody } from './plot-body.ts';
import { paintExpected } from './plot-expected.ts';
import { glucoseOptions, insulinOptions, laneOptions, motorOptions, type PlotHooks } from './plot-options.ts';
import {
  type Colours,
  type LaneRow,
  paintBands,
  paintBoluses,
  paintGaps,
  paintLanes,
  paintPin,
  themeColours,
} from './plot-paint.ts';
import { charts, history, insight, lived, lookedAt, offsetMinutes, pinned, shown } from './store.ts';
import {
  backToNow,
  chooseWindow,
  hovered,
  pinAt,
  range,
  WINDOWS,
  wallOffsetSeconds,
  windowSeconds,
} from './timeline.ts';
import { band, clock } from './words.ts';

/** Four pictures over one time: glucose, insulin, motor, and what every region of the chart was doing. */
export const Plots = () => (
  <section class="panel plots" aria-label="Plots over time">
    <div class="plots-head">
      <Totals />
      <span class="grow" />
      <CursorTime />
      <fieldset class="segments" aria-label="Length of time shown">
        {WINDOWS.map(({ seconds, words }) => (
          <button
            key={seconds}
            type="button"
            aria-pressed={windowSeconds.value === seconds}
            onClick={() => chooseWindow(seconds)}
          >
            {words}
          </button>
        ))}
      </fieldset>
    </div>
    <Caption title="Glucose">
      <GlucoseReadout />
    </Caption>
    <Plot name="glucose" />
    <Caption title="Insulin">
      <InsulinReadout />
    </Caption>
    <Plot name="insulin" />
    <Caption title="Motor">
      <MotorReadout />
    </Caption>
    <Plot name="motor" />
    <Plot name="lanes" />
  </section>
);

const Totals = () => {
  const readings = shown.value?.readings;
  if (readings === undefined) return <span class="totals" />;
  if (readings === null)
    return (
      <span class="totals" data-testid="totals-not-known">
        amounts not known
      </span>
    );
  return (
    <span class="totals">
      bolus{' '}
      <b data-testid="delivered-bolus">
        {((readings.deliveredBolusUu + readings.deliveredExtendedUu) / 1e6).toFixed(3)} U
      </b>{' '}
      · basal <b data-testid="delivered-basal">{(readings.deliveredBasalUu / 1e6).toFixed(3)} U</b> ·{' '}
      <b data-testid="pulses">{readings.pulsesCounted}</b> pulses
    </span>
  );
};

const CursorTime = () => {
  const at = pinned.value === null ? null : pinned.value / 1_000;
  if (at === null)
    return hovered.value === null ? null : <span class="cursor-time">{timeWords(hovered.value)}</span>;
  return (
    <button type="button" class="strong back" data-testid="back-to-now" onClick={backToNow}>
      Looking at {timeWords(at)} · back to now
    </button>
  );
};

const timeWords = (seconds: number): string =>
  clock((seconds + wallOffsetSeconds()) * 1_000, offsetMinutes.value);

const Caption = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: preact.ComponentChildren;
}) => (
  <p class="caption">
    <b>{title}</b> {children}
  </p>
);

/** The last value at or before the cursor, the pinned instant, or now. */
const valueAt = (column: Column, row: number): number | null => {
  range.value;
  const at = hovered.value ?? (pinned.value === null ? Number.POSITIVE_INFINITY : pinned.value / 1_000);
  const found = lowerBound(column.times, at + 0.0005) - 1;
  return column.values[row]?.[found] ?? null;
};

const GlucoseReadout = () => {
  const value = valueAt(history.glucose(), 0);
  return (
    <span>
      {value === null ? 'no reading' : `${value} mg/dL, ${band(value)}`} <ExpectedReadout /> <BodyReadout />
    </span>
  );
};

/** What is expected in an hour from the instant that is looked at. */
const ExpectedReadout = () => {
  const expected = insight.expectedAt(lookedAt.value);
  if (expected === null) return null;
  const { glucose, stepMs } = expected.forecast;
  const value = courseAt({ mgPerDl: glucose }, stepMs, 60);
  return (
    <span data-testid="expected-soon">
      <i class="key expected" /> expected {value === null ? '-' : Math.round(value)} in 1 h
    </span>
  );
};

const InsulinReadout = () => {
  const column = history.insulin();
  return (
    <span>
      <i class="key basal" /> basal {number(valueAt(column, 0))} U/h <i class="key profile" /> profile{' '}
      {number(valueAt(column, 1))} U/h <i class="key iob" /> on board {onBoardWords(valueAt(column, 2))}{' '}
      <i class="key bolus" /> bolus: outline requested, fill delivered
    </span>
  );
};

const MotorReadout = () => {
  const column = history.motor();
  const [commanded, counted] = [valueAt(column, 0), valueAt(column, 1)];
  const difference = commanded === null || counted === null ? null : counted - commanded;
  return (
    <span>
      <i class="key commanded" /> commanded {commanded ?? '-'} <i class="key encoder" /> encoder{' '}
      {counted ?? '-'} counts
      {difference === null
        ? ''
        : ` (${difference > 0 ? '+' : difference < 0 ? '−' : '±'}${Math.abs(difference)})`}{' '}
      <i class="key force" /> force {number(valueAt(column, 2))} N
    </span>
  );
};

const onBoardWords = (value: number | null): string => (value === null ? 'unknown' : `${number(value)} U`);

const number = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

type Name = 'glucose' | 'insulin' | 'motor' | 'lanes';

/** The regions of the group that the chart shows: all of them at once could not be read. */
const laneRows = (): readonly LaneRow[] => {
  const lanes = history.lanes();
  return regionsIn(groupOf(view.value))
    .filter(({ machine }) => !machine.startsWith('alarm'))
    .map(({ region: { id }, title }) => ({ id, title: briefly({ title }), stretches: lanes.get(id) ?? [] }));
};

const dataOf = (name: Name, from: number, to: number): uPlot.AlignedData => {
  if (name === 'lanes')
    return [
      [from, to],
      [0, 0],
    ];
  const { times, values } = history[name]();
  const first = Math.max(0, lowerBound(times, from) - 1);
  const last = Math.min(times.length, lowerBound(times, to) + 1);
  const cut = <Any,>(list: readonly Any[]): Any[] => list.slice(first, last);
  const columns = values.map(column => cut(column));
  const shownTimes = cut(times);
  // Steps hold until now: without this the line would end at its last change.
  const end = history.span().to;
  if (name !== 'glucose' && shownTimes.length > 0 && end > (shownTimes.at(-1) ?? end)) {
    shownTimes.push(end);
    for (const column of columns) column.push(column.at(-1) ?? null);
  }
  return [shownTimes, ...columns];
};

const paintGlucose = (plot: uPlot, colour: Colours): void => {
  paintBands(plot, colour);
  paintGaps(plot, gapsOf(history.glucose(), history.span()), colour);
};

const build = (name: Name, element: HTMLElement): uPlot => {
  const colour = themeColours();
  const offset = (): number => offsetMinutes.value;
  const hooks: PlotHooks = {
    ...(name === 'glucose' ? { drawClear: (plot: uPlot) => paintGlucose(plot, colour) } : {}),
    draw: plot => {
      if (name === 'glucose') {
        paintBody(plot, lived, history.span().to, colour);
        paintExpected(plot, insight.expectedAt(lookedAt.value), showsParts.value, colour);
      }
      if (name === 'insulin') paintBoluses(plot, history.boluses(), colour);
      if (name === 'lanes')
        paintLanes(plot, laneRows(), history.alarms(), charts.value, history.span().to, colour);
      paintPin(plot, pinned.value === null ? null : pinned.value / 1_000, colour);
    },
    setCursor: plot => {
      const { left } = plot.cursor;
      hovered.value = left === undefined || left < 0 ? null : plot.posToVal(left, 'x');
    },
  };
  const titles = (): readonly string[] => [...laneRows().map(({ title }) => title), 'alarms'];
  const options = {
    glucose: () => glucoseOptions(colour, offset, hooks),
    insulin: () => insulinOptions(colour, offset, hooks),
    motor: () => motorOptions(colour, offset, hooks),
    lanes: () => laneOptions(colour, offset, hooks, titles),
  }[name]();
  const { from, to } = range.peek();
  const plot = new uPlot(options, dataOf(name, from, to), element);
  plot.over.addEventListener('click', () => {
    if (plot.cursor.left !== undefined && plot.cursor.left >= 0) pinAt(plot.posToVal(plot.cursor.left, 'x'));
  });
  return plot;
};

/** Plots are redrawn at most ten times a second: the eye follows the chart, not the plots. */
const LEAST_BETWEEN_MS = 100;

const Plot = ({ name }: { readonly name: Name }) => {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheduled = useRef<number | NodeJS.Timeout>(0);
  const drawn = useRef(0);
  const draw = (): void => {
    scheduled.current = 0;
    drawn.current = performance.now();
    const { from, to } = range.peek();
    const made = plot.current;
    if (!made) return;
    made.batch(() => {
      made.setData(dataOf(name, from, to), true);
      made.setScale('x', { min: from, max: to });
    });
  };
  const schedule = (): void => {
    if (scheduled.current !== 0) return;
    const wait = Math.max(0, drawn.current + LEAST_BETWEEN_MS - performance.now());
    scheduled.current = setTimeout(() => requestAnimationFrame(draw), wait);
  };
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const make = (): void => {
      plot.current?.destroy();
      plot.current = build(name, element);
      adjust();
      draw();
    };
    // Hidden behind the enlarged chart a plot has no size; it keeps its last one.
    const adjust = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) plot.current?.setSize({ width, height });
    };
    make();
    const observer = new ResizeObserver(adjust);
    observer.observe(element);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    window.addEventListener('islet-theme', make);
    dark.addEventListener('change', make);
    return () => {
      observer.disconnect();
      window.removeEventListener('islet-theme', make);
      dark.removeEventListener('change', make);
      plot.current?.destroy();
    };
  }, []);
  useSignalEffect(() => {
    range.value;
    pinned.value;
    showsParts.value;
    charts.value;
    view.value;
    schedule();
  });
  return <div class={`plot ${name}`} ref={holder} data-testid={`plot-${name}`} />;
};
