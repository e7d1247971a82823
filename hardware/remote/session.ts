import { concat, counterBytes, counterIn } from './bytes.ts';
import { seal, unseal } from './crypto.ts';
import type { Frame } from './frame.ts';

/** An authenticated, encrypted link between two that are paired, as one of them holds it. */
export type Session = {
  readonly principal: string;
  /** Which session of this pairing it is: rises from one to the next, over restarts of both. */
  readonly number: number;
  readonly sendKey: Uint8Array;
  readonly receiveKey: Uint8Array;
  /** Counter of the last frame sent, and of the last one taken. */
  readonly sent: number;
  readonly received: number;
};

const COUNTER_BYTES = 8;

/** The next frame of this side, and the session after it. */
export const sealFrame = (
  session: Session,
  plain: Uint8Array,
): { readonly session: Session; readonly frame: Frame } => {
  const sent = session.sent + 1;
  const counter = counterBytes(sent);
  const payload = concat(counter, seal(session.sendKey, sent, counter, plain));
  return { session: { ...session, sent }, frame: { kind: 'sealed', payload } };
};

export type Opened =
  | { readonly ok: true; readonly session: Session; readonly counter: number; readonly plain: Uint8Array }
  | { readonly ok: false; readonly reason: 'forged' | 'replayed' };

/**
 * What a frame of the other side holds. The counter must rise: a frame that came before, or was
 * overtaken, is not taken, however genuine. A frame that is not taken changes nothing.
 */
export const openFrame = (session: Session, { kind, payload }: Frame): Opened => {
  if (kind !== 'sealed' || payload.length < COUNTER_BYTES) return { ok: false, reason: 'forged' };
  const header = payload.subarray(0, COUNTER_BYTES);
  const counter = counterIn(header);
  const plain =
    counter === null ? null : unseal(session.receiveKey, counter, header, payload.subarray(COUNTER_BYTES));
  if (counter === null || plain === null) return { ok: false, reason: 'forged' };
  if (counter <= session.received) return { ok: false, reason: 'replayed' };
  return { ok: true, session: { ...session, received: counter }, counter, plain };
};
