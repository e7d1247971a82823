import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { briefly, lanesGroup, regionsIn, view } from './chart-scene.ts';
import { showsParts } from './expected.tsx';
import { expectedNow } from './expected-now.ts';
import { gapsOf, reasonOf } from './gaps.ts';
import { lowerBound } from './history.ts';
import { verdicts } from './judged-run.ts';
import { logShows } from './log.tsx';
import { other } from './other.ts';
import { OtherLine } from './other-line.tsx';
import { PlayerBar } from './player-bar.tsx';
import { paintBody } from './plot-body.ts';
import { paintExpected } from './plot-expected.ts';
import {
  glucoseOptions,
  insulinOptions,
  laneOptions,
  motorOptions,
  type PlotHooks,
  supplyOptions,
} from './plot-options.ts';
import { paintDivergence, paintOther } from './plot-other.ts';
import {
  type Colours,
  type LaneRow,
  paintBands,
  paintBoluses,
  paintGaps,
  paintLanes,
  themeColours,
} from './plot-paint.ts';
import { placePin } from './plot-pin.ts';
import { GlucoseReadout, InsulinReadout, MotorReadout, SupplyReadout, Totals } from './plot-readouts.tsx';
import { scrubbed } from './plot-scrub.ts';
import type { PlotName } from './plot-table.ts';
import { PlotTwin, TableButton } from './plot-twin.tsx';
import { clock, whenPreferred } from './preferences.ts';
import { PropertiesLine } from './properties-panel.tsx';
import { charts, drawn, history, insight, lived, lookedAt, offsetMinutes, pinned, status } from './store.ts';
import { supplyIn } from './supply.ts';
import {
  backToNow,
  chooseWindow,
  hovered,
  range,
  WINDOWS,
  wallOffsetSeconds,
  windowSeconds,
} from './timeline.ts';

/** Four pictures over one time: glucose, insulin, motor, and what every region of the chart was doing. */
export const Plots = () => (
  <section class="panel plots" aria-label="Plots over time">
    <div class="plots-head">
      <Totals />
      <span class="grow" />
      <CursorTime />
      <fieldset class="segments" aria-label="Time window">
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
    <PlayerBar />
    <Caption name="glucose" title="Glucose">
      <GlucoseReadout />
    </Caption>
    <Plot name="glucose" />
    <Caption name="insulin" title="Insulin">
      <InsulinReadout />
    </Caption>
    <Plot name="insulin" />
    <Caption name="motor" title="Motor">
      <MotorReadout />
    </Caption>
    <Plot name="motor" />
    <Caption name="supply" title="Reservoir">
      <SupplyReadout />
    </Caption>
    <Plot name="supply" />
    <Caption name="lanes" title="States">
      state of each region
    </Caption>
    <Plot name="lanes" />
    <OtherLine />
    <PropertiesLine
      open={() => {
        logShows.value = 'properties';
      }}
    />
  </section>
);

/** The header's clock tells the instant that is looked at; here is the way back. */
const CursorTime = () => {
  if (pinned.value === null)
    return hovered.value === null ? null : <span class="cursor-time">{timeWords(hovered.value)}</span>;
  return (
    <button type="button" class="strong to-now" data-testid="back-to-now" onClick={backToNow}>
      {status.value?.kind === 'replay' ? 'To the end' : 'Back to now'}
    </button>
  );
};

const timeWords = (seconds: number): string =>
  clock((seconds + wallOffsetSeconds()) * 1_000, offsetMinutes.value);

const Caption = ({
  name,
  title,
  children,
}: {
  readonly name: PlotName;
  readonly title: string;
  readonly children: preact.ComponentChildren;
}) => (
  <p class="caption">
    <b>{title}</b> <TableButton name={name} title={title} /> {children}
  </p>
);

/** The regions of the group that the chart shows: all of them at once could not be read. */
const laneRows = (): readonly LaneRow[] => {
  const lanes = drawn.value.lanes();
  return regionsIn(lanesGroup.value)
    .filter(({ machine }) => !machine.startsWith('alarm'))
    .map(({ region: { id }, title }) => ({ id, title: briefly({ title }), stretches: lanes.get(id) ?? [] }));
};

const dataOf = (name: PlotName, from: number, to: number): uPlot.AlignedData => {
  if (name === 'lanes')
    return [
      [from, to],
      [0, 0],
    ];
  const { times, values } = name === 'supply' ? supplyIn(drawn.value.motor()) : drawn.value[name]();
  const first = Math.max(0, lowerBound(times, from) - 1);
  const last = Math.min(times.length, lowerBound(times, to) + 1);
  const cut = <Any,>(list: readonly Any[]): Any[] => list.slice(first, last);
  // The reservoir stands in the motor's column, and in a plot of its own.
  const columns = values.slice(0, 3).map(column => cut(column));
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
  const { glucose, span, lanes } = drawn.value;
  const known = lanes();
  const gaps = gapsOf(glucose(), span()).map(gap => ({ ...gap, why: reasonOf(known, gap) }));
  paintGaps(plot, gaps, colour);
};

const build = (name: PlotName, element: HTMLElement): uPlot => {
  const colour = themeColours();
  const offset = (): number => offsetMinutes.value;
  const hooks: PlotHooks = {
    drawClear: plot => {
      if (name === 'glucose') paintGlucose(plot, colour);
      paintOther(plot, name, colour);
    },
    draw: plot => {
      if (name === 'glucose') {
        paintBody(plot, lived.lived(), history.span().to, colour);
        paintExpected(plot, insight.expectedAt(lookedAt.peek()), showsParts.peek(), colour);
      }
      if (name === 'insulin') paintBoluses(plot, drawn.value.boluses(), colour);
      if (name === 'lanes')
        paintLanes(
          plot,
          {
            rows: laneRows(),
            alarms: drawn.value.alarms(),
            violations: verdicts.violations(),
            end: history.span().to,
          },
          charts.value,
          colour,
        );
      paintDivergence(plot, name, colour);
      placePin(plot, pinned.peek());
    },
    setCursor: plot => {
      const { left } = plot.cursor;
      hovered.value = left === undefined || left < 0 ? null : plot.posToVal(left, 'x');
    },
  };
  const titles = (): readonly string[] => [...laneRows().map(({ title }) => title), 'alarms', 'properties'];
  const options = {
    glucose: () => glucoseOptions(colour, offset, hooks),
    insulin: () => insulinOptions(colour, offset, hooks),
    motor: () => motorOptions(colour, offset, hooks),
    supply: () => supplyOptions(colour, offset, hooks),
    lanes: () => laneOptions(colour, offset, hooks, titles),
  }[name]();
  const { from, to } = range.peek();
  const plot = new uPlot(options, dataOf(name, from, to), element);
  scrubbed(plot);
  return plot;
};

/** Plots are redrawn at most ten times a second, the eye follows the chart and not them; and no plot takes more than one part in so many of a busy machine's time. */
const LEAST_BETWEEN_MS = 100;
const REST = 20;

const Plot = ({ name }: { readonly name: PlotName }) => {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheduled = useRef<number | NodeJS.Timeout>(0);
  const nextAt = useRef(0);
  const draw = (): void => {
    scheduled.current = 0;
    const begun = performance.now();
    const { from, to } = range.peek();
    const made = plot.current;
    if (!made) return;
    made.batch(() => {
      made.setData(dataOf(name, from, to), true);
      made.setScale('x', { min: from, max: to });
    });
    const now = performance.now();
    nextAt.current = now + Math.max(LEAST_BETWEEN_MS, (now - begun) * REST);
  };
  const schedule = (): void => {
    if (scheduled.current !== 0) return;
    const wait = Math.max(0, nextAt.current - performance.now());
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
    const forget = whenPreferred(make);
    dark.addEventListener('change', make);
    return () => {
      observer.disconnect();
      forget();
      window.removeEventListener('islet-theme', make);
      dark.removeEventListener('change', make);
      plot.current?.destroy();
    };
  }, []);
  useSignalEffect(() => {
    range.value;
    drawn.value;
    other.value;
    if (name === 'glucose') {
      expectedNow.value;
      showsParts.value;
    }
    if (name === 'lanes') {
      charts.value;
      view.value;
    }
    schedule();
  });
  useSignalEffect(() => {
    const at = pinned.value;
    if (plot.current) placePin(plot.current, at);
  });
  return (
    <div class={`plot ${name}`}>
      <div class="drawn" ref={holder} data-testid={`plot-${name}`} />
      <PlotTwin name={name} title={name} />
    </div>
  );
};
