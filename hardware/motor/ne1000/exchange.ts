import { after, type Milliseconds, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { shown } from '../../link/shown.ts';
import type { Check } from '../make.ts';
import { MotorTrouble } from '../trouble.ts';
import { decodeReply, encodeCommand, type NeReply } from './codec.ts';
import { frameReader } from './frame.ts';
import { ALARM, type AlarmLetter, REFUSAL, STATUS } from './protocol.ts';

/** A frame of 25 bytes takes 13 ms at 19 200 baud; the rest is for the device and a loaded host. */
const REPLY_TIMEOUT = milliseconds(100);
/** After a bad answer the line must be silent for so long: a late answer must not pass for that to another question. */
const RESYNC_SILENCE = milliseconds(25);
const RESYNC_ROUNDS = 4;
const STRIKES = 3;

/** An alarm that stands; it is a trouble of its own kind, because one of them says that the plunger is home. */
export class AlarmRaised extends MotorTrouble {
  override readonly name = 'AlarmRaised';
  readonly letter: AlarmLetter;
  constructor(letter: AlarmLetter) {
    super(
      `motor: alarm ${letter}: the driver ${ALARM[letter]}. Check plunger, supply and cable of the syringe pump.`,
    );
    this.letter = letter;
  }
}

export type NeExchange = {
  /**
   * The answer to a command that may be given twice. Rejects with MotorTrouble after three strikes, when it is refused, or
   * when the link is lost; with AlarmRaised when an alarm stands.
   */
  readonly ask: (text: string) => Promise<NeReply>;
  /** As `ask`, once: undefined when no answer came. For what must not be done twice. */
  readonly askOnce: (text: string) => Promise<NeReply | undefined>;
  /** Says it and waits for nothing. */
  readonly tell: (text: string) => void;
  /** The alarm that stands, which is thereby acknowledged; null for none. Nothing was carried out. */
  readonly acknowledge: () => Promise<AlarmLetter | null>;
  readonly sleep: (ms: Milliseconds) => Promise<void>;
};

type Answer =
  | { readonly kind: 'reply'; readonly reply: NeReply }
  | { readonly kind: 'bad'; readonly what: string };

export const neExchange = (link: ByteLink, clock: Clock, address: number): NeExchange => {
  /** Who the next answers are for, in the order of the commands: nobody, for what was only told. */
  let expected: (((answer: Answer) => void) | null)[] = [];
  let lost: string | undefined;
  /** What came that nobody waited for. */
  let stray = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const settleWith = (answer: Answer): void => expected.shift()?.(answer);
  const reader = frameReader(() => {
    stray += 1;
  });
  const heard = (payload: Uint8Array): void => {
    const reply = decodeReply(payload);
    const text = shown(String.fromCharCode(...payload));
    if (reply === undefined) settleWith({ kind: 'bad', what: `an answer ${text} that is none` });
    else if (reply.address !== address)
      settleWith({ kind: 'bad', what: `an answer of address ${reply.address} instead of ${address}` });
    else settleWith({ kind: 'reply', reply });
  };
  link.onBytes(bytes => {
    for (const byte of bytes) {
      for (const framed of reader.take(byte)) {
        if (expected.length === 0) stray += 1;
        else if (framed.kind === 'damaged')
          settleWith({ kind: 'bad', what: 'a frame with a wrong CRC or length' });
        else heard(framed.payload);
      }
    }
  });
  link.onLost(reason => {
    lost = reason;
    const waiting = expected;
    expected = [];
    for (const settle of waiting) settle?.({ kind: 'bad', what: 'a lost link' });
  });

  const sleep = (ms: Milliseconds): Promise<void> =>
    new Promise(done => void clock.wakeAt(after(clock.now(), ms), done));
  const silence = async (): Promise<void> => {
    let before = -1;
    for (let rounds = 0; before !== stray && rounds < RESYNC_ROUNDS; rounds += 1) {
      before = stray;
      await sleep(RESYNC_SILENCE);
    }
    reader.forget();
    expected = [];
  };
  const send = (text: string, settle: ((answer: Answer) => void) | null): void => {
    expected.push(settle);
    link.write(encodeCommand(text));
  };

  const put = (text: string): Promise<Answer> =>
    new Promise(resolve => {
      const settle = (answer: Answer): void => {
        cancel();
        resolve(answer);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => {
        // Whoever was told something before has had no answer either.
        expected = [];
        settle({ kind: 'bad', what: `no complete answer within ${REPLY_TIMEOUT} ms` });
      });
      send(text, settle);
    });

  const demandLink = (): void => {
    if (lost === undefined) return;
    throw new MotorTrouble(`motor: the link is lost (${lost}). Check the cable of the syringe pump.`);
  };

  const answered = async (text: string, strikes: number): Promise<NeReply | string> => {
    let what = '';
    for (let strike = 0; strike < strikes; strike += 1) {
      demandLink();
      const answer = await put(text);
      // It may have been said by itself, and the answer is still to come.
      if (answer.kind === 'reply' && answer.reply.state.kind === 'alarm') await silence();
      // A packet that it received damaged was not carried out.
      if (answer.kind === 'reply' && answer.reply.refused !== 'COM') return answer.reply;
      what = answer.kind === 'bad' ? answer.what : REFUSAL.COM;
      await silence();
    }
    demandLink();
    return what;
  };

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  const demandReply = (text: string, reply: NeReply): NeReply => {
    if (reply.state.kind === 'alarm') throw new AlarmRaised(reply.state.letter);
    if (reply.refused !== null) {
      throw new MotorTrouble(
        `motor: ${shown(text)} was refused while it was ${STATUS[reply.state.letter]}: ${REFUSAL[reply.refused]}. Check the model of the syringe pump.`,
      );
    }
    return reply;
  };
  const silent = (text: string, what: string): MotorTrouble =>
    new MotorTrouble(
      `motor: ${what}, ${STRIKES} times in a row, to ${shown(text)}. Check cable, baud rate, address and supply of the syringe pump.`,
    );

  return {
    ask: text =>
      inTurn(async () => {
        const reply = await answered(text, STRIKES);
        if (typeof reply === 'string') throw silent(text, reply);
        return demandReply(text, reply);
      }),
    askOnce: text =>
      inTurn(async () => {
        const reply = await answered(text, 1);
        return typeof reply === 'string' ? undefined : demandReply(text, reply);
      }),
    tell: text => send(text, null),
    acknowledge: () =>
      inTurn(async () => {
        const reply = await answered('', STRIKES);
        if (typeof reply === 'string') throw silent('', reply);
        return reply.state.kind === 'alarm' ? reply.state.letter : null;
      }),
    sleep,
  };
};

/** The same exchange; after every wait `check` decides, by throwing, whether the sequence may go on. */
export const leashedNe = (pump: NeExchange, check: Check): NeExchange => {
  const held =
    <Given extends readonly unknown[], Result>(act: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const result = await act(...given);
      check();
      return result;
    };
  return {
    ...pump,
    ask: held(pump.ask),
    askOnce: held(pump.askOnce),
    acknowledge: held(pump.acknowledge),
    sleep: held(pump.sleep),
  };
};
