import { randomBytes } from 'node:crypto';
import { newKeyPair } from '../../hardware/remote/crypto.ts';
import type { Frame } from '../../hardware/remote/frame.ts';
import { accept, answer, call, type Kept, prove } from '../../hardware/remote/handshake.ts';
import {
  type Bond,
  type Pairing,
  pair,
  pairAsPump,
  pairAsRemote,
  ROUNDS,
} from '../../hardware/remote/pairing.ts';
import type { Session } from '../../hardware/remote/session.ts';

/** What one side of a pairing brings: keys and nonces of its own, and the code that it knows. */
export const start = (code: number) => ({
  code,
  keys: newKeyPair(),
  nonces: Array.from({ length: ROUNDS }, () => Uint8Array.from(randomBytes(32))),
});

type Ended = Bond | 'failed' | 'going';
export type Exchange = { readonly pump: Ended; readonly remote: Ended; readonly frames: readonly Frame[] };

/** Pairs the two; `meddle` may change any frame on its way, or swallow it. */
export const exchange = (
  pumpCode: number,
  remoteCode: number,
  meddle: (frame: Frame, index: number) => Frame | null = frame => frame,
): Exchange => {
  let pump: Pairing = pairAsPump(start(pumpCode));
  const begun = pairAsRemote(start(remoteCode));
  let remote = begun.pairing;
  const ends: { pump: Ended; remote: Ended } = { pump: 'going', remote: 'going' };
  const frames: Frame[] = [];
  let onItsWay = begun.send;
  for (let toPump = true; onItsWay !== null; toPump = !toPump) {
    const arrived = meddle(onItsWay, frames.length);
    frames.push(onItsWay);
    if (arrived === null) break;
    const stepped = pair(toPump ? pump : remote, arrived);
    if (toPump) pump = stepped.pairing;
    else remote = stepped.pairing;
    ends[toPump ? 'pump' : 'remote'] = stepped.outcome;
    onItsWay = stepped.send;
  }
  return { ...ends, frames };
};

/** A pairing as both sides keep it. */
export const paired = (): Kept => {
  const { pump } = exchange(123_456, 123_456);
  if (typeof pump === 'string') throw new Error('two that know the code were not paired');
  return { ...pump, session: 0 };
};

/** Both ends of a session that was opened without anybody in between. */
export const opened = (kept: Kept = paired()): { readonly pump: Session; readonly remote: Session } => {
  const { calling, send: hello } = call(kept, newKeyPair());
  const answered = answer(hello, principal => (principal === kept.principal ? kept : null), newKeyPair());
  if (!answered.ok) throw new Error(answered.reason);
  const proved = prove(calling, answered.send);
  if (!proved.ok) throw new Error(proved.reason);
  const accepted = accept(answered.answering, proved.send);
  if (!accepted.ok) throw new Error(accepted.reason);
  return { pump: accepted.session, remote: proved.session };
};

/** The same bytes with one bit turned. */
export const turned = (bytes: Uint8Array, index: number, bit = 0): Uint8Array =>
  bytes.map((byte, at) => (at === index ? byte ^ (1 << bit) : byte));
