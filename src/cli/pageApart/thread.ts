/** The thread of the page: it takes each step of the pump again, serves what comes of it, and hands on what a page asks for. */
import { parentPort } from 'node:worker_threads';
import { match } from 'ts-pattern';
import { machineNow } from '../../../hardware/clock/machine.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { after } from '../../domain/units.ts';
import { indexApart } from '../../inspector/journalIndex/indexApart.ts';
import type { PageRequest, Source, Status, SubmitAnswer } from '../../inspector/protocol.ts';
import type { RunIndex } from '../../inspector/runIndex.ts';
import type { Inspector } from '../../inspector/server.ts';
import { EXIT, Refusal } from '../exits.ts';
import { journalIn } from '../files.ts';
import type { Io } from '../io.ts';
import { chartsIdentity } from '../machines.ts';
import { servePage } from '../page.ts';
import { programIdentity } from '../sources.ts';
import { type ForecastsApart, forecastsApart } from '../start/forecastsApart.ts';
import { beginnings } from '../start/patient.ts';
import { heldUp, TICK } from './heldUp.ts';
import { cut } from './lines.ts';
import {
  type BegunRun,
  type FromPage,
  type Identified,
  type Serving,
  type ToPage,
  wordsOf,
} from './messages.ts';
import {
  type Earlier,
  earlierIn,
  nothingEarlier,
  requestedFacts,
  type ShownRun,
  shownRun,
} from './shownRun.ts';

const port = parentPort;
if (port === null) throw new Error('this is a thread, and nothing to run by itself');
const tell = (said: FromPage): void => port.postMessage(said);

const desk = realClock();
const say = (line: string): void => tell({ what: 'say', line: cut(line) });
const io: Io = { say, out: say, isTerminal: false, env: process.env };

/** A run, and what is begun for it. */
type Shown = {
  readonly number: number;
  readonly run: ShownRun;
  readonly index: RunIndex | null;
  readonly forecasts: ForecastsApart | null;
};
let shown: Shown | null = null;
let inspector: Inspector | null = null;
let status: Status | null = null;
const listeners = new Set<Parameters<Source['subscribe']>[0]>();

/** Steps are known to be taken so often: each time the pump's thread hears of it. */
const TELL_EVERY = 200;
let untold = 0;
/** The last step that was taken; null while none is known. */
let taken: number | null = null;

const tellTaken = (isAnswer: boolean): void => {
  untold = 0;
  tell({ what: 'taken', number: shown?.number ?? 0, seq: taken, isAnswer });
};

/** Of runs before, what is still open. */
const endings: Promise<void>[] = [];

const begin = (begun: BegunRun): void => {
  if (shown !== null) endings.push(end(shown));
  const { number, keyframe, seq, steps, journal } = begun;
  const earlier = earlierOf(begun);
  const forecasts =
    journal === null ? null : forecastsApart({ desk, tell: expectation => run.expect(expectation) });
  const run = shownRun(keyframe, seq, earlier, forecasts?.ask);
  for (const { envelope, body } of steps) run.take(envelope, body);
  taken = steps.at(-1)?.envelope.seq ?? seq;
  shown = { number, run, index: journal === null ? null : indexOf(journal), forecasts };
  run.history.subscribe({
    frame: frame => {
      for (const listener of listeners) listener.frame(frame);
    },
    status: () => {},
  });
};

const earlierOf = ({ journal, seq, isLate }: BegunRun): Earlier => {
  // A run that begins here, or of which what was before is lost.
  if (journal === null)
    return isLate ? lostEarlier(seq, 'its earlier steps are in no journal') : nothingEarlier();
  if (seq === null || seq === 0) return nothingEarlier();
  try {
    const earlier = earlierIn(journalIn(journal), seq);
    if (earlier.lacks !== null) sayLacks(`${earlier.lacks.steps} steps`, earlier.lacks.why);
    return earlier;
  } catch (failure) {
    sayLacks('the steps', wordsOf(failure));
    return lostEarlier(seq, wordsOf(failure));
  }
};

const lostEarlier = (seq: number | null, why: string): Earlier => {
  const earlier = nothingEarlier();
  earlier.judging.stop(`from record ${(seq ?? 0) + 1} on, because ${why}`);
  return earlier;
};

/** The pump did not wait: between what is shown and this state there are steps that are not. */
const leap = ({ number, keyframe, seq }: Extract<ToPage, { what: 'leap' }>): void => {
  const from = (taken ?? 0) + 1;
  here().run.leap(
    keyframe,
    seq,
    `from record ${from} on, because the page was too far behind to take those up to ${seq}`,
  );
  say(
    `The page lacks the steps from ${from} to ${seq}: it was too far behind, and the pump waits for nobody.`,
  );
  taken = seq;
  if (shown !== null) shown = { ...shown, number };
  tellTaken(false);
};

const sayLacks = (what: string, why: string): void =>
  say(
    `The page lacks ${what} of earlier runs (${why}). The journal has them, and the pump goes on from all of it.`,
  );

const indexOf = (journal: string): RunIndex =>
  indexApart({ journal, charts: chartsIdentity(), program: programIdentity(), desk });

const end = async ({ index, forecasts }: Shown): Promise<void> => {
  await forecasts?.close();
  await index?.close();
};

const here = (): Shown => {
  if (shown === null) throw new Error('nothing was begun that could be shown');
  return shown;
};

const requested = requestedFacts();
const waiting = new Map<number, (answer: SubmitAnswer) => void>();
let requests = 0;
/** A pump that has not answered so many is asked nothing more. */
const MOST_WAITING = 100;

const held = heldUp(desk.now());
const tick = (): void => {
  held.tick(desk.now());
  desk.wakeAt(after(desk.now(), TICK), tick);
};
tick();

const submit = (request: PageRequest): Promise<SubmitAnswer> =>
  new Promise(resolve => {
    // Whoever asked may have given it up, or asked for something else since. A stop is never too late.
    if (held.isSo(desk.now()) && request.type !== 'suspend.requested')
      return resolve({
        accepted: false,
        reason:
          'The page was held up, and this may have waited for it: nothing was done. See how the pump is, and ask again.',
      });
    if (waiting.size >= MOST_WAITING)
      return resolve({ accepted: false, reason: 'Too much is asked at once: ask again in a second.' });
    requests += 1;
    waiting.set(requests, resolve);
    tell({ what: 'request', id: requests, sent: machineNow(), request });
  });

const source: Source = {
  since: (seq, most) => here().run.history.since(seq, most),
  status: () => {
    if (status === null) throw new Error('the pump has not said yet how it is');
    // Its clock has gone on since; within a second the pump says how far.
    const { clock: _, ...rest } = status;
    return rest;
  },
  verdicts: () => here().run.judging.verdicts(),
  index: () => here().index,
  lived: () => here().run.lived(),
  subscribe: listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  submit,
};

const serve = async ({ parts, port: asked, token, mayBegin, ...rest }: Serving): Promise<void> => {
  status = rest.status;
  try {
    inspector = await servePage(source, parts, asked, io, {
      beginnings: mayBegin ? beginnings : null,
      token,
    });
    const { address, port: taken, token: own } = inspector;
    held.begin(desk.now());
    tell({ what: 'serving', address, port: taken, token: own });
  } catch (failure) {
    const exit = failure instanceof Refusal ? failure.exit : EXIT.failed;
    tell({ what: 'refused', exit, message: wordsOf(failure) });
  }
};

const take = ({ envelope, asked, body }: Extract<ToPage, { what: 'step' }>): void => {
  here().run.take(requested.within(envelope, asked), body);
  taken = envelope.seq;
  untold += 1;
  if (untold >= TELL_EVERY) tellTaken(false);
};

/** What would be shown as the pump, and is not, is shown to nobody. */
const compare = (there: Identified | null): void => {
  const own = there === null || there.seq !== taken ? null : here().run.at();
  if (own !== null && own.digest !== there?.digest) tell({ what: 'differs', seq: own.seq });
};

const close = async (): Promise<void> => {
  await inspector?.close();
  await Promise.all([...endings, ...(shown === null ? [] : [end(shown)])]);
  desk.close();
  port.close();
};

/** Nothing is closed while it is being opened. */
let serving = Promise.resolve();

port.on('message', (told: ToPage) =>
  match(told)
    .with({ what: 'step' }, take)
    .with({ what: 'leap' }, leap)
    .with({ what: 'status' }, said => {
      status = said.status ?? status;
      if (said.status !== null) for (const listener of listeners) listener.status(said.status);
      compare(said.at);
      tellTaken(true);
    })
    .with({ what: 'answer' }, ({ id, answer }) => {
      if (answer.accepted && answer.fact !== undefined) requested.keep(id, answer.fact);
      waiting.get(id)?.(answer);
      waiting.delete(id);
    })
    .with({ what: 'begin' }, ({ run }) => begin(run))
    .with({ what: 'serve' }, wish => {
      serving = serve(wish.serving);
    })
    .with({ what: 'close' }, () => void serving.then(close))
    .exhaustive(),
);
