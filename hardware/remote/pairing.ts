import { concat, hex } from './bytes.ts';
import { derive, hmac, isSame, KEY_BYTES, type KeyPair, sha256 } from './crypto.ts';
import type { Frame, Kind } from './frame.ts';

/**
 * Pairing by a code of six digits that the pump shows and a person types on the remote. It is the
 * passkey entry of Bluetooth LE Secure Connections: ephemeral keys are exchanged, then the code is
 * proved bit by bit, each side committing itself before either reveals. Whoever sits in between learns
 * a bit only after it has had to guess it, so it passes once in a million codes (decision 0012).
 */

export const CODE_DIGITS = 6;
export const CODES = 10 ** CODE_DIGITS;
/** Bits of a code, one round each. */
export const ROUNDS = 20;
/** There is one version and one set of algorithms: nothing to negotiate, nothing to talk down. */
export const VERSION = 1;
const PRINCIPAL_BYTES = 8;

export type Side = 'pump' | 'remote';

/** What both sides hold after pairing, and nobody else. */
export type Bond = {
  /** The name that the pairing gave to this remote: 16 hexadecimal characters. */
  readonly principal: string;
  readonly key: Uint8Array;
};

export type Pairing = {
  readonly side: Side;
  readonly code: number;
  readonly keys: KeyPair;
  /** One for each round, unforeseeable. */
  readonly nonces: readonly Uint8Array[];
  readonly awaits: Kind | 'nothing';
  readonly round: number;
  readonly theirKey: Uint8Array;
  readonly theirCommitment: Uint8Array;
  /** A hash over all frames so far, in order. */
  readonly transcript: Uint8Array;
};

export type PairingStep = {
  readonly pairing: Pairing;
  readonly send: Frame | null;
  readonly outcome: 'going' | 'failed' | Bond;
};

const NOTHING = new Uint8Array();

type Start = Pick<Pairing, 'code' | 'keys' | 'nonces'>;

const begin = (side: Side, start: Start, awaits: Kind): Pairing => ({
  ...start,
  side,
  awaits,
  round: 0,
  theirKey: NOTHING,
  theirCommitment: NOTHING,
  transcript: sha256(),
});

/** The pump waits for a remote. */
export const pairAsPump = (start: Start): Pairing => begin('pump', start, 'pairHello');

/** The remote begins. */
export const pairAsRemote = (start: Start): PairingStep =>
  say(
    begin('remote', start, 'pairAnswer'),
    'pairHello',
    concat(Uint8Array.of(VERSION), start.keys.publicKey),
  );

/** Takes one frame of the other side. Any frame but the one that must come next ends the pairing. */
export const pair = (pairing: Pairing, frame: Frame): PairingStep => {
  if (frame.kind !== pairing.awaits) return failed(pairing);
  const { side } = pairing;
  // The other's confirmation is checked against what was said before it.
  if (frame.kind === 'pairConfirm') return confirmed(pairing, frame);
  const heard = { ...pairing, transcript: sha256(pairing.transcript, frame.payload) };
  const [first = 0, body] = [frame.payload[0], frame.payload.subarray(1)];
  if (body.length !== KEY_BYTES) return failed(heard);
  switch (frame.kind) {
    case 'pairHello':
    case 'pairAnswer': {
      if (first !== VERSION) return failed(heard);
      const met = { ...heard, theirKey: body };
      return side === 'remote'
        ? commit(met)
        : say(
            { ...met, awaits: 'pairCommit' },
            'pairAnswer',
            concat(Uint8Array.of(VERSION), met.keys.publicKey),
          );
    }
    case 'pairCommit': {
      if (first !== heard.round) return failed(heard);
      const bound = { ...heard, theirCommitment: body };
      return side === 'remote' ? reveal(bound) : commit(bound);
    }
    case 'pairReveal':
      return first === heard.round ? revealed(heard, body) : failed(heard);
    default:
      return failed(heard);
  }
};

/** The other side's nonce: it must open what that side was committed to. */
const revealed = (pairing: Pairing, nonce: Uint8Array): PairingStep => {
  const other = pairing.side === 'pump' ? 'remote' : 'pump';
  if (!isSame(pairing.theirCommitment, commitment(pairing, other, nonce))) return failed(pairing);
  const isLast = pairing.round === ROUNDS - 1;
  const onwards = { ...pairing, round: pairing.round + 1 };
  if (pairing.side === 'pump') {
    const answer = reveal(pairing);
    return {
      ...answer,
      pairing: { ...answer.pairing, round: onwards.round, awaits: isLast ? 'pairConfirm' : 'pairCommit' },
    };
  }
  return isLast ? confirm(onwards) : commit(onwards);
};

/** A commitment binds the side too: otherwise everything could be sent back to its sender. */
const commitment = ({ keys, theirKey, code, round, side }: Pairing, who: Side, nonce: Uint8Array) => {
  const [remoteKey, pumpKey] = side === 'remote' ? [keys.publicKey, theirKey] : [theirKey, keys.publicKey];
  const bit = (code >> round) & 1;
  return hmac(nonce, Uint8Array.of(who === 'pump' ? 1 : 0, round, bit), remoteKey, pumpKey);
};

const nonceOf = ({ nonces, round }: Pairing): Uint8Array => {
  const nonce = nonces[round];
  if (nonce === undefined || nonce.length !== KEY_BYTES)
    throw new Error('a pairing needs a nonce for each round');
  return nonce;
};

const commit = (pairing: Pairing): PairingStep =>
  say(
    { ...pairing, awaits: pairing.side === 'pump' ? 'pairReveal' : 'pairCommit' },
    'pairCommit',
    concat(Uint8Array.of(pairing.round), commitment(pairing, pairing.side, nonceOf(pairing))),
  );

const reveal = (pairing: Pairing): PairingStep =>
  say(
    { ...pairing, awaits: 'pairReveal' },
    'pairReveal',
    concat(Uint8Array.of(pairing.round), nonceOf(pairing)),
  );

const say = (pairing: Pairing, kind: Kind, payload: Uint8Array): PairingStep => ({
  pairing: { ...pairing, transcript: sha256(pairing.transcript, payload) },
  send: { kind, payload },
  outcome: 'going',
});

type Secrets = { readonly bond: Bond; readonly macs: Readonly<Record<Side, Uint8Array>> };

/** Everything that comes out of the exchange; null when the other's key shares nothing. */
const secretsOf = ({ keys, theirKey, transcript }: Pairing): Secrets | null => {
  const shared = keys.agree(theirKey);
  if (shared === null) return null;
  const { key } = derive(shared, transcript, 'islet pairing');
  return {
    bond: { principal: hex(key('principal', PRINCIPAL_BYTES)), key: key('bond') },
    macs: { remote: key('proof of the remote'), pump: key('proof of the pump') },
  };
};

const confirm = (pairing: Pairing): PairingStep => {
  const secrets = secretsOf(pairing);
  if (secrets === null) return failed(pairing);
  const payload = hmac(secrets.macs[pairing.side], pairing.transcript);
  // Both confirmations are about the same words: this frame is no part of them.
  return {
    pairing: { ...pairing, awaits: 'pairConfirm' },
    send: { kind: 'pairConfirm', payload },
    outcome: 'going',
  };
};

const confirmed = (pairing: Pairing, { payload }: Frame): PairingStep => {
  const secrets = secretsOf(pairing);
  const other = pairing.side === 'pump' ? 'remote' : 'pump';
  if (secrets === null || !isSame(payload, hmac(secrets.macs[other], pairing.transcript)))
    return failed(pairing);
  const send = pairing.side === 'pump' ? confirm(pairing).send : null;
  return { pairing: { ...pairing, awaits: 'nothing' }, send, outcome: secrets.bond };
};

const failed = (pairing: Pairing): PairingStep => ({
  pairing: { ...pairing, awaits: 'nothing' },
  send: null,
  outcome: 'failed',
});
