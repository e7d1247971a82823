import { match } from 'ts-pattern';
import { after, type Milliseconds, type MonoMs, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../src/ports.ts';
import { shown } from '../link/shown.ts';
import type { BalanceLine, Dialect } from './dialect.ts';
import { ANSWER, type Answer, dialogue } from './dialogue.ts';
import { micrograms } from './mass.ts';
import type { BalanceFault, BalancePort, BalanceProfile, BalanceTrouble, Weighed, Weighing } from './port.ts';

/** A balance that has no order for a stable reading is asked so often. */
const POLL = milliseconds(200);
const ATTEMPTS = 2;
/** Two stable readings in a row agree when they are no further apart: a damaged digit would be. */
const AGREES_WITHIN_DIGITS = 2;
/** After taring it shows zero, give or take so many digits of drift. */
const ZERO_WITHIN_DIGITS = 5;

/** More than two cartridges hold: no pump brings so much after a tare. */
const MOST_SINCE_TARE = micrograms(6_000_000);

export type BalanceOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly dialect: Dialect;
  readonly profile: BalanceProfile;
};

const ZERO = micrograms(0);

const agree = (one: Weighing, other: Weighing, digits: number): boolean =>
  Math.abs(one.massUg - other.massUg) <= digits * Math.max(one.digitUg, other.digitUg);

const trouble = (fault: BalanceFault, message: string): BalanceTrouble => ({
  fault,
  message: `balance: ${message}`,
});
const failed = (fault: BalanceFault, message: string): Weighed => ({
  ok: false,
  trouble: trouble(fault, message),
});

/** What a line that is no weight means for whoever wanted one. */
const troubleIn = (line: Exclude<BalanceLine, { kind: 'weight' | 'done' | 'identity' }>): BalanceTrouble =>
  match(line)
    .with({ kind: 'unit' }, ({ unit }) =>
      trouble('wrongUnit', `its unit is ${shown(unit)}, expected "g". Set the unit of its display to g.`),
    )
    .with({ kind: 'overload' }, () => trouble('overload', 'overloaded. Take something off the pan.'))
    .with({ kind: 'underload' }, () => trouble('underload', 'underloaded. Put the pan on, then zero it.'))
    .with({ kind: 'refused' }, ({ why }) =>
      trouble('refused', `${why}. Wait until it is idle, and check its model.`),
    )
    .with({ kind: 'broken' }, ({ code }) =>
      trouble('broken', `it reports ${shown(code)}. Look the code up in its manual; it may need service.`),
    )
    .exhaustive();

const other = (told: string, expected: string): BalanceTrouble =>
  trouble(
    'otherBalance',
    `its serial number is ${shown(told)}, expected ${shown(expected)}. Connect the balance that the profile names.`,
  );

const answersWeighing = ({ kind }: BalanceLine): boolean => kind !== 'done' && kind !== 'identity';

/** A balance as a BalancePort, whatever make: the dialect has the words. */
export const balance = ({ link, clock, dialect, profile }: BalanceOptions): BalancePort => {
  const talk = dialogue(link, clock, dialect);
  /** Something may still come that answers an older question: nothing is believed before it has said who it is. */
  let isDirty = true;
  let serial: string | null = null;
  let isTared = false;
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(() => {
      talk.forget();
      return work();
    });
    queue = turn.catch(() => {});
    return turn;
  };
  const sleep = (ms: Milliseconds): Promise<void> =>
    new Promise(done => void clock.wakeAt(after(clock.now(), ms), done));

  const unanswered = (noise = talk.noise()): BalanceTrouble => {
    return noise === undefined
      ? trouble(
          'silent',
          `no answer within ${ANSWER} ms, ${ATTEMPTS} times. Check its cable, its supply and its baud rate.`,
        )
      : trouble(
          'garbled',
          `${shown(noise)} is no answer. Check its baud rate, parity and protocol (${dialect.name}).`,
        );
  };

  /** Whatever was under way is over: it has said who it is. Another name counts when it is said twice: one may be damage. */
  const fence = async (): Promise<BalanceTrouble | undefined> => {
    let stranger: string | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const answer = await talk.ask(dialect.identify, ({ kind }) => kind === 'identity');
      if (answer.kind === 'lost') return { fault: 'lost', message: answer.message };
      if (answer.kind === 'late' || answer.line.kind !== 'identity') continue;
      const told = answer.line.serial;
      const expected = profile.serial ?? serial ?? told;
      if (told === expected) {
        isDirty = false;
        serial = told;
        return undefined;
      }
      if (told === stranger) return other(told, expected);
      stranger = told;
    }
    return unanswered(stranger);
  };
  const clear = async (): Promise<BalanceTrouble | undefined> => (isDirty ? fence() : undefined);

  const weighed = (line: BalanceLine): Weighed =>
    match(line)
      .with({ kind: 'weight' }, ({ massUg, digitUg, isStable }): Weighed => {
        if (!isTared || Math.abs(massUg) <= MOST_SINCE_TARE)
          return { ok: true, weighing: { massUg, digitUg, isStable, at: clock.now() } };
        isTared = false;
        return failed(
          'tareLost',
          `it shows ${massUg} µg since it was tared, more than any pump brings. It has restarted, or the pan was touched: tare it again.`,
        );
      })
      .with({ kind: 'done' }, { kind: 'identity' }, () =>
        failed('garbled', 'it answered what nobody had asked'),
      )
      .otherwise((line): Weighed => ({ ok: false, trouble: troubleIn(line) }));

  const put = async (order: string, within: Milliseconds): Promise<Answer | BalanceTrouble> => {
    const wrong = await clear();
    if (wrong) return wrong;
    const answer = await talk.ask(order, answersWeighing, within);
    if (answer.kind === 'late') isDirty = true;
    return answer.kind === 'lost' ? { fault: 'lost', message: answer.message } : answer;
  };

  const weigh = async (): Promise<Weighed> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const answer = await put(dialect.weigh, ANSWER);
      if ('fault' in answer) return { ok: false, trouble: answer };
      if (answer.kind === 'line') return weighed(answer.line);
    }
    return { ok: false, trouble: unanswered() };
  };

  /** One stable reading; undefined when there was none by then. */
  const stable = async (until: MonoMs): Promise<Weighed | undefined> => {
    while (clock.now() < until) {
      if (dialect.weighStable === null) {
        const once = await weigh();
        if (!once.ok || once.weighing.isStable) return once;
        await sleep(POLL);
        continue;
      }
      const answer = await put(dialect.weighStable, milliseconds(until - clock.now()));
      if ('fault' in answer) return { ok: false, trouble: answer };
      if (answer.kind !== 'line') return undefined;
      const once = weighed(answer.line);
      // That it gave up waiting for rest is no refusal.
      if (once.ok ? once.weighing.isStable : once.trouble.fault !== 'refused') return once;
      await sleep(POLL);
    }
    return undefined;
  };

  const settle = async (within: Milliseconds): Promise<Weighed> => {
    const until = after(clock.now(), within);
    let before: Weighing | undefined;
    for (;;) {
      const next = await stable(until);
      if (next === undefined) return unsettled(within);
      if (!next.ok) return next;
      if (before !== undefined && agree(before, next.weighing, AGREES_WITHIN_DIGITS)) return next;
      before = next.weighing;
    }
  };
  /** It may not speak at all: then it is not its rest that is missing. */
  const unsettled = async (within: Milliseconds): Promise<Weighed> => {
    const wrong = await clear();
    if (wrong) return { ok: false, trouble: wrong };
    return failed(
      'neverSettled',
      `not at rest within ${within} ms. Close its draught shield, keep the table still, and look for drops or bubbles.`,
    );
  };

  const tare = async (within: Milliseconds): Promise<Weighed> => {
    const resting = await settle(within);
    if (!resting.ok) return resting;
    if (dialect.answersTare) {
      const answer = await talk.ask(
        dialect.tare,
        ({ kind }) => kind !== 'weight' && kind !== 'identity',
        within,
      );
      if (answer.kind === 'lost') return { ok: false, trouble: { fault: 'lost', message: answer.message } };
      if (answer.kind === 'late') {
        isDirty = true;
        return unsettled(within);
      }
      if (answer.line.kind !== 'done') return weighed(answer.line);
    } else talk.tell(dialect.tare);
    const zero = await settle(within);
    isTared = zero.ok;
    if (zero.ok && !agree(zero.weighing, { ...zero.weighing, massUg: ZERO }, ZERO_WITHIN_DIGITS)) {
      return failed(
        'refused',
        `it shows ${zero.weighing.massUg} µg after taring. Tare it by hand, and check its keys are not locked.`,
      );
    }
    return zero;
  };

  return {
    read: () => inTurn(weigh),
    settled: within => inTurn(() => settle(within)),
    tare: within => inTurn(() => tare(within)),
    attest: () =>
      inTurn(async () => {
        isDirty = true;
        const wrong = await fence();
        if (wrong) return { serial, troubles: [wrong] };
        const once = await weigh();
        return { serial, troubles: once.ok ? [] : [once.trouble] };
      }),
    close: link.close,
  };
};
