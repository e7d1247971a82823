import { Worker } from 'node:worker_threads';
import { inspect, simulatedPump } from '../../../src/cli/library.ts';
import type { Row } from '../speed.ts';

/** Turns of each, after one that is not counted. */
const TURNS = 6;
/** More than this, and a page holds up the pump: it was 2.2 while the page was served in the pump's own thread (decision 0067). */
const AT_MOST = 1.5;
/** Minutes of the pump in one turn: some thousands of steps. */
const MINUTES = 480;

/** Processor time of the pump's thread and of the whole process for a step, in µs, and what the reader was told. */
type Turn = { readonly ownUs: number; readonly allUs: number; readonly bytes: number };

/** A virtual night of a pump with a bolus in it, alone or with a page and a reader of its stream: what the pump's thread spends, by its processor time. */
const turn = async (isWatched: boolean): Promise<Turn> => {
  const pump = await simulatedPump({ transport: 'memory' });
  const page = isWatched ? await inspect(pump, { port: 0, say: () => {} }) : null;
  const reader =
    page === null ? null : new Worker(new URL('./reader.mjs', import.meta.url), { workerData: page.address });
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'bolus.requested', bolus: 'supper', amountUu: 2_000_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'supper' });
  const begun = pump.steps.length;
  const before = process.threadCpuUsage();
  const all = process.cpuUsage();
  for (let minute = 0; minute < MINUTES; minute += 1) {
    await pump.wait(60_000);
    // Whoever serves in this thread gets its turn.
    await new Promise(resolve => void setImmediate(resolve));
  }
  const own = process.threadCpuUsage(before);
  const whole = process.cpuUsage(all);
  const steps = pump.steps.length - begun;
  const bytes = reader === null ? 0 : await told(reader);
  await page?.close();
  await pump.close();
  const each = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / steps;
  return { ownUs: each(own), allUs: each(whole), bytes };
};

const told = (reader: Worker): Promise<number> =>
  new Promise(resolve => {
    reader.once('message', resolve);
    reader.postMessage('how many');
  });

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** What a page and its reader take from the pump's thread: its processor time for each step, against that of a pump that nobody sees, by turns. */
export const watchedPump = async (): Promise<Row> => {
  const watched: Turn[] = [];
  const alone: Turn[] = [];
  for (let each = -1; each < TURNS; each += 1)
    for (const isWatched of [true, false]) {
      const measured = await turn(isWatched);
      if (each >= 0) (isWatched ? watched : alone).push(measured);
    }
  const usual = (turns: readonly Turn[], what: 'ownUs' | 'allUs'): number =>
    median(turns.map(each => each[what]));
  const value = usual(watched, 'ownUs') / usual(alone, 'ownUs');
  const bytes = watched.reduce((sum, each) => sum + each.bytes, 0);
  if (bytes === 0) throw new Error('nobody has read the page');
  return {
    what: "the pump's thread with a page and a reader, against alone",
    measured: `${value.toFixed(2)}×`,
    atLeast: `${AT_MOST}×`,
    aim: '1.1×',
    isMet: value <= AT_MOST,
    notes: [
      `processor time of a step on devices in memory, ${usual(watched, 'ownUs').toFixed(0)} µs against ${usual(alone, 'ownUs').toFixed(0)} µs, medians of ${TURNS} turns each`,
      `of all threads ${usual(watched, 'allUs').toFixed(0)} µs against ${usual(alone, 'allUs').toFixed(0)} µs; ${(bytes / 1e6).toFixed(1)} MB were read`,
    ],
  };
};
