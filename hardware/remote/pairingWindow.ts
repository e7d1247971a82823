import { randomBytes, randomInt } from 'node:crypto';
import type { RemoteRole } from '../../src/domain/facts.ts';
import { KEY_BYTES, newKeyPair } from './crypto.ts';
import { CODE_DIGITS, CODES, ROUNDS } from './pairing.ts';

/** A code that was shown, and what the remote that proves it may do. */
export type Window = { readonly role: RemoteRole; readonly code: number };

/** A window with a code that nobody could foresee. */
export const newWindow = (role: RemoteRole): Window => ({ role, code: randomInt(CODES) });

/** Keys and nonces for one pairing by this code. */
export const newStart = (code: number) => ({
  code,
  keys: newKeyPair(),
  nonces: Array.from({ length: ROUNDS }, () => Uint8Array.from(randomBytes(KEY_BYTES))),
});

/** As it is shown: all six digits. */
export const codeText = (code: number): string => String(code).padStart(CODE_DIGITS, '0');

/** The code that a person typed; null when it is not six digits. */
export const codeIn = (text: string): number | null => {
  const digits = text.replaceAll(' ', '');
  return /^\d+$/.test(digits) && digits.length === CODE_DIGITS ? Number(digits) : null;
};
