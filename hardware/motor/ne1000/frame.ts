import { crc16 } from './crc.ts';

/** Safe mode, both ways: STX, the number of bytes from itself to ETX, payload, CRC high and low, ETX. */
export const STX = 0x02;
export const ETX = 0x03;
/** Length byte, two of CRC and ETX. */
const OVERHEAD = 4;
/** Longest that any command or answer of the manual comes to; more is no length. */
export const LONGEST_PAYLOAD = 60;

/** A frame of Safe mode. Throws a RangeError for a payload that none carries. */
export const encodeFrame = (payload: Uint8Array): Uint8Array => {
  if (payload.length > LONGEST_PAYLOAD)
    throw new RangeError(`a payload of ${payload.length} bytes is too long`);
  const crc = crc16(payload);
  return Uint8Array.of(STX, payload.length + OVERHEAD, ...payload, crc >> 8, crc & 0xff, ETX);
};

/** What a receiver makes of the bytes: a payload whose CRC is right, or damage. */
export type Framed =
  | { readonly kind: 'payload'; readonly payload: Uint8Array }
  | { readonly kind: 'damaged' };

export type FrameReader = {
  readonly take: (byte: number) => readonly Framed[];
  /** Whether a frame has begun and not ended. */
  readonly isOpen: () => boolean;
  /** The line was silent for too long: what has begun is forgotten. */
  readonly forget: () => void;
};

/**
 * Reads frames byte by byte, in any chunks. After damage it looks for the next STX within what it has already taken, so that
 * a frame behind a damaged one is not lost with it. Bytes outside frames are passed to `between`.
 */
export const frameReader = (between: (byte: number) => void = () => {}): FrameReader => {
  let held: number[] = [];

  const step = (): Framed | 'wait' | 'skip' => {
    const [start, length] = held;
    if (start !== STX) return 'skip';
    if (length === undefined) return 'wait';
    if (length < OVERHEAD || length > LONGEST_PAYLOAD + OVERHEAD) return { kind: 'damaged' };
    if (held.length < length + 1) return 'wait';
    const payload = held.slice(2, length - 2);
    const [high, low, end] = held.slice(length - 2);
    if (high === undefined || low === undefined || end !== ETX || crc16(payload) !== ((high << 8) | low)) {
      return { kind: 'damaged' };
    }
    held = held.slice(length + 1);
    return { kind: 'payload', payload: Uint8Array.from(payload) };
  };

  return {
    take: byte => {
      held.push(byte);
      const found: Framed[] = [];
      while (held.length > 0) {
        const next = step();
        if (next === 'wait') break;
        if (next === 'skip') {
          const skipped = held.shift();
          if (skipped !== undefined) between(skipped);
          continue;
        }
        found.push(next);
        // Behind the damage, the next start may already be here.
        if (next.kind === 'damaged') held.shift();
      }
      return found;
    },
    isOpen: () => held.length > 0,
    forget: () => {
      held = [];
    },
  };
};
