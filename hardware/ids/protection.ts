import { type Decoded, damaged, decoded, u8 } from '../link/bluetooth/bytes.ts';
import { opened, sealed } from '../link/bluetooth/crc16.ts';

/** Octets that protection adds: a counter, and a CRC of all before it. */
export const PROTECTION_OCTETS = 3;

/** 1, 2, … 255, 1: zero is never sent, so that a counter that is not kept at all is seen. */
export const counterAfter = (last: number): number => (last % 255) + 1;

/** One direction of a connection, as the one who sends. The first value has the counter 1. */
export type Sealer = (body: readonly number[]) => Uint8Array;
export const sealer = (isProtected: boolean): Sealer => {
  let last = 0;
  return body => {
    if (!isProtected) return Uint8Array.from(body);
    last = counterAfter(last);
    return Uint8Array.from(sealed([...body, last]));
  };
};

export type Flaw = 'missingCrc' | 'invalidCrc' | 'invalidCounter';
export type Opened =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly flaw: Flaw; readonly problem: string };

/** The same as the one who receives. What is damaged, or has come before, changes nothing: the next good value is still taken. */
export type Opener = (bytes: Uint8Array) => Opened;
export const opener = (isProtected: boolean): Opener => {
  let last = 0;
  return bytes => {
    if (!isProtected) return { ok: true, body: bytes };
    if (bytes.length < PROTECTION_OCTETS)
      return { ok: false, flaw: 'missingCrc', problem: `${bytes.length} octets hold no counter and CRC` };
    const whole = opened(bytes);
    if (!whole.ok) return { ok: false, flaw: 'invalidCrc', problem: whole.problem };
    const body = whole.value.subarray(0, -1);
    const counter = u8(whole.value, body.length);
    if (counter !== counterAfter(last))
      return {
        ok: false,
        flaw: 'invalidCounter',
        problem: `counter = ${counter}: ${counterAfter(last)} comes next`,
      };
    last = counter;
    return { ok: true, body };
  };
};

/** History Data has no counter: its records are counted by themselves. */
export const sealRecord = (isProtected: boolean, body: readonly number[]): Uint8Array =>
  Uint8Array.from(isProtected ? sealed(body) : body);

export const openRecord = (isProtected: boolean, bytes: Uint8Array): Decoded<Uint8Array> =>
  isProtected ? opened(bytes) : bytes.length === 0 ? damaged('the notification is empty') : decoded(bytes);
