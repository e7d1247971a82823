import { concat, counterBytes, counterIn, hex, unhex } from './bytes.ts';
import { derive, hmac, isSame, KEY_BYTES, type KeyPair, sha256 } from './crypto.ts';
import type { Frame } from './frame.ts';
import { type Bond, VERSION } from './pairing.ts';
import type { Session } from './session.ts';

/**
 * How two that are paired open a session: hello, welcome, proof. New ephemeral keys each time, mixed
 * with the key of the pairing (so only those two can), and with a session number that only rises (so a
 * side that was set back to an older state is noticed). Nothing is encrypted under the key of the
 * pairing itself: an old session stays closed to whoever gets hold of that key later.
 */

/** A pairing as one side keeps it: with the number of its last session. */
export type Kept = Bond & { readonly session: number };

export type Refused = {
  readonly ok: false;
  readonly reason: 'malformed' | 'unpaired' | 'forged' | 'rolledBack';
};

const HELLO_BYTES = 1 + 8 + KEY_BYTES;
const WELCOME_BYTES = 8 + KEY_BYTES + KEY_BYTES;

/** The keys of one session: one for each direction, one for each proof. */
const keysOf = (shared: Uint8Array, kept: Bond, transcript: Uint8Array) => {
  const { key } = derive(shared, sha256(kept.key, transcript), 'islet session');
  return {
    remote: key('from the remote'),
    pump: key('from the pump'),
    remoteMac: key('proof of the remote'),
    pumpMac: key('proof of the pump'),
  };
};

/** The remote's half of a handshake, waiting for the welcome. */
export type Calling = { readonly kept: Kept; readonly keys: KeyPair; readonly hello: Uint8Array };

/** The remote calls. */
export const call = (kept: Kept, keys: KeyPair): { readonly calling: Calling; readonly send: Frame } => {
  const hello = concat(Uint8Array.of(VERSION), unhex(kept.principal), keys.publicKey);
  return { calling: { kept, keys, hello }, send: { kind: 'hello', payload: hello } };
};

/** The pump's half, waiting for the proof. Nothing is open yet. */
export type Answering = { readonly session: Session; readonly proof: Uint8Array };

/** The pump answers a call of someone it knows. `find` looks a principal up; null when it is not paired. */
export const answer = (
  { kind, payload }: Frame,
  find: (principal: string) => Kept | null,
  keys: KeyPair,
): { readonly ok: true; readonly answering: Answering; readonly send: Frame } | Refused => {
  if (kind !== 'hello' || payload.length !== HELLO_BYTES || payload[0] !== VERSION)
    return { ok: false, reason: 'malformed' };
  const kept = find(hex(payload.subarray(1, 9)));
  if (kept === null) return { ok: false, reason: 'unpaired' };
  const shared = keys.agree(payload.subarray(9));
  if (shared === null) return { ok: false, reason: 'forged' };
  const number = kept.session + 1;
  const open = concat(counterBytes(number), keys.publicKey);
  const transcript = concat(payload, open);
  const { remote, pump, remoteMac, pumpMac } = keysOf(shared, kept, transcript);
  const welcome = concat(open, hmac(pumpMac, transcript));
  const session = {
    principal: kept.principal,
    number,
    sendKey: pump,
    receiveKey: remote,
    sent: 0,
    received: 0,
  };
  return {
    ok: true,
    answering: { session, proof: hmac(remoteMac, payload, welcome) },
    send: { kind: 'welcome', payload: welcome },
  };
};

/** The remote checks that it is its pump that answers, and proves itself. */
export const prove = (
  { kept, keys, hello }: Calling,
  { kind, payload }: Frame,
): { readonly ok: true; readonly session: Session; readonly send: Frame } | Refused => {
  if (kind !== 'welcome' || payload.length !== WELCOME_BYTES) return { ok: false, reason: 'malformed' };
  const open = payload.subarray(0, 8 + KEY_BYTES);
  const transcript = concat(hello, open);
  const shared = keys.agree(open.subarray(8));
  if (shared === null) return { ok: false, reason: 'forged' };
  const { remote, pump, remoteMac, pumpMac } = keysOf(shared, kept, transcript);
  if (!isSame(payload.subarray(8 + KEY_BYTES), hmac(pumpMac, transcript)))
    return { ok: false, reason: 'forged' };
  const number = counterIn(open);
  if (number === null || number <= kept.session) return { ok: false, reason: 'rolledBack' };
  const session = {
    principal: kept.principal,
    number,
    sendKey: remote,
    receiveKey: pump,
    sent: 0,
    received: 0,
  };
  return { ok: true, session, send: { kind: 'proof', payload: hmac(remoteMac, hello, payload) } };
};

/** The pump accepts the proof. The caller keeps `session.number` durably before it opens the session. */
export const accept = (
  { session, proof }: Answering,
  { kind, payload }: Frame,
): { readonly ok: true; readonly session: Session } | Refused =>
  kind === 'proof' && isSame(payload, proof) ? { ok: true, session } : { ok: false, reason: 'forged' };
