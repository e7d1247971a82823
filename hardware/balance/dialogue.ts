import { after, type Milliseconds, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../src/ports.ts';
import { ascii, lineSplitter } from '../link/lines.ts';
import type { BalanceLine, Dialect } from './dialect.ts';

/** Longest answer is 30 characters, 32 ms at 9 600 baud; balances take up to some tenths of a second to begin. */
export const ANSWER = milliseconds(600);
const NAME = 'balance';

/** A line that answers, or why there was none. */
export type Answer =
  | { readonly kind: 'line'; readonly line: BalanceLine }
  | { readonly kind: 'late' }
  | { readonly kind: 'lost'; readonly message: string };

export type Dialogue = {
  /** Sends an order and waits for the first line that answers it. */
  readonly ask: (
    order: string,
    answers: (line: BalanceLine) => boolean,
    within?: Milliseconds,
  ) => Promise<Answer>;
  /** Sends an order that has no answer. */
  readonly tell: (order: string) => void;
  /** What came since `forget`, and was no answer to anything; undefined for nothing at all. */
  readonly noise: () => string | undefined;
  readonly forget: () => void;
};

/** Questions and answers in lines, one at a time; whoever calls waits for its turn. */
export const dialogue = (link: ByteLink, clock: Clock, { decode, name }: Dialect): Dialogue => {
  let lost: string | undefined;
  let waiting:
    | { readonly take: (answer: Answer) => void; readonly answers: (line: BalanceLine) => boolean }
    | undefined;
  let damaged: string | undefined;
  let unended = '';

  const split = lineSplitter(text => {
    const line = decode(text);
    if (line === undefined) {
      if (text.trim() !== '') damaged = text;
    } else if (waiting?.answers(line)) waiting.take({ kind: 'line', line });
  });
  link.onBytes(bytes => {
    unended = (unended + String.fromCharCode(...bytes)).split('\n').at(-1)?.slice(-40) ?? '';
    split(bytes);
  });
  const gone = (): Answer => ({
    kind: 'lost',
    message: `${NAME}: the link is lost (${lost}). Check its cable, then open and attest it anew.`,
  });
  link.onLost(reason => {
    lost = reason;
    waiting?.take(gone());
  });

  return {
    ask: (order, answers, within = ANSWER) =>
      new Promise(resolve => {
        if (lost !== undefined) {
          resolve(gone());
          return;
        }
        if (waiting) throw new Error(`${name} was asked ${order.trim()} before it had answered`);
        const take = (answer: Answer): void => {
          cancel();
          waiting = undefined;
          resolve(answer);
        };
        const cancel = clock.wakeAt(after(clock.now(), within), () => take({ kind: 'late' }));
        waiting = { take, answers };
        link.write(ascii(order));
      }),
    tell: order => link.write(ascii(order)),
    noise: () => damaged ?? (unended === '' ? undefined : unended),
    forget: () => {
      damaged = undefined;
      unended = '';
    },
  };
};
