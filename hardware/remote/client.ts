import type { RemoteRole } from '../../src/domain/facts.ts';
import type { ByteLink } from '../../src/ports.ts';
import { newKeyPair } from './crypto.ts';
import { encodeFrame, type Frame, frameReader } from './frame.ts';
import { call, type Kept, prove } from './handshake.ts';
import {
  type Answer,
  decodeMessage,
  encodeMessage,
  type Reply,
  type Request,
  replySchema,
} from './messages.ts';
import { type Bond, type PairingStep, pair, pairAsRemote } from './pairing.ts';
import { newStart } from './pairingWindow.ts';
import { openFrame, sealFrame } from './session.ts';

/** Why the remote has got no further, in words for its person. */
export class RemoteTrouble extends Error {
  override readonly name = 'RemoteTrouble';
}

/** The frames of one link, one after the other. */
type Line = { readonly send: (frame: Frame) => void; readonly next: () => Promise<Frame> };

const lineOn = (link: ByteLink): Line => {
  const arrived: Frame[] = [];
  let lost: string | null = null;
  let wake = (): void => {};
  const lose = (reason: string): void => {
    lost ??= reason;
    wake();
  };
  link.onLost(lose);
  link.onBytes(
    frameReader(
      frame => {
        arrived.push(frame);
        wake();
      },
      () => lose('what answers is not a pump'),
    ),
  );
  return {
    send: frame => link.write(encodeFrame(frame)),
    next: async () => {
      for (;;) {
        const frame = arrived.shift();
        if (frame !== undefined) return frame;
        if (lost !== null) throw new RemoteTrouble(`The pump has ended the link (${lost}).`);
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
  };
};

/** Pairs with the pump that shows this code. Rejects when it was not that pump, or not that code. */
export const pairWith = async (link: ByteLink, code: number): Promise<Bond> => {
  const line = lineOn(link);
  let stepped: PairingStep = pairAsRemote(newStart(code));
  for (;;) {
    if (stepped.outcome === 'failed')
      throw new RemoteTrouble('The code was wrong, or somebody was in between.');
    if (stepped.outcome !== 'going') return stepped.outcome;
    if (stepped.send !== null) line.send(stepped.send);
    stepped = pair(stepped.pairing, await line.next());
  }
};

/** An open session, as the remote sees it. */
export type RemoteSession = {
  readonly role: RemoteRole;
  /** One request and its answer. Rejects when the link is lost: then nobody knows, and the state is asked for. */
  readonly ask: (request: Request) => Promise<Answer>;
  /** A command, made fresh by a challenge of the pump. */
  readonly command: (make: (challenge: string) => Request) => Promise<Answer>;
};

/**
 * Opens a session with the pump that was paired. `keep` makes the session's number durable before it
 * is used. Rejects when what answers is not that pump, or an older state of it.
 */
export const openSession = async (
  link: ByteLink,
  kept: Kept,
  keep: (kept: Kept) => void,
): Promise<RemoteSession> => {
  const line = lineOn(link);
  const { calling, send } = call(kept, newKeyPair());
  line.send(send);
  const proved = prove(calling, await line.next());
  if (!proved.ok) throw new RemoteTrouble(WHY[proved.reason]);
  keep({ ...kept, session: proved.session.number });
  line.send(proved.send);
  let { session } = proved;

  const hear = async (): Promise<Reply> => {
    const opened = openFrame(session, await line.next());
    if (!opened.ok) throw new RemoteTrouble(WHY.forged);
    session = opened.session;
    const reply = decodeMessage(replySchema, opened.plain);
    if (reply === null) throw new RemoteTrouble('The pump says what this remote does not understand.');
    return reply;
  };

  const ask = async (request: Request): Promise<Answer> => {
    const sealed = sealFrame(session, encodeMessage(request));
    session = sealed.session;
    line.send(sealed.frame);
    for (;;) {
      const reply = await hear();
      if (reply.type !== 'opened' && reply.to === sealed.session.sent) return reply;
    }
  };

  const first = await hear();
  if (first.type !== 'opened') throw new RemoteTrouble(WHY.forged);
  return {
    role: first.role,
    ask,
    command: async make => {
      const asked = await ask({ type: 'ask' });
      return asked.type === 'challenge' ? ask(make(asked.challenge)) : asked;
    },
  };
};

const WHY = {
  malformed: 'What answers is not a pump.',
  unpaired: 'The pump does not know this remote. Pair it again.',
  forged: 'What answers is not the pump that was paired, or somebody is in between.',
  rolledBack: 'The pump has been set back to an older state. Unpair it and pair it again.',
} as const;
