import { after, type MonoMs, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { decodeLine, encodeCommand, isHigh, NOTIFY_ON, READ_ALL } from './codec.ts';

/** What becomes of the e-stop of a rig. */
export type EStopEvent =
  /** Its contact has opened, or the wire to it is torn. */
  | { readonly type: 'eStop.pressed'; readonly at: MonoMs }
  | { readonly type: 'eStop.released'; readonly at: MonoMs }
  /** The board does not say any more how it is. */
  | { readonly type: 'eStop.unseen'; readonly at: MonoMs };

export type EStopOptions = {
  /** The line of the board; the pump's adapter for the bay speaks on it as well. */
  readonly line: {
    readonly listen: (listener: (direction: 'toDevice' | 'toHost', bytes: Uint8Array) => void) => void;
    readonly say: (bytes: Uint8Array) => void;
  };
  /** Number of the input: a normally closed contact between it and ground. */
  readonly input: number;
  readonly clock: Clock;
  readonly tell: (event: EStopEvent) => void;
};

/** The board speaks by itself at each change; it is asked so often only to know that it still would. */
const ASK_EVERY = milliseconds(10_000);
const ANSWER = milliseconds(500);

export type EStop = {
  /** Asks how it is; resolves when that was told, the silence of the board as well. */
  readonly asked: () => Promise<void>;
  readonly end: () => void;
};

/** Hears the e-stop from now on, whatever the pump does, until `end`. Each change is told once. */
export const eStop = ({ line, input, clock, tell }: EStopOptions): EStop => {
  let said: EStopEvent['type'] | null = null;
  let isOver = false;
  let cancel = (): void => {};
  /** Whether anything was heard since the last question. */
  let isHeard = false;
  const waiting: (() => void)[] = [];
  const told = (): void => {
    for (const done of waiting.splice(0)) done();
  };

  const say = (type: EStopEvent['type']): void => {
    if (isOver || type === said) return;
    const isNews = said !== null || type !== 'eStop.released';
    said = type;
    if (isNews) tell({ type, at: clock.now() });
  };
  const split = lineSplitter(text => {
    const heard = decodeLine(text);
    if (heard?.kind !== 'inputs') return;
    isHeard = true;
    say(isHigh(heard.bits, input) ? 'eStop.pressed' : 'eStop.released');
    told();
  });
  line.listen((direction, bytes) => {
    if (direction === 'toHost') split(bytes);
  });

  const ask = (): void => {
    cancel();
    isHeard = false;
    line.say(ascii(encodeCommand(READ_ALL)));
    cancel = clock.wakeAt(after(clock.now(), ANSWER), () => {
      if (!isHeard) say('eStop.unseen');
      told();
      cancel = clock.wakeAt(after(clock.now(), ASK_EVERY), ask);
    });
  };
  line.say(ascii(encodeCommand(NOTIFY_ON)));
  ask();

  return {
    asked: () =>
      new Promise(done => {
        waiting.push(done);
        ask();
      }),
    end: () => {
      isOver = true;
      cancel();
      told();
    },
  };
};
