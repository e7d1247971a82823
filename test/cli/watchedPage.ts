import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import type { PageParts } from '../../src/cli/page.ts';
import { pageApart } from '../../src/cli/pageApart/pageApart.ts';
import { type Live, liveSource } from '../../src/cli/start/source.ts';
import { milliseconds } from '../../src/domain/units.ts';
import type { PageRequest } from '../../src/inspector/protocol.ts';

const pageDir = mkdtempSync(join(tmpdir(), 'islet-page-'));
writeFileSync(join(pageDir, 'index.html'), '<p>the page</p>');

const PARTS: PageParts = { charts: {}, coverage: null, pageDir };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A thread of `test/cli/planted`. */
export const planted = (name: string): URL => new URL(`./planted/${name}.mjs`, import.meta.url);

export type Watched = {
  readonly pump: SimulatedPump;
  readonly address: () => Promise<string>;
  /** Resolves when something was said that has these words. */
  readonly says: (words: string) => Promise<string>;
  readonly requests: readonly PageRequest[];
};

/** A pump with a page in a thread that has a defect; both are closed after the test. */
export const watched = async (thread: URL, parts: PageParts = PARTS): Promise<Watched> => {
  const said: string[] = [];
  let heard = (): void => {};
  const says = (words: string): Promise<string> =>
    new Promise(resolve => {
      heard = () => {
        const line = said.find(each => each.includes(words));
        if (line !== undefined) resolve(line);
      };
      heard();
    });
  const say = (line: string): void => {
    said.push(line);
    heard();
  };
  const pump = await simulatedPump({ transport: 'memory' });
  const page = pageApart({ say, thread, beat: milliseconds(500), mostBytes: 500_000_000 });
  closing.push(page.close, pump.close);
  const { runtime, clock } = pump;
  const requests: PageRequest[] = [];
  const live: Live = liveSource({
    tellStatus: page.tellStatus,
    runtime,
    world: { clock, simulated: null },
    cgm: null,
    boot: 'boot',
    journal: 'mine',
    trace: 'none',
    wearer: null,
    seed: null,
    speed: 1,
    isReachable: false,
  });
  page.begin({ state: runtime.state, seq: pump.steps.length, journal: null });
  runtime.observe(page.step);
  const submit: Live['submit'] = request => {
    requests.push(request);
    return live.submit(request);
  };
  const served = page.serve({ status: live.status, submit }, { parts, port: 0, mayBegin: false });
  served.catch(() => {});
  return { pump, address: async () => (await served).address, says, requests };
};
