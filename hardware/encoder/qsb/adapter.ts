import { STRAY } from '../../../src/domain/drive.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock, EncoderPort, FactSink } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { shown } from '../../link/shown.ts';
import { decodeReply, encodeRequest, flawOf, type QsbReply, type QsbRequest, REGISTER } from './codec.ts';

const REPLY_TIMEOUT = milliseconds(80);
/** Questions are asked again so often; two deadlines fit into the time that a pulse has for its verification. */
const ATTEMPTS = 3;

export type QsbEncoder = EncoderPort & {
  /** Sets the threshold, starts streaming, reads once. Undefined when all is well, else what is not. */
  readonly attest: () => Promise<string | undefined>;
  /** While the motor moves, its own movement is not news: streamed reports wait for the next answer to `read`. */
  readonly hush: () => void;
  /** Streamed reports are news again. */
  readonly listen: () => void;
  readonly close: () => Promise<void>;
};

export type QsbEncoderOptions = { readonly link: ByteLink; readonly clock: Clock; readonly sink: FactSink };

/**
 * The QSB as an EncoderPort. After each read it arms streaming again (`S0E` with a threshold in
 * register 0B), so that the encoder speaks unasked when the plunger moves by STRAY counts.
 */
export const qsbEncoder = ({ link, clock, sink }: QsbEncoderOptions): QsbEncoder => {
  let hushed = false;
  let lost: string | undefined;
  let waiting:
    | { readonly request: QsbRequest; readonly take: (reply: QsbReply | undefined) => void }
    | undefined;
  /** What came since the last question began and was no answer: the last such line, in words, and a line without end. */
  let unfit: string | undefined;
  let unended = '';
  let queue: Promise<unknown> = Promise.resolve();

  const send = (request: QsbRequest): void => link.write(ascii(encodeRequest(request)));

  const answers = (reply: QsbReply, request: QsbRequest): boolean =>
    reply.register === request.register && (reply.kind === 'e' || reply.kind === request.kind.charAt(0));

  const heard = (line: string): void => {
    const reply = decodeReply(line);
    if (!reply) {
      unfit = `${shown(line)} (${flawOf(line)})`;
      return;
    }
    if (reply.kind === 's') {
      if (!hushed && reply.register === REGISTER.count)
        sink({ type: 'encoder.counted', counts: reply.value });
    } else if (waiting && answers(reply, waiting.request)) waiting.take(reply);
    else if (waiting)
      unfit = `${shown(line)} (it does not answer ${shown(encodeRequest(waiting.request).trimEnd())})`;
  };

  const split = lineSplitter(heard);
  link.onBytes(bytes => {
    unended = (unended + String.fromCharCode(...bytes)).split('\n').at(-1)?.slice(-40) ?? '';
    split(bytes);
  });
  link.onLost(reason => {
    lost = reason;
    waiting?.take(undefined);
  });

  const ask = (request: QsbRequest): Promise<QsbReply | undefined> =>
    new Promise(resolve => {
      const take = (reply: QsbReply | undefined): void => {
        cancel();
        waiting = undefined;
        resolve(reply);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => take(undefined));
      waiting = { request, take };
      send(request);
    });

  const whatCame = (): string => {
    if (unfit !== undefined) return `the last line was ${unfit}`;
    return unended === '' ? 'nothing came' : `${shown(unended)} came without the end of a line`;
  };

  /** A good reply, or what is wrong in words. */
  const exchange = async (request: QsbRequest): Promise<QsbReply | string> => {
    unfit = undefined;
    unended = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (lost !== undefined) break;
      const reply = await ask(request);
      if (reply?.kind === 'e')
        return "encoder: refuses its register. Check that it is a QSB with this pump's firmware.";
      if (reply) return reply;
    }
    if (lost !== undefined) return `encoder: the link is lost (${lost}). Check its cable.`;
    return `encoder: no valid reply to ${ATTEMPTS} requests; ${whatCame()}. Check its cable and baud rate.`;
  };

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  const readCount = async (): Promise<void> => {
    const reply = await exchange({ kind: 'read', register: REGISTER.count });
    // A moment without an answer is no reason to stay deaf.
    hushed = false;
    if (typeof reply === 'string') sink({ type: 'encoder.failed', reason: reply });
    else {
      send({ kind: 'stream', register: REGISTER.count });
      sink({ type: 'encoder.counted', counts: reply.value });
    }
  };

  const setUp = async (): Promise<string | undefined> => {
    const requests: readonly QsbRequest[] = [
      { kind: 'read', register: REGISTER.version },
      { kind: 'write', register: REGISTER.threshold, value: STRAY },
      { kind: 'write', register: REGISTER.interval, value: 0 },
      { kind: 'read', register: REGISTER.count },
    ];
    for (const request of requests) {
      const reply = await exchange(request);
      if (typeof reply === 'string') return reply;
    }
    send({ kind: 'stream', register: REGISTER.count });
    return undefined;
  };

  return {
    read: () => void inTurn(readCount),
    attest: () => inTurn(setUp),
    hush: () => {
      hushed = true;
    },
    listen: () => {
      hushed = false;
    },
    close: link.close,
  };
};
