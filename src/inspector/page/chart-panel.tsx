import { signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { DrawnRegion } from '../charts/drawing.ts';
import { inWords } from '../charts/model.ts';
import { ChartDetails } from './chart-details.tsx';
import { RegionDrawing } from './chart-drawing.tsx';
import { packInto } from './pack.ts';
import { active, charts, glowing, selected, shown } from './store.ts';

/** What the panel shows: `overview`, `map` (the whole pump with all words), or one region by its id. */
const view = signal('overview');
/** Zoom and place; null fits the picture to the panel. */
const camera = signal<{ readonly x: number; readonly y: number; readonly zoom: number } | null>(null);
/** Whether the chart covers the whole page below the alarms. */
const enlarged = signal(false);
/** Below this, words cannot be read: a chart that does not fit starts at its active state instead. */
const READABLE = 0.78;

type Placed = {
  readonly machine: string;
  readonly region: DrawnRegion;
  readonly scale: 'full' | 'compact';
  readonly x: number;
  readonly y: number;
  readonly title: string;
};
type Scene = { readonly width: number; readonly height: number; readonly regions: readonly Placed[] };

const BAR = 30;

/** The chart, live: tabs for regions, zoom and pan, and details of what is selected. */
export const ChartPanel = () => {
  const entries = charts.value;
  const panel = useSignal({ width: 740, height: 480 });
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      panel.value = { width: element.clientWidth, height: element.clientHeight };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [panel]);
  const scene = useComputed(() => sceneOf(view.value, panel.value));
  return (
    <section class={`panel chart ${enlarged.value ? 'enlarged' : ''}`} aria-label="State chart">
      <Tabs />
      <div class="chart-frame" ref={frame}>
        {entries === null ? (
          <p class="empty">Waiting for the charts…</p>
        ) : (
          <Canvas scene={scene.value} panel={panel.value} />
        )}
        <ChartDetails />
      </div>
    </section>
  );
};

/** Alarm charts have many instances: the most urgent one is shown, or the chart at rest. */
const alarmInstance = (): string => {
  const first = shown.value?.alarms[0];
  return first ? `alarm:${first.alarm}` : 'alarm';
};

const sceneOf = (which: string, panel: { readonly width: number; readonly height: number }): Scene => {
  const entries = charts.value ?? {};
  const all = Object.entries(entries).flatMap(([machine, { layout }]) =>
    layout.regions.map(region => ({ machine, region })),
  );
  if (which === 'overview') {
    const chosen = all.filter(({ machine }) => machine !== 'alarm');
    const packed = packInto(
      chosen.map(({ region }) => ({ width: region.compact.width, height: region.compact.height + BAR })),
      panel,
      10,
    );
    const regions = chosen.map(
      ({ machine, region }, index): Placed => ({
        machine,
        region,
        scale: 'compact',
        x: packed.boxes[index]?.x ?? 0,
        y: packed.boxes[index]?.y ?? 0,
        title: machine === 'sensor' ? 'sensor' : region.title,
      }),
    );
    return { width: packed.width, height: packed.height, regions };
  }
  const chart = which === 'map' ? 'pump' : (which.split('.')[0] ?? '');
  const layout = entries[chart]?.layout;
  const machine = chart === 'alarm' ? alarmInstance() : chart;
  if (which !== 'map' && which !== chart) {
    const region = layout?.regions.find(({ id }) => id === which);
    if (!region) return { width: 1, height: 1, regions: [] };
    return {
      width: region.full.width,
      height: region.full.height + BAR,
      regions: [{ machine, region, scale: 'full', x: 0, y: 0, title: region.title }],
    };
  }
  const pack = layout?.pack ?? { width: 1, height: 1, at: {} };
  return {
    width: pack.width,
    height: pack.height,
    regions: (layout?.regions ?? []).map(region => ({
      machine,
      region,
      scale: 'full',
      x: pack.at[region.id]?.x ?? 0,
      y: pack.at[region.id]?.y ?? 0,
      title: chart === 'alarm' ? `${machine.replace('alarm:', '')} · ${region.title}` : region.title,
    })),
  };
};

const Tabs = () => {
  const entries = charts.value ?? {};
  const choose = (id: string) => () => {
    view.value = id;
    camera.value = null;
    wantsReadable = true;
  };
  const tab = (id: string, title: string) => (
    <button
      key={id}
      type="button"
      role="tab"
      aria-selected={view.value === id}
      onClick={choose(id)}
      data-testid={`tab-${id}`}
    >
      {title}
    </button>
  );
  return (
    <div class="tabs">
      <div class="tablist" role="tablist" aria-label="What the chart shows">
        {tab('overview', 'Overview')}
        {(entries.pump?.layout.regions ?? []).map(region => tab(region.id, region.title))}
        {(entries.sensor?.layout.regions ?? []).map(region => tab(region.id, 'sensor'))}
        {entries.alarm && tab('alarm', 'alarm')}
        {entries.pump && tab('map', 'map')}
      </div>
      <button type="button" class="icon" aria-label="Zoom out" onClick={() => zoomBy(1 / 1.25)}>
        −
      </button>
      <button type="button" class="icon" aria-label="Zoom in" onClick={() => zoomBy(1.25)}>
        +
      </button>
      <button
        type="button"
        class="icon wide"
        aria-label="Fit the chart to the panel"
        onClick={() => {
          camera.value = null;
        }}
      >
        Fit
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Chart over the whole page"
        aria-pressed={enlarged.value}
        onClick={() => {
          enlarged.value = !enlarged.value;
          camera.value = null;
        }}
      >
        <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
          <path d="M7 1h4v4M11 1 7 5M5 11H1V7M1 11l4-4" fill="none" stroke="currentColor" stroke-width="1.4" />
        </svg>
      </button>
    </div>
  );
};

/** Set when another chart is chosen; the next picture then starts at a readable size. */
let wantsReadable = false;
let fitted = { x: 0, y: 0, zoom: 1 };
let centre = { x: 0, y: 0 };
const zoomBy = (factor: number, at: { readonly x: number; readonly y: number } = centre): void => {
  const now = camera.value ?? fitted;
  const zoom = Math.min(4, Math.max(0.1, now.zoom * factor));
  camera.value = {
    zoom,
    x: at.x - ((at.x - now.x) * zoom) / now.zoom,
    y: at.y - ((at.y - now.y) * zoom) / now.zoom,
  };
};

const Canvas = ({
  scene,
  panel,
}: {
  readonly scene: Scene;
  readonly panel: { readonly width: number; readonly height: number };
}) => {
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const zoom = Math.min((panel.width - 16) / scene.width, (panel.height - 16) / scene.height, 1.35);
  fitted = {
    zoom,
    x: (panel.width - scene.width * zoom) / 2,
    y: Math.max(8, (panel.height - scene.height * zoom) / 2),
  };
  centre = { x: panel.width / 2, y: panel.height / 2 };
  useLayoutEffect(() => {
    if (!wantsReadable) return;
    wantsReadable = false;
    if (zoom < READABLE && view.peek() !== 'overview' && view.peek() !== 'map')
      camera.value = startAt(scene, panel);
  }, [scene]);
  const at = camera.value ?? fitted;

  useSignalEffect(() => {
    const element = svg.current;
    const [states, glows] = [active.value, glowing.value];
    if (element) highlight(element, states, glows);
  });
  useEffect(() => {
    if (svg.current) highlight(svg.current, active.value, glowing.value);
  }, [scene]);
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    // Registered by hand: the page must be able to keep the browser from scrolling.
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoomBy(Math.exp(-event.deltaY * 0.0015), { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  const pick = (event: MouseEvent): void => {
    if (drag.current?.moved) return;
    const found =
      event.target instanceof Element ? event.target.closest('[data-pick]')?.getAttribute('data-pick') : null;
    selected.value = found ?? null;
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === '+' || event.key === '=') zoomBy(1.25);
    else if (event.key === '-') zoomBy(1 / 1.25);
    else if (event.key === '0') camera.value = null;
    else return;
    event.preventDefault();
  };
  return (
    <svg
      ref={svg}
      class="canvas"
      width={panel.width}
      height={panel.height}
      role="application"
      tabIndex={0}
      data-testid="chart"
      aria-label="State chart. Plus and minus zoom, 0 fits; the states are listed in the lanes below the plots."
      onClick={pick}
      onKeyDown={key}
      onPointerDown={event => {
        drag.current = { x: event.clientX, y: event.clientY, moved: false };
      }}
      onPointerMove={event => {
        if (!drag.current || event.buttons !== 1) return;
        const [dx, dy] = [event.clientX - drag.current.x, event.clientY - drag.current.y];
        if (!drag.current.moved && Math.hypot(dx, dy) < 4) return;
        const now = camera.value ?? fitted;
        camera.value = { ...now, x: now.x + dx, y: now.y + dy };
        drag.current = { x: event.clientX, y: event.clientY, moved: true };
      }}
    >
      <defs>
        <marker
          id="tip"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"
        >
          <path d="M0 0.8 L8 4 L0 7.2 Z" fill="context-stroke" />
        </marker>
      </defs>
      <g transform={`translate(${at.x} ${at.y}) scale(${at.zoom})`}>
        {scene.regions.map(placed => (
          <RegionDrawing key={`${placed.machine} ${placed.region.id} ${placed.scale}`} {...placed} />
        ))}
      </g>
    </svg>
  );
};

/** A readable size with the innermost active state in the middle, as far as the edges allow. */
const startAt = (scene: Scene, panel: { readonly width: number; readonly height: number }) => {
  const drawn = scene.regions.flatMap(({ machine, region, x, y, scale }) =>
    region[scale].states
      .filter(({ id }) => active.peek().has(`${machine}|${id}`))
      .map(state => ({ x: x + state.x + state.width / 2, y: y + BAR + state.y + state.height / 2 })),
  );
  const middle = drawn.at(-1) ?? { x: scene.width / 2, y: 0 };
  const place = (wanted: number, room: number, size: number): number => {
    const scaled = size * READABLE;
    return scaled <= room
      ? (room - scaled) / 2
      : Math.min(8, Math.max(room - scaled - 8, room / 2 - wanted * READABLE));
  };
  return {
    zoom: READABLE,
    x: place(middle.x, panel.width, scene.width),
    y: place(middle.y, panel.height, scene.height),
  };
};

/** Sets classes only. Two names for the glow, used in turn, restart its animation. */
const highlight = (
  svg: SVGSVGElement,
  states: ReadonlySet<string>,
  glows: { readonly round: number; readonly keys: ReadonlySet<string> },
): void => {
  for (const element of svg.querySelectorAll('[data-state]')) {
    element.classList.toggle('on', states.has(element.getAttribute('data-state') ?? ''));
  }
  const [now, before] = glows.round % 2 === 0 ? ['taken-even', 'taken-odd'] : ['taken-odd', 'taken-even'];
  for (const element of svg.querySelectorAll('[data-taken]')) {
    if (!(element.getAttribute('data-taken') ?? '').split('\n').some(key => glows.keys.has(key))) continue;
    element.classList.remove(before);
    element.classList.add(now);
  }
  for (const element of svg.querySelectorAll('[data-lane]')) {
    const region = element.getAttribute('data-lane') ?? '';
    const leaf = [...states].filter(key => key.startsWith(`${region}.`)).at(-1) ?? '';
    const text = inWords(leaf.split('.').at(-1) ?? '');
    if (element.textContent !== text) element.textContent = text;
  }
};
