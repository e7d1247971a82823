import type { Page } from 'playwright-core';
import { z } from 'zod';

/** What a pointer that is drawn over a whole run makes of a page. */
export type Scrubbed = {
  /** Frames that the browser made in a second, and in the same time with nothing to do but to move a line. */
  readonly fps: number;
  readonly bareFps: number;
  /** How many different instants were shown in a second. */
  readonly shown: number;
  /** What a frame cost the page's own thread, in ms: all of it, and the dearest kinds of work as a trace names them. */
  readonly frameMs: number;
  readonly parts: readonly string[];
};

const SECONDS = 3;

const traceSchema = z.object({
  traceEvents: z.array(
    z.looseObject({
      ph: z.string(),
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      dur: z.number().optional(),
      args: z.looseObject({ name: z.unknown().optional() }).optional(),
    }),
  ),
});

/** Draws the pointer over all of the run that is shown, by the browser's own input, with a trace of all that follows. */
export const scrubbed = async (page: Page): Promise<Scrubbed> => {
  await page.getByRole('button', { name: 'all', exact: true }).last().click();
  const box = await page.getByTestId('plot-glucose').boundingBox();
  const browser = page.context().browser();
  if (box === null || browser === null) throw new Error('the page has no plot of glucose, or no browser');
  const at = (share: number): readonly [number, number] => [
    box.x + 90 + (box.width - 160) * share,
    box.y + box.height / 2,
  ];
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  // The thread that folds begins with the first instant.
  await page.waitForTimeout(1_000);
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'],
  });
  const counting = framesIn(page);
  const isOver = over(counting);
  for (let step = 0; !isOver(); step += 1) await page.mouse.move(...at(triangle(step / 200)));
  const { frames, shown } = await counting;
  const trace = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString()));
  await page.mouse.up();
  const { all, parts } = workIn(trace);
  return {
    fps: frames / SECONDS,
    bareFps: await bare(page),
    shown: shown / SECONDS,
    frameMs: all / frames,
    parts: parts.map(([name, ms]) => `${name} ${(ms / frames).toFixed(1)} ms`),
  };
};

/** To and fro between 0 and 1. */
const triangle = (at: number): number => Math.abs(((at + 1) % 2) - 1);

const over = (counting: Promise<unknown>): (() => boolean) => {
  let isOver = false;
  void counting.finally(() => {
    isOver = true;
  });
  return () => isOver;
};

/** In the page: its frames, and how many different instants they showed. */
const framesIn = (page: Page): Promise<{ readonly frames: number; readonly shown: number }> =>
  page.evaluate(
    ms =>
      new Promise(resolve => {
        const seen = new Set<string | null>();
        const began = performance.now();
        let frames = 0;
        const count = (): void => {
          frames += 1;
          seen.add(document.querySelector('[data-testid="clock"]')?.getAttribute('data-wall-ms') ?? null);
          if (performance.now() - began < ms) requestAnimationFrame(count);
          else resolve({ frames, shown: seen.size });
        };
        requestAnimationFrame(count);
      }),
    SECONDS * 1_000,
  );

/** An empty page beside it, whose only line follows the pointer: what the machine gives at all just then. */
const bare = async (page: Page): Promise<number> => {
  const other = await page.context().newPage();
  await other.setContent('<div data-testid="clock" style="width:2px;height:99px;background:red"></div>');
  await other.evaluate(() => {
    const line = document.querySelector('div');
    addEventListener('pointermove', ({ clientX }) => {
      if (line) line.style.transform = `translateX(${clientX}px)`;
    });
  });
  const counting = framesIn(other);
  const isOver = over(counting);
  for (let step = 0; !isOver(); step += 1) await other.mouse.move(100 + 900 * triangle(step / 200), 60);
  const { frames } = await counting;
  await other.close();
  return frames / SECONDS;
};

/** What a trace says of the page's own thread, in ms: its tasks, and the five dearest kinds of work in them. */
const workIn = ({ traceEvents }: z.infer<typeof traceSchema>) => {
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const sums = new Map<string, number>();
  for (const { ph, name, pid, tid, dur = 0 } of traceEvents)
    if (ph === 'X' && threads.has(`${pid} ${tid}`)) sums.set(name, (sums.get(name) ?? 0) + dur / 1_000);
  const kinds = ['FunctionCall', 'Layout', 'UpdateLayoutTree', 'PrePaint', 'Paint', 'Layerize', 'Commit'];
  const parts = kinds
    .map(name => [name, sums.get(name) ?? 0] as const)
    .sort(([, one], [, other]) => other - one)
    .slice(0, 5);
  return { all: sums.get('RunTask') ?? 0, parts };
};
