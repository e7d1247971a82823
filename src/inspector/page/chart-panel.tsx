import { signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { CoverButton, CoverLegend, coverOf } from './chart-cover.tsx';
import { ChartDetails } from './chart-details.tsx';
import { RegionDrawing } from './chart-drawing.tsx';
import { Find } from './chart-find.tsx';
import { highlight } from './chart-highlight.ts';
import { chosen, fitted, type Scene, sceneOf, startAt, view } from './chart-scene.ts';
import { squeeze } from './chart-squeeze.ts';
import { Groups, Regions } from './chart-tabs.tsx';
import { active, charts, glowing, selected } from './store.ts';

/** Zoom and place; null fits the picture to the panel. */
const camera = signal<{ readonly x: number; readonly y: number; readonly zoom: number } | null>(null);
/** Whether the chart covers the whole page below the alarms. */
const enlarged = signal(false);

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
    <section
      class={`panel chart ${enlarged.value ? 'enlarged' : ''} ${isOverview(view.value) ? '' : 'reading'}`}
      aria-label="State chart"
    >
      <Tabs />
      <div class="chart-frame" ref={frame}>
        {entries === null ? (
          <p class="empty">Waiting for the charts…</p>
        ) : (
          <Canvas scene={scene.value} panel={panel.value} />
        )}
        <ChartDetails />
      </div>
      <CoverLegend />
    </section>
  );
};

/** Several regions at once, and not one to be read. */
const isOverview = (id: string): boolean => id.startsWith('all:') || id === 'map';

/** Shows the overview, the map or one region, at a readable size. */
const show = (id: string): void => {
  chosen.value = id;
  camera.value = null;
};

const Tabs = () => {
  const choose = (id: string): void => {
    selected.value = null;
    show(id);
  };
  return (
    <div class="tabs">
      <Groups view={view.value} choose={choose} />
      <Find choose={show} />
      <CoverButton />
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
          camera.value = whole;
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
          <path
            d="M7 1h4v4M11 1 7 5M5 11H1V7M1 11l4-4"
            fill="none"
            stroke="currentColor"
            stroke-width="1.4"
          />
        </svg>
      </button>
      <Regions view={view.value} choose={choose} />
    </div>
  );
};

/** All of the picture; and how it is shown as long as nobody has moved it. */
let whole = { x: 0, y: 0, zoom: 1 };
let untouched = whole;
let centre = { x: 0, y: 0 };
const zoomBy = (factor: number, at: { readonly x: number; readonly y: number } = centre): void => {
  const now = camera.value ?? untouched;
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
  whole = fitted(scene, panel);
  // Where it starts depends on the state at that moment, and stays when another state is entered.
  untouched = useMemo(
    () => (isOverview(view.peek()) ? fitted(scene, panel) : startAt(scene, panel)),
    [scene, panel],
  );
  centre = { x: panel.width / 2, y: panel.height / 2 };
  useLayoutEffect(() => {
    if (svg.current) squeeze(svg.current);
  }, [scene]);
  const at = camera.value ?? untouched;

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
    // Find and the event log reach the same details by keyboard.
    const pick = (event: MouseEvent): void => {
      if (drag.current?.moved) return;
      const found =
        event.target instanceof Element
          ? event.target.closest('[data-pick]')?.getAttribute('data-pick')
          : null;
      selected.value = found ?? null;
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('click', pick);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('click', pick);
    };
  }, []);

  return (
    <svg
      ref={svg}
      class="canvas"
      width={panel.width}
      height={panel.height}
      role="img"
      data-testid="chart"
      aria-label="State chart. Its active states are told in the header and in the lanes under the plots; use Find to read any state."
      onPointerDown={event => {
        drag.current = { x: event.clientX, y: event.clientY, moved: false };
      }}
      onPointerMove={event => {
        if (!drag.current || event.buttons !== 1) return;
        const [dx, dy] = [event.clientX - drag.current.x, event.clientY - drag.current.y];
        if (!drag.current.moved && Math.hypot(dx, dy) < 4) return;
        const now = camera.value ?? untouched;
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
          <RegionDrawing
            key={`${placed.machine} ${placed.region.id} ${placed.scale}`}
            {...placed}
            cover={coverOf(placed.machine)}
          />
        ))}
      </g>
    </svg>
  );
};
