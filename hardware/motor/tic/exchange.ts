import { after, type Milliseconds, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { MotorTrouble } from '../trouble.ts';
import { encode, OUR_FRAMING, openReply, replySize, type TicCommand } from './codec.ts';
import type { BLOCK, QUICK, WIDE } from './protocol.ts';

/** No reply within this time is a strike. A loaded host has been seen to take tens of ms for an answer. */
const REPLY_TIMEOUT: Milliseconds = milliseconds(80);
/** After a bad reply, the line must be silent for so long before the next question: a late reply must not answer it. */
const RESYNC_SILENCE: Milliseconds = milliseconds(20);
/** A line that babbles without end is not waited for. */
const RESYNC_ROUNDS = 4;
/** So many bad replies to one question and the device counts as lost. */
const STRIKES = 3;

/** Questions and orders over one line; questions one at a time, orders at any moment. */
export type Exchange = {
  readonly quick: (name: keyof typeof QUICK) => void;
  readonly wide: (name: Exclude<keyof typeof WIDE, 'setTargetVelocity'>, value: number) => void;
  /** The payload. Rejects with MotorTrouble after three strikes or when the link is lost. */
  readonly read: (name: keyof typeof BLOCK, offset: number, length: number) => Promise<Uint8Array>;
  readonly sleep: (ms: Milliseconds) => Promise<void>;
};

type Answer =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'bad'; readonly what: string };

export const exchange = (link: ByteLink, clock: Clock): Exchange => {
  let received: number[] = [];
  let expected = 0;
  let finish: ((answer: Answer) => void) | undefined;
  let lost: string | undefined;
  /** Bytes that came without a question. */
  let stray = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const settleWith = (answer: Answer): void => {
    const settle = finish;
    finish = undefined;
    settle?.(answer);
  };

  link.onBytes(bytes => {
    // Bytes that nobody asked for are dropped; what they were part of fails its CRC or its deadline.
    if (!finish) {
      stray += bytes.length;
      return;
    }
    received.push(...bytes);
    if (received.length < expected) return;
    const payload = received.length === expected && openReply(Uint8Array.from(received), OUR_FRAMING.crc);
    settleWith(
      payload
        ? { kind: 'bytes', bytes: payload }
        : { kind: 'bad', what: 'a reply with a wrong CRC or length' },
    );
  });
  link.onLost(reason => {
    lost = reason;
    settleWith({ kind: 'bad', what: 'a lost link' });
  });

  const sleep = (ms: Milliseconds): Promise<void> =>
    new Promise(done => void clock.wakeAt(after(clock.now(), ms), done));

  const silence = async (): Promise<void> => {
    let heard = -1;
    for (let rounds = 0; heard !== stray && rounds < RESYNC_ROUNDS; rounds += 1) {
      heard = stray;
      await sleep(RESYNC_SILENCE);
    }
  };

  const send = (command: TicCommand): void => link.write(encode(command, OUR_FRAMING));

  const ask = (name: keyof typeof BLOCK, offset: number, length: number): Promise<Answer> =>
    new Promise(resolve => {
      received = [];
      expected = replySize(length, OUR_FRAMING.crc);
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () =>
        settleWith({ kind: 'bad', what: `no complete reply within ${REPLY_TIMEOUT} ms` }),
      );
      finish = answer => {
        cancel();
        resolve(answer);
      };
      send({ kind: 'block', name, offset, length });
    });

  const demandLink = (): void => {
    if (lost === undefined) return;
    throw new MotorTrouble(`motor: the link is lost (${lost}). Check the cable of the motor driver.`);
  };

  const askUntilAnswered = async (
    name: keyof typeof BLOCK,
    offset: number,
    length: number,
  ): Promise<Uint8Array> => {
    let what = '';
    for (let strike = 0; strike < STRIKES; strike += 1) {
      demandLink();
      const answer = await ask(name, offset, length);
      if (answer.kind === 'bytes') return answer.bytes;
      what = answer.what;
      await silence();
    }
    demandLink();
    throw new MotorTrouble(
      `motor: ${what}, ${STRIKES} times in a row, when asked for ${name} 0x${offset.toString(16)}. Check cable, baud rate and supply of the motor driver.`,
    );
  };

  return {
    quick: name => send({ kind: 'quick', name }),
    wide: (name, value) => send({ kind: 'wide', name, value }),
    read: (name, offset, length) => {
      const turn = queue.then(() => askUntilAnswered(name, offset, length));
      queue = turn.catch(() => {});
      return turn;
    },
    sleep,
  };
};

/** The same exchange; after every wait `check` decides, by throwing, whether the sequence may go on. */
export const leashed = (tic: Exchange, check: () => void): Exchange => ({
  ...tic,
  read: async (name, offset, length) => {
    const payload = await tic.read(name, offset, length);
    check();
    return payload;
  },
  sleep: async ms => {
    await tic.sleep(ms);
    check();
  },
});
