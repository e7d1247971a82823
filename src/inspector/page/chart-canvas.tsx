import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { tip } from '../charts/shapes.ts';
import type { Camera } from './chart-aim.ts';
import { brokenAt } from './chart-broken.ts';
import { beginAt, camera, level, panBy, panel, zoomBy } from './chart-camera.ts';
import { show } from './chart-choose.ts';
import { Closed } from './chart-collapse.tsx';
import { collapsed, toggleCollapsed } from './chart-collapsed.ts';
import { coverIn } from './chart-cover.tsx';
import { nodeOf, RegionDrawing } from './chart-drawing.tsx';
import {
  highlight,
  type Pieces,
  piecesOf,
  showBroken,
  showCover,
  showJust,
  showOnly,
  showReady,
  showSelected,
  showWanted,
} from './chart-dress.ts';
import { Large } from './chart-large.tsx';
import { only } from './chart-only.ts';
import { verdictAt } from './chart-ready.ts';
import { isOverview, reqOf, type Scene, view } from './chart-scene.ts';
import { squeeze } from './chart-squeeze.ts';
import { active, glowing, pinned, requirement, selected } from './store.ts';

const NOTHING: ReadonlySet<string> = new Set();
const REST_MS = 160;
let resting: ReturnType<typeof setTimeout> | undefined;
let zoomBefore = 0;

/** While it is panned the picture is moved as one painted layer; at rest, and at another size, it is painted anew and crisp. */
const place = (world: SVGGElement, { x, y, zoom }: Camera): void => {
  world.classList.toggle('moving', zoom === zoomBefore);
  zoomBefore = zoom;
  world.setAttribute('transform', `translate(${x} ${y}) scale(${zoom})`);
  clearTimeout(resting);
  resting = setTimeout(() => world.classList.remove('moving'), REST_MS);
};

/** The picture itself. What changes with the pump is set on it by attribute; only another view draws it anew. */
export const Canvas = ({ scene }: { readonly scene: Scene }) => {
  const svg = useRef<SVGSVGElement>(null);
  const world = useRef<SVGGElement>(null);
  const pieces = useSignal<Pieces | null>(null);
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const { width, height } = panel.value;
  useLayoutEffect(() => {
    beginAt(scene, isOverview(view.peek()));
    // At once: the first picture of a new view is not seen from the place of the one before.
    if (world.current) place(world.current, camera.peek());
  }, [scene, width, height]);
  useLayoutEffect(() => {
    if (!svg.current) return;
    squeeze(svg.current);
    pieces.value = piecesOf(svg.current);
  }, [scene]);

  useSignalEffect(() => {
    if (world.current) place(world.current, camera.value);
  });
  useSignalEffect(() => {
    if (pieces.value) highlight(pieces.value, active.value, glowing.value);
  });
  useSignalEffect(() => {
    if (pieces.value) showJust(pieces.value, pinned.value === null ? NOTHING : glowing.value.keys);
  });
  useSignalEffect(() => {
    // From afar no event is to be read.
    if (pieces.value && level.value !== 'far') showReady(pieces.value, verdictAt.value);
  });
  useSignalEffect(() => {
    if (pieces.value) showCover(pieces.value, coverIn.value);
  });
  useSignalEffect(() => {
    if (pieces.value) showOnly(pieces.value, only.value);
  });
  useSignalEffect(() => {
    if (pieces.value) showBroken(pieces.value, brokenAt.value);
  });
  useSignalEffect(() => {
    if (pieces.value) showWanted(pieces.value, requirement.value);
  });
  useSignalEffect(() => {
    if (pieces.value) showSelected(pieces.value, selected.value);
  });
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    // Arrow keys move it, although it is a picture.
    element.tabIndex = 0;
    // Registered by hand: the page must be able to keep the browser from scrolling.
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoomBy(Math.exp(-event.deltaY * 0.0015), { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    // A chip opens its first requirement, and shows beside it all that its state or transition has.
    const pick = (event: MouseEvent): void => {
      if (drag.current?.moved || !(event.target instanceof Element)) return;
      const [req] = (event.target.closest('[data-req]')?.getAttribute('data-req') ?? '').split(' ');
      if (req) requirement.value = req;
      selected.value = event.target.closest('[data-pick]')?.getAttribute('data-pick') ?? null;
    };
    // From an overview into the region; where a region is read, what is inside a state goes or comes back.
    const enter = (event: MouseEvent): void => {
      if (!(event.target instanceof Element)) return;
      const region = event.target.closest('[data-region]')?.getAttribute('data-region')?.split('|')[1];
      const id = event.target.closest('[data-pick]')?.getAttribute('data-pick')?.split('|')[1];
      if (isOverview(view.peek())) {
        if (region !== undefined) show(region);
      } else if (id !== undefined && element.querySelector(`[data-state*="|${id}."]`) !== null)
        toggleCollapsed(id);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('click', pick);
    element.addEventListener('dblclick', enter);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('click', pick);
      element.removeEventListener('dblclick', enter);
    };
  }, []);

  return (
    <svg
      ref={svg}
      class={`canvas ${level.value}`}
      width={width}
      height={height}
      role="img"
      data-testid="chart"
      aria-label="State chart: arrow keys move it, plus and minus zoom, 0 fits it. The tree of states beside it tells the same in words."
      onPointerDown={event => {
        drag.current = { x: event.clientX, y: event.clientY, moved: false };
      }}
      onPointerMove={event => {
        if (!drag.current || event.buttons !== 1) return;
        const [dx, dy] = [event.clientX - drag.current.x, event.clientY - drag.current.y];
        if (!drag.current.moved && Math.hypot(dx, dy) < 4) return;
        panBy(dx, dy);
        drag.current = { x: event.clientX, y: event.clientY, moved: true };
      }}
    >
      <defs>{nodeOf(tip)}</defs>
      <g ref={world}>
        {scene.regions.map(placed => (
          <RegionDrawing
            key={`${placed.machine} ${placed.region.id} ${placed.scale}`}
            {...placed}
            reqOf={reqOf(placed.machine)}
          />
        ))}
        <Closed scene={scene} closed={collapsed.value} />
        <Large scene={scene} />
      </g>
    </svg>
  );
};
