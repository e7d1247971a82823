import type { Worker } from 'node:worker_threads';
import { match } from 'ts-pattern';
import { z } from 'zod';
import { realClock } from '../../../hardware/clock/real.ts';
import { after, milliseconds } from '../../domain/units.ts';
import { keyframeOf } from '../../inspector/keyframe.ts';
import type { PageRequest, SubmitAnswer } from '../../inspector/protocol.ts';
import type { Inspector } from '../../inspector/server.ts';
import { exitCodeOf, Refusal } from '../exits.ts';
import { endThread, newThread } from '../threads.ts';
import type { ApartOptions, Begun, PageApart, Served } from './apart.ts';
import { appetite, HEAP_MB, MOST_BYTES } from './appetite.ts';
import { backlog } from './backlog.ts';
import { deaths } from './deaths.ts';
import { guarded } from './guarded.ts';
import { type LifeSigns, lifeSigns } from './lifeSigns.ts';
import { type FromPage, fromPageSchema, type Serving, type ToPage, wordsOf } from './messages.ts';

const THREAD = new URL('./thread.ts', import.meta.url);
/** Ten megabytes that wait: seconds of a thread, minutes of a pump in a great hurry. */
const MOST_UNTAKEN = 10_000;
const BEAT = milliseconds(1_000);
const CLOSE_AT_MOST = milliseconds(5_000);

/** A thread, and all that is known of it: another one begins with nothing of this. */
type Page = {
  readonly worker: Worker;
  readonly signs: LifeSigns;
  readonly measure: () => void;
  /** Requests of this thread that have become facts, until their steps. */
  readonly requests: WeakMap<object, number>;
};

/** Serves the page of a pump in another thread, which takes each step again; a thread that fails is begun anew, and the pump goes on meanwhile. */
export const pageApart = ({
  say,
  thread = THREAD,
  mostUntaken = MOST_UNTAKEN,
  mostBytes = MOST_BYTES,
  beat = BEAT,
}: ApartOptions): PageApart => {
  const desk = realClock();
  let run: Omit<Begun, 'earlier'> | null = null;
  let runs = 0;
  /** The last step of this run. */
  let seq: number | null = null;
  const waiting = backlog(mostUntaken);
  let served: { readonly pump: Served; readonly how: Omit<Serving, 'status'> } | null = null;
  let opening: PromiseWithResolvers<Inspector> | null = null;
  let isClosed = false;
  const failures = deaths();
  const asks = guarded(line => tellPerson(line));

  const tellPerson = (line: string): void => {
    try {
      say(line);
    } catch {
      // Whoever cannot hear it is no reason to end a pump.
    }
  };

  const tell = ({ worker }: Pick<Page, 'worker'>, told: ToPage): void => {
    try {
      worker.postMessage(told);
    } catch (failure) {
      fail(worker, failure);
    }
  };

  const newPage = (): Page => {
    const worker = newThread(thread, { maxOldGenerationSizeMb: HEAP_MB });
    const begun: Page = {
      worker,
      signs: lifeSigns(),
      measure: appetite(worker, words => fail(worker, words), mostBytes),
      requests: new WeakMap(),
    };
    worker.on('message', (said: unknown) => {
      if (page === begun) hear(begun, said);
    });
    worker.on('error', failure => fail(worker, failure));
    worker.on('exit', () => fail(worker, 'it has ended'));
    // A program that serves nothing yet may end.
    worker.unref();
    return begun;
  };

  const begin = (): void => {
    if (isClosed) return;
    try {
      page = newPage();
    } catch (failure) {
      lose(failure, Promise.resolve());
    }
  };

  /** The page is gone, the pump is not. */
  const fail = (failed: Worker, why: unknown): void => {
    if (isClosed || page?.worker !== failed) return;
    page = null;
    lose(why, endThread(failed));
  };

  const lose = (why: unknown, gone: Promise<void>): void => {
    const words = wordsOf(why);
    const { pause, isTooOften } = failures.another(desk.now());
    tellPerson(
      `THE PAGE HAS FAILED, THE PUMP GOES ON: ${words}. ${isTooOften ? 'It has failed too often, and is tried again within the hour.' : 'It begins anew.'}`,
    );
    if (isTooOften) {
      opening?.reject(tooOften(words));
      opening = null;
    }
    // Its port is free when it has gone, and not before.
    void atMost(gone).then(() => {
      desk.wakeAt(after(desk.now(), pause), beginAnew);
    });
  };

  const tooOften = (words: string): Error =>
    new Error(`the thread of the page has failed too often: ${words}`);

  /** What is not done by then is no longer waited for. */
  const atMost = (work: Promise<unknown>): Promise<void> =>
    new Promise(resolve => {
      const forget = desk.wakeAt(after(desk.now(), CLOSE_AT_MOST), resolve);
      const done = (): void => {
        forget();
        resolve();
      };
      work.then(done, done);
    });

  const beginAnew = (): void => {
    begin();
    waiting.begin(seq);
    const hasSteps = seq !== null && seq > 0;
    if (page !== null && run !== null) tellRun(page, { ...run, seq }, hasSteps);
    if (page !== null && served !== null) tellServed(page, served);
  };

  const tellServed = (to: Page, { pump, how }: NonNullable<typeof served>): void => {
    to.worker.ref();
    tell(to, { what: 'serve', serving: { ...how, status: asks.status(pump) } });
  };

  const tellRun = (to: Page, { state, journal, earlier, seq: last }: Begun, isAgain: boolean): void => {
    runs += 1;
    const { before = null, steps = [] } = earlier ?? {};
    const [first] = steps;
    to.signs.begins((journal === null ? 0 : (last ?? 0)) + steps.length);
    try {
      const keyframe = keyframeOf(before ?? state());
      const number = runs;
      const begun = first === undefined ? last : first.seq - 1;
      tell(to, { what: 'begin', run: { number, keyframe, seq: begun, steps, journal, isAgain } });
    } catch (defect) {
      fail(to.worker, defect);
    }
  };

  /** Nothing that comes from there reaches the pump unread, and nothing that is thrown here does. */
  const hear = (from: Page, said: unknown): void => {
    try {
      if (!from.signs.mayTalk()) throw new Error('it talks without end');
      const read = fromPageSchema.safeParse(said);
      if (read.success) act(from, read.data);
      else
        tellPerson(`The page has said what is nothing, and nothing was done: ${z.prettifyError(read.error)}`);
    } catch (defect) {
      fail(from.worker, defect);
    }
  };

  const act = (from: Page, said: FromPage): void =>
    match(said)
      .with({ what: 'request' }, ({ id, request }) =>
        tell(from, { what: 'answer', id, answer: submit(from, id, request) }),
      )
      .with({ what: 'taken' }, taken => hearTaken(from, taken))
      .with({ what: 'say' }, ({ line }) => tellPerson(line))
      .with({ what: 'refused' }, ({ exit, message }) => {
        if (opening === null) return fail(from.worker, message);
        opening.reject(new Refusal(exitCodeOf(exit), message));
        opening = null;
      })
      .with({ what: 'serving' }, ({ address, port, token }) => {
        if (opening === null) tellPerson(`The page is there again: ${address}`);
        if (served !== null) served = { ...served, how: { ...served.how, port, token } };
        opening?.resolve({ address, port, token, close });
        opening = null;
      })
      .exhaustive();

  const hearTaken = (
    from: Page,
    { number, seq: taken, isAnswer }: Extract<FromPage, { what: 'taken' }>,
  ): void => {
    const isThisRun = number === runs;
    if (isAnswer && from.signs.answered(isThisRun)) tellStatus();
    if (!isThisRun || taken === null || !waiting.heard(taken) || run === null || seq === null) return;
    runs += 1;
    waiting.begin(seq);
    tell(from, { what: 'leap', number: runs, keyframe: keyframeOf(run.state()), seq });
  };

  const submit = ({ signs, requests }: Page, id: number, request: PageRequest): SubmitAnswer => {
    if (served === null) return { accepted: false, reason: 'There is no pump here yet.' };
    // Whatever asks without end asks for something else than a stop.
    if (!signs.mayRequest() && request.type !== 'suspend.requested')
      return { accepted: false, reason: 'Too much is asked at once: ask again in a second.' };
    const answer = asks.submit(served.pump, request);
    if (answer.accepted && answer.fact !== undefined) requests.set(answer.fact, id);
    return answer;
  };

  const tellStatus = (): void => {
    if (served === null || page === null || !page.signs.mayAsk()) return;
    tell(page, { what: 'status', status: asks.status(served.pump) });
  };

  const goOn = (): void => {
    desk.wakeAt(after(desk.now(), beat), goOn);
    if (page === null) return;
    const { worker, signs, measure } = page;
    const trouble = signs.beat();
    if (trouble !== null) fail(worker, trouble);
    measure();
    tellStatus();
  };

  let ending: Promise<void> | null = null;
  const close = (): Promise<void> => {
    ending ??= closeNow();
    return ending;
  };
  const closeNow = async (): Promise<void> => {
    isClosed = true;
    const last = page?.worker ?? null;
    page = null;
    opening?.reject(new Error('the page was closed before it was there'));
    opening = null;
    if (last !== null) await ended(last);
    desk.close();
  };
  const ended = async (last: Worker): Promise<void> => {
    last.ref();
    const exit = new Promise<void>(resolve => void last.once('exit', () => resolve()));
    last.postMessage({ what: 'close' } satisfies ToPage);
    await atMost(exit);
    await atMost(endThread(last));
  };

  let page: Page | null = null;
  begin();

  return {
    begin: begun => {
      const { earlier, ...rest } = begun;
      run = rest;
      seq = earlier?.steps.at(-1)?.seq ?? begun.seq;
      waiting.begin(seq);
      if (page !== null) tellRun(page, begun, false);
    },
    step: (envelope, body = null) => {
      seq = envelope.seq;
      if (page === null || !waiting.takes(seq)) return;
      const asked = page.requests.get(envelope.fact);
      tell(page, {
        what: 'step',
        envelope,
        ...(asked === undefined ? {} : { asked }),
        ...(body === null ? {} : { body }),
      });
    },
    tellStatus,
    serve: (pump, how) => {
      served = { pump, how: { ...how, token: null } };
      opening = Promise.withResolvers();
      const { promise } = opening;
      if (isClosed) opening.reject(new Error('the page is closed'));
      else if (page === null && failures.isTooOften()) opening.reject(tooOften('before it could be served'));
      else if (page !== null) tellServed(page, served);
      goOn();
      return promise;
    },
    close,
  };
};
