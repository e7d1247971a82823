import type { About } from '../about.ts';
import { camera } from './chart-camera.ts';
import { coverIn, coverSays, thingsIn } from './chart-cover.tsx';
import { sceneShown } from './chart-follow.ts';
import { view } from './chart-scene.ts';
import { coverageOf, evidenceOf, fileNameOf, type Looked, viewOf, viewText } from './evidence.ts';
import { verdicts } from './judged-run.ts';
import { linkNow } from './place.ts';
import { type Picture, pictureSize, type Seen, STYLE, stillPicture } from './still-picture.ts';
import { active, isThere, loaded, pinned, requirement, selected, shown, status, wallOf } from './store.ts';
import { range } from './timeline.ts';
import { countsOf } from './verdicts.ts';

/**
 * What is seen now as a file. All of it is taken at once, before anything is waited for: a running pump goes on
 * meanwhile. Loaded when somebody asks for it.
 */

export type FileKind = 'svg' | 'png' | 'json';

/** Hands the file to the browser; says its name. Throws where the page shows no run yet, or not the instant that is looked at. */
export const exportView = async (kind: FileKind): Promise<string> => {
  await settled();
  const said = status.peek();
  const frame = shown.peek();
  if (said === null || frame === null) throw new Error('There is nothing to export before the run is here.');
  const monoMs = Math.round(pinned.peek() ?? frame.monoMs);
  const at = { monoMs, wallMs: pinned.peek() === null ? frame.wallMs : wallOf(monoMs) };
  const link = linkNow();
  const looked = lookedNow(monoMs);
  const chart = chartNow();
  const plots = kind === 'png' ? plotsNow() : [];
  const evidence = evidenceOf(await loaded<About | null>('api/about'), said, at, link);
  const made = {
    json: () => text(viewText(viewOf({ evidence, ...looked })), 'application/json'),
    svg: () => text(stillPicture({ ...chart, evidence }), 'image/svg+xml'),
    png: () => painted({ ...chart, evidence }, plots),
  };
  const name = fileNameOf(evidence, { json: 'view.json', svg: 'chart.svg', png: 'view.png' }[kind]);
  save(await made[kind](), name);
  return name;
};

const MOST_TRIES = 60;
/** Plots are painted so long after what they show has changed, at the latest. */
const PLOTS_LATE_MS = 150;

/** Waits until all of the page shows one and the same frame, that of the instant that is looked at. Running plots may be a tenth of a second behind. */
const settled = async (): Promise<void> => {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const before = [shown.peek(), pinned.peek()];
    if (pinned.peek() !== null) await new Promise(resolve => setTimeout(resolve, PLOTS_LATE_MS));
    await nextFrame();
    await nextFrame();
    if (isThere.peek() && before[0] === shown.peek() && before[1] === pinned.peek()) return;
  }
  throw new Error(
    isThere.peek()
      ? 'the run goes too fast for an exact picture: look at a moment of it, by a click into a plot, and export that.'
      : 'the moment that is looked at is not here yet: try again, or look at another one.',
  );
};

const nextFrame = (): Promise<number> => new Promise(requestAnimationFrame);

const text = (words: string, type: string): Blob => new Blob([words], { type });

const lookedNow = (monoMs: number): Omit<Looked, 'evidence'> => {
  const { from, to } = range.peek();
  const { x, y, zoom } = camera.peek();
  const cover = coverIn.peek();
  const lines = verdicts.at(monoMs);
  return {
    lookingBack: pinned.peek() !== null,
    window: { fromMs: Math.round(from * 1_000), toMs: Math.round(to * 1_000) },
    chart: {
      view: view.peek(),
      camera: { x, y, zoom },
      active: active.peek(),
      selected: selected.peek(),
    },
    requirement: requirement.peek(),
    coverage:
      cover === null
        ? null
        : coverageOf(
            coverSays.peek(),
            (sceneShown.peek()?.regions ?? []).flatMap(({ machine, region }) => thingsIn(machine, region.id)),
            key => cover(key)?.times,
          ),
    properties: { counts: countsOf(lines), violations: lines.flatMap(({ violations }) => violations) },
    frame: shown.peek(),
  };
};

const chartNow = (): Omit<Picture, 'evidence'> => {
  const svg = document.querySelector<SVGSVGElement>('.chart .canvas');
  if (svg === null) throw new Error('There is no chart to export before the charts are here.');
  const { width, height } = svg.getBoundingClientRect();
  return {
    drawing: seenIn(svg),
    width: Math.round(width),
    height: Math.round(height),
    ground: getComputedStyle(svg.closest('.chart-frame') ?? svg).backgroundColor,
    ink: getComputedStyle(document.body).color,
    title: `Islet: ${view.peek()}`,
  };
};

const seenIn = (element: Element): Seen => {
  const computed = getComputedStyle(element);
  return {
    name: element.tagName,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    style: Object.fromEntries(STYLE.map(property => [property, computed.getPropertyValue(property)])),
    children: [...element.childNodes].flatMap((child): Seen['children'] =>
      child instanceof Element ? [seenIn(child)] : child instanceof Text ? [{ text: child.data }] : [],
    ),
  };
};

type PlotCopy = {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
};

/** The plots as they are painted; each goes on changing, so it is copied. */
const plotsNow = (): readonly PlotCopy[] =>
  [...document.querySelectorAll<HTMLElement>('.plots .plot')].flatMap(plot => {
    const source = plot.querySelector('canvas');
    if (source === null || source.width === 0) return [];
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [source.width, source.height];
    const brush = canvas.getContext('2d');
    brush?.drawImage(source, 0, 0);
    if (brush) paintPin(brush, plot, source);
    const caption = plot.previousElementSibling?.querySelector('b')?.textContent ?? '';
    return [
      {
        title: caption,
        canvas,
        width: source.width / devicePixelRatio,
        height: source.height / devicePixelRatio,
      },
    ];
  });

const TITLE = 18;
/** Fine enough for print. */
const SCALE = 2;

/** The line of the instant that is looked at lies over the plot, and belongs to its picture. */
const paintPin = (brush: CanvasRenderingContext2D, plot: HTMLElement, source: HTMLCanvasElement): void => {
  const line = plot.querySelector<HTMLElement>('.pin:not([hidden])');
  if (line === null) return;
  const [at, whole] = [line.getBoundingClientRect(), source.getBoundingClientRect()];
  const scale = source.width / whole.width;
  brush.fillStyle = getComputedStyle(line).borderLeftColor;
  brush.fillRect(
    (at.left - whole.left) * scale,
    (at.top - whole.top) * scale,
    at.width * scale,
    at.height * scale,
  );
};

/** Chart, what it is evidence of, and all plots below one another. */
const painted = async (picture: Picture, plots: readonly PlotCopy[]): Promise<Blob> => {
  const chart = pictureSize(picture);
  const width = Math.max(chart.width, ...plots.map(plot => plot.width));
  const height = chart.height + plots.reduce((sum, plot) => sum + plot.height + TITLE, 0);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(width * SCALE), Math.ceil(height * SCALE)];
  const brush = canvas.getContext('2d');
  if (brush === null) throw new Error('This browser cannot paint a picture: export it as SVG.');
  brush.scale(SCALE, SCALE);
  brush.fillStyle = picture.ground;
  brush.fillRect(0, 0, width, height);
  brush.drawImage(await imageOf(stillPicture(picture)), 0, 0, chart.width, chart.height);
  brush.fillStyle = picture.ink;
  brush.font = '600 12px sans-serif';
  let top = chart.height;
  for (const plot of plots) {
    brush.fillText(plot.title, 8, top + 13);
    brush.drawImage(plot.canvas, 0, top + TITLE, plot.width, plot.height);
    top += TITLE + plot.height;
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob =>
        blob === null ? reject(new Error('The picture is too large for this browser.')) : resolve(blob),
      'image/png',
    ),
  );
};

/** From within the address itself: the content security policy allows images of no other kind. */
const imageOf = async (svg: string): Promise<HTMLImageElement> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
};

const save = (blob: Blob, name: string): void => {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
