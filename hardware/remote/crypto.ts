import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { concat, counterBytes, textBytes } from './bytes.ts';

/**
 * The few primitives of the remote link, all of them OpenSSL's through `node:crypto`: X25519 (RFC 7748),
 * HKDF and HMAC with SHA-256 (RFC 5869, RFC 2104), ChaCha20-Poly1305 (RFC 8439). Nothing is home-made.
 */

/** Length of keys, public keys, hashes and authentication codes, in bytes. */
export const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** A key pair for one exchange. The private half never leaves it. */
export type KeyPair = {
  readonly publicKey: Uint8Array;
  /** The secret shared with the holder of that key; null for a key with which nothing can be shared. */
  readonly agree: (theirs: Uint8Array) => Uint8Array | null;
};

/** A new X25519 key pair. */
export const newKeyPair = (): KeyPair => {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Uint8Array.from(Buffer.from(x, 'base64url')),
    agree: theirs => {
      const jwk = { kty: 'OKP', crv: 'X25519', x: Buffer.from(theirs).toString('base64url') };
      try {
        const their = createPublicKey({ key: jwk, format: 'jwk' });
        return Uint8Array.from(diffieHellman({ privateKey, publicKey: their }));
      } catch {
        // OpenSSL refuses points of low order, whose shared secret everybody knows.
        return null;
      }
    },
  };
};

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );

export const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(
    createHmac('sha256', key)
      .update(concat(...parts))
      .digest(),
  );

/** As many keys as are asked for, independent of each other. `purpose` keeps protocols apart. */
export const derive = (secret: Uint8Array, salt: Uint8Array, purpose: string) => {
  const key = (name: string, length: number = KEY_BYTES): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, salt, textBytes(`${purpose}: ${name}`), length));
  return { key };
};

/** Whether two secrets are the same, in a time that tells nothing about them. */
export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/** A nonce is used once with a key: the counter of the frame makes it so. */
const nonceOf = (counter: number): Uint8Array => concat(new Uint8Array(4), counterBytes(counter));

/** Encrypts and authenticates; the tag is appended. Never twice with the same key and counter. */
export const seal = (key: Uint8Array, counter: number, header: Uint8Array, plain: Uint8Array): Uint8Array => {
  const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(counter), { authTagLength: TAG_BYTES });
  cipher.setAAD(header, { plaintextLength: plain.length });
  return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
};

/** What was sealed with this key, counter and header; null when anything of it was changed. */
export const unseal = (
  key: Uint8Array,
  counter: number,
  header: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null => {
  if (sealed.length < TAG_BYTES) return null;
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonceOf(counter), { authTagLength: TAG_BYTES });
  decipher.setAAD(header, { plaintextLength: end });
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return concat(decipher.update(sealed.subarray(0, end)), decipher.final());
  } catch {
    return null;
  }
};
