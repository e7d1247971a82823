import type { Worker } from 'node:worker_threads';
import { match } from 'ts-pattern';
import { z } from 'zod';
import { realClock } from '../../../hardware/clock/real.ts';
import { after, milliseconds } from '../../domain/units.ts';
import { keyframeOf } from '../../inspector/keyframe.ts';
import type { Status, SubmitAnswer } from '../../inspector/protocol.ts';
import type { Inspector } from '../../inspector/server.ts';
import { exitCodeOf, Refusal } from '../exits.ts';
import { endThread } from '../threads.ts';
import type { ApartOptions, Begun, PageApart, Served, ToldStep } from './apart.ts';
import { MOST_BYTES } from './appetite.ts';
import { atMost } from './atMost.ts';
import { backlog } from './backlog.ts';
import { begunAgain, begunRun, seqBefore, toldStep } from './begunRun.ts';
import { deaths } from './deaths.ts';
import { guarded } from './guarded.ts';
import type { Asked } from './intake.ts';
import { fromPageSchema, type HeardFromPage, type Serving, type ToPage, wordsOf } from './messages.ts';
import { type Page, pageIn } from './page.ts';

const THREAD = new URL('./thread.ts', import.meta.url);
/** Ten megabytes that wait: seconds of a thread, minutes of a pump in a great hurry. */
const MOST_UNTAKEN = 10_000;
const BEAT = milliseconds(1_000);
const WHILE_REFUSED = milliseconds(10_000);
const WHILE_STUCK = milliseconds(60_000);
const CLOSE_AT_MOST = milliseconds(5_000);

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
  /** The last step of this run: whoever begins late is told it, and shows the pump as it is. */
  let last: ToldStep | null = null;
  /** The last step that a thread was begun with, and that may have been the end of it. */
  let retold: ToldStep | null = null;
  /** So often has the page shown another state than that of the pump. */
  let differences = 0;
  const waiting = backlog(mostUntaken);
  let served: { readonly pump: Served; readonly how: Omit<Serving, 'status'> } | null = null;
  let opening: PromiseWithResolvers<Inspector> | null = null;
  let isClosed = false;
  /** Why the page could not be served again. */
  let refusedFor: string | null = null;
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

  const newPage = (): Page =>
    pageIn(thread, mostBytes, {
      hear,
      fail,
      say: line => tellPerson(line),
      isCurrent: each => page === each,
    });

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
    // What cannot be shown now can be, perhaps, once the pump has gone on.
    const isStuck = last !== null && retold === last;
    tellPerson(
      `THE PAGE HAS FAILED, THE PUMP GOES ON: ${words}. ${isTooOften ? 'It has failed too often, and is tried again within the hour.' : 'It begins anew.'}`,
    );
    if (isTooOften) {
      opening?.reject(tooOften(words));
      opening = null;
    }
    // Its port is free when it has gone, and not before.
    void atMost(desk, CLOSE_AT_MOST, gone).then(() => {
      desk.wakeAt(after(desk.now(), isStuck && !isTooOften ? WHILE_STUCK : pause), beginAnew);
    });
  };

  const tooOften = (words: string): Error =>
    new Error(`the thread of the page has failed too often: ${words}`);

  const beginAnew = (): void => {
    begin();
    retold = last;
    waiting.begin(seqNow());
    if (page !== null && run !== null) tellRun(page, begunAgain(run, last));
    if (page !== null && served !== null) tellServed(page, served);
  };

  const seqNow = (): number | null => last?.envelope.seq ?? run?.seq ?? null;

  const tellServed = (to: Page, { pump, how }: NonNullable<typeof served>): void => {
    to.worker.ref();
    tell(to, { what: 'serve', serving: { ...how, status: statusOf(pump) } });
  };

  const tellRun = (to: Page, begun: Begun): void => {
    runs += 1;
    const { journal, earlier = [] } = begun;
    to.signs.begins((journal === null ? 0 : (seqBefore(begun) ?? 0)) + earlier.length);
    try {
      tell(to, { what: 'begin', run: begunRun(runs, begun) });
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

  const act = (from: Page, said: HeardFromPage): void =>
    match(said)
      .with({ what: 'request' }, asked =>
        tell(from, { what: 'answer', id: asked.id, answer: submit(from, asked) }),
      )
      .with({ what: 'differs' }, ({ seq }) => {
        differences += 1;
        throw new Error(`step ${seq} has led to another state there than in the pump`);
      })
      .with({ what: 'taken' }, taken => hearTaken(from, taken))
      .with({ what: 'say' }, ({ line }) => from.lines.say(line))
      .with({ what: 'refused' }, ({ exit, message }) => {
        if (opening === null) return serveLater(from, message);
        opening.reject(new Refusal(exitCodeOf(exit), message));
        opening = null;
      })
      .with({ what: 'serving' }, ({ address, port, token }) => {
        if (opening === null) tellPerson(`The page is there again: ${address}`);
        refusedFor = null;
        if (served !== null) served = { ...served, how: { ...served.how, port, token } };
        opening?.resolve({ address, port, token, close });
        opening = null;
      })
      .exhaustive();

  /** A port in use, for one: it is no fault of the thread, which takes its steps meanwhile. */
  const serveLater = (to: Page, why: string): void => {
    if (refusedFor !== why)
      tellPerson(`NOBODY SEES THE PUMP, WHICH GOES ON: ${why}. The page is tried again every ten seconds.`);
    refusedFor = why;
    desk.wakeAt(after(desk.now(), WHILE_REFUSED), () => {
      if (page === to && served !== null) tellServed(to, served);
    });
  };

  const hearTaken = (
    from: Page,
    { number, seq: taken, isAnswer }: Extract<HeardFromPage, { what: 'taken' }>,
  ): void => {
    const isThisRun = number === runs;
    if (isThisRun) retold = null;
    if (isAnswer && from.signs.answered(isThisRun)) tellStatus();
    if (!isThisRun || taken === null || !waiting.heard(taken) || last === null) return;
    runs += 1;
    const { envelope, before } = last;
    waiting.begin(envelope.seq - 1);
    tell(from, { what: 'leap', number: runs, keyframe: keyframeOf(before), seq: envelope.seq - 1 });
    tellStep(from, last);
  };

  const tellStep = (to: Page, step: ToldStep): void => {
    const { envelope } = step;
    if (!waiting.takes(envelope.seq)) return;
    tell(to, toldStep(step, to.requests.get(envelope.fact)));
  };

  const submit = (from: Page, asked: Asked): SubmitAnswer => {
    if (served === null) return { accepted: false, reason: 'There is no pump here yet.' };
    const { pump } = served;
    const answer = from.intake.answer(asked, () => asks.submit(pump, asked.request));
    if (answer.accepted && answer.fact !== undefined) from.requests.set(answer.fact, asked.id);
    return answer;
  };

  /** A page begins anew with another run: so it does where it has shown what was not. */
  const statusOf = (pump: Served): Status | null => {
    const status = asks.status(pump);
    if (status?.run === undefined || differences === 0) return status;
    return { ...status, run: `${status.run}~${differences}` };
  };

  const tellStatus = (): void => {
    if (served === null || page === null || !page.signs.mayAsk()) return;
    tell(page, { what: 'status', status: statusOf(served.pump), at: asks.identify(last) });
  };

  const goOn = (): void => {
    desk.wakeAt(after(desk.now(), beat), goOn);
    if (page === null) return;
    const { worker, signs, measure } = page;
    page.intake.beat();
    page.lines.beat();
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
    const worker = page?.worker ?? null;
    page = null;
    opening?.reject(new Error('the page was closed before it was there'));
    opening = null;
    if (worker !== null) await ended(worker);
    desk.close();
  };
  const ended = async (worker: Worker): Promise<void> => {
    worker.ref();
    const exit = new Promise<void>(resolve => void worker.once('exit', () => resolve()));
    worker.postMessage({ what: 'close' } satisfies ToPage);
    await atMost(desk, CLOSE_AT_MOST, exit);
    await atMost(desk, CLOSE_AT_MOST, endThread(worker));
  };

  let page: Page | null = null;
  begin();

  return {
    begin: begun => {
      const { earlier, ...rest } = begun;
      run = rest;
      last = earlier?.at(-1) ?? null;
      retold = null;
      waiting.begin(seqNow());
      if (page !== null) tellRun(page, begun);
    },
    step: told => {
      last = told;
      if (page !== null) tellStep(page, told);
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
