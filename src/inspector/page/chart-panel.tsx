import { signal, useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fitAll, forgetPlace, panel, zoomBy } from './chart-camera.ts';
import { Canvas } from './chart-canvas.tsx';
import { show } from './chart-choose.ts';
import { CoverButton, CoverLegend } from './chart-cover.tsx';
import { ChartDetails } from './chart-details.tsx';
import { Find } from './chart-find.tsx';
import { following, sceneShown } from './chart-follow.ts';
import { chartKey } from './chart-keys.ts';
import { ReadyLegend } from './chart-legend.tsx';
import { Minimap } from './chart-minimap.tsx';
import { NotDrawn } from './chart-notdrawn.tsx';
import { RequirementPane } from './chart-requirement.tsx';
import { isOverview, sceneOf, view } from './chart-scene.ts';
import { Groups, Regions } from './chart-tabs.tsx';
import { ChartTree, isTreeOpen } from './chart-tree.tsx';
import { charts, selected } from './store.ts';

/** Whether the chart covers the whole page below the alarms. */
const enlarged = signal(false);

/** The chart, live: tabs for regions, zoom and pan, a tree that tells the same, and details of what is selected. */
export const ChartPanel = () => {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      panel.value = { width: element.clientWidth, height: element.clientHeight };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scene = useComputed(() => sceneOf(view.value, panel.value));
  useLayoutEffect(() => {
    sceneShown.value = scene.value;
  }, [scene.value]);
  return (
    <section
      class={`panel chart ${enlarged.value ? 'enlarged' : ''} ${isOverview(view.value) ? '' : 'reading'}`}
      aria-label="State chart"
      onKeyDown={event => {
        const { target } = event;
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (target instanceof Element && target.matches('input, select, textarea')) return;
        if (!chartKey(event.key, target instanceof Element && target.matches('.canvas'))) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Tabs />
      <div class="chart-body">
        <ChartTree />
        <div class="chart-frame" ref={frame}>
          {charts.value === null ? (
            <p class="empty">Waiting for the charts…</p>
          ) : (
            <>
              <Canvas scene={scene.value} />
              <Minimap scene={scene.value} />
              <NotDrawn scene={scene.value} />
            </>
          )}
        </div>
        <div class="asides">
          <RequirementPane />
          <ChartDetails />
        </div>
      </div>
      {view.value.startsWith('all:') ? null : <ReadyLegend />}
      <CoverLegend />
    </section>
  );
};

const Tabs = () => {
  const choose = (id: string): void => {
    selected.value = null;
    show(id);
  };
  return (
    <div class="tabs">
      <Groups view={view.value} choose={choose} />
      <button
        type="button"
        class="icon wide"
        aria-pressed={isTreeOpen.value}
        data-testid="tree-button"
        title="All states in words, beside the chart"
        onClick={() => {
          isTreeOpen.value = !isTreeOpen.value;
        }}
      >
        Tree
      </button>
      <Find />
      <CoverButton />
      <button
        type="button"
        class="icon wide"
        aria-pressed={following.value}
        data-testid="follow"
        title="Keep in sight what has just changed (f)"
        onClick={() => {
          following.value = !following.value;
        }}
      >
        Follow
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => zoomBy(1 / 1.25)}
      >
        −
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => zoomBy(1.25)}
      >
        +
      </button>
      <button
        type="button"
        class="icon wide"
        aria-label="Fit the chart to the panel"
        title="Fit (0)"
        onClick={fitAll}
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
          forgetPlace();
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
