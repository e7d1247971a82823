import { ascii, lineSplitter } from '../../../hardware/link/lines.ts';
import type { Sound } from './sound.ts';

/** One decoder of the adapters or of their simulators, as bytes meet it. */
export type FuzzedDecoder = {
  /** Below `hardware/`. */
  readonly file: string;
  /** As it is exported. */
  readonly name: string;
  /** What a device or a host really sends. */
  readonly samples: readonly Uint8Array[];
  /** What was believed, in order; nothing of what was refused. */
  readonly believed: (bytes: Uint8Array) => readonly unknown[];
  /** Where the protocol has a checksum: how much may be believed. */
  readonly sound?: Sound;
};

/** Octets written as in a specification: `06 00 78`. */
export const octets = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

const isValue = (value: unknown): boolean => value !== undefined && value !== null;

/** Lines reach their decoder through the splitter that all adapters share. */
export const ofLines = (
  file: string,
  name: string,
  decode: (line: string) => unknown,
  samples: readonly string[],
): FuzzedDecoder => ({
  file,
  name,
  samples: samples.map(ascii),
  believed: bytes => {
    const found: unknown[] = [];
    lineSplitter(line => found.push(decode(line)))(bytes);
    return found.filter(isValue);
  },
});

/** One value out of all the bytes. */
export const ofWhole = (
  file: string,
  name: string,
  decode: (bytes: Uint8Array) => unknown,
  samples: readonly Uint8Array[],
  sound?: Sound,
): FuzzedDecoder => ({
  file,
  name,
  samples,
  believed: bytes => [decode(bytes)].filter(isValue),
  ...(sound ? { sound } : {}),
});
