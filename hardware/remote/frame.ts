import { concat } from './bytes.ts';

/**
 * How the remote link cuts a stream of bytes: kind (1 byte), length of the payload (2 bytes, the most
 * significant first), payload. Nothing here is secret or believed: what is inside proves itself.
 */
export const KIND = {
  pairHello: 0x01,
  pairAnswer: 0x02,
  pairCommit: 0x03,
  pairReveal: 0x04,
  pairConfirm: 0x05,
  hello: 0x11,
  welcome: 0x12,
  proof: 0x13,
  sealed: 0x20,
} as const;

export type Kind = keyof typeof KIND;
export type Frame = { readonly kind: Kind; readonly payload: Uint8Array };

const HEADER_BYTES = 3;
/** Longer than any message of ours; a longer one is refused before it is stored. */
export const MOST_PAYLOAD = 2_048;

const kindOf = (code: number): Kind | null => {
  for (const [kind, known] of Object.entries(KIND)) if (known === code) return kind as Kind;
  return null;
};

/** The bytes of a frame. Throws a RangeError when the payload is too long for one. */
export const encodeFrame = ({ kind, payload }: Frame): Uint8Array => {
  if (payload.length > MOST_PAYLOAD) throw new RangeError(`${payload.length} bytes do not fit in a frame`);
  return concat(Uint8Array.of(KIND[kind], payload.length >> 8, payload.length & 0xff), payload);
};

/** The complete frames at the start of some bytes, and what is left; `broken` when no frame can follow. */
export type Cut = {
  readonly frames: readonly Frame[];
  readonly rest: Uint8Array;
  readonly broken: boolean;
};

/** Cuts as many frames as are complete. Never throws, whatever the bytes. */
export const cutFrames = (bytes: Uint8Array): Cut => {
  const frames: Frame[] = [];
  let at = 0;
  while (bytes.length - at >= HEADER_BYTES) {
    const [code = 0, high = 0, low = 0] = bytes.subarray(at, at + HEADER_BYTES);
    const kind = kindOf(code);
    const length = high * 256 + low;
    if (kind === null || length > MOST_PAYLOAD) return { frames, rest: new Uint8Array(), broken: true };
    if (bytes.length - at < HEADER_BYTES + length) break;
    frames.push({ kind, payload: bytes.slice(at + HEADER_BYTES, at + HEADER_BYTES + length) });
    at += HEADER_BYTES + length;
  }
  return { frames, rest: bytes.slice(at), broken: false };
};

/**
 * Frames out of a stream, whatever the chunks. Where one frame ends is where the next begins: after the
 * first that cannot be one, `broken` is called once and nothing more is read.
 */
export const frameReader = (
  take: (frame: Frame) => void,
  broken: () => void,
): ((bytes: Uint8Array) => void) => {
  let rest: Uint8Array = new Uint8Array();
  let isBroken = false;
  return bytes => {
    if (isBroken) return;
    const cut = cutFrames(concat(rest, bytes));
    rest = cut.rest;
    isBroken = cut.broken;
    for (const frame of cut.frames) take(frame);
    if (isBroken) broken();
  };
};
