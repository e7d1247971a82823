import { terminalAnnunciator } from '../../../hardware/annunciator/terminal.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { after, milliseconds } from '../../domain/units.ts';
import { buildPageIfStale, PAGE_DIR } from '../../inspector/buildPage.ts';
import { chartsFor } from '../../inspector/charts/files.ts';
import { frameOf } from '../../inspector/frame.ts';
import { history } from '../../inspector/history.ts';
import type { Fact } from '../../domain/facts.ts';
import { journalOn } from '../../runtime/journal.ts';
import { type Runtime, run } from '../../runtime/run.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import { settingsIn, traceIn } from '../files.ts';
import type { Io } from '../io.ts';
import { MACHINES } from '../machines.ts';
import { servePage } from '../page.ts';
import { openBook } from './book.ts';
import { openBrowser } from './browser.ts';
import { type End, firstEnd } from './ending.ts';
import { sensorFor } from './glucose.ts';
import type { StartOptions } from './options.ts';
import { type Live, liveSource } from './source.ts';
import { realWorld, simulatedWorld } from './world.ts';

/** The page's figure of the speed reached is at most this old, in real time. */
const STATUS_EVERY = milliseconds(1_000);

/**
 * `islet start`: a pump, its page, until somebody ends it. Throws a Refusal before anything moves when
 * what it was given is no good; afterwards every end goes through the same safe stop.
 */
export const start = async (options: StartOptions, io: Io): Promise<ExitCode> => {
  const { speed, seed, glucose } = options;
  // All that can be refused is refused before a journal is begun or a device is opened.
  const settings = options.settings === null ? null : settingsIn(options.settings);
  const trace = glucose.kind === 'trace' ? traceIn(glucose.path) : null;
  for (const note of trace?.notes ?? []) io.say(note);
  const charts = await chartsFor(MACHINES);
  if ((await buildPageIfStale()) === 'built') io.say('The page was stale and has been built.');

  const desk = realClock();
  const book = openBook({ path: options.journal, settings, now: desk.wall(), isSimulated: options.real === null });
  const { file, recovered } = book;
  let runtime: Runtime | null = null;
  let live: Live | null = null;
  const sink = (fact: Fact): void => runtime?.submit(fact);
  const settingsNow = settings ?? settingsIn_(recovered);
  const worldOptions = {
    from: recovered.from,
    wallMs: book.wallMs,
    speed,
    seed,
    reservoirUu: 0,
    sink,
    say: io.say,
  };
  void [STATUS_EVERY, after, charts, journalOn, run, frameOf, history, terminalAnnunciator, servePage, openBrowser, firstEnd, sensorFor, liveSource, realWorld, simulatedWorld, EXIT, PAGE_DIR, live, settingsNow, worldOptions, file];
  return EXIT.ok;
};
declare const settingsIn_: (x: unknown) => unknown;
export type X = End;
