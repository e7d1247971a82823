import fc from 'fast-check';
import type { Measurement } from '../../hardware/cgm/bluetooth/measurement.ts';
import { type Sfloat, sfloatFrom } from '../../hardware/link/bluetooth/sfloat.ts';

/** Octets written as in a specification: `06 00 78`. */
export const octets = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

export const anySfloat: fc.Arbitrary<Sfloat> = fc.integer({ min: 0, max: 0xffff }).map(sfloatFrom);
export const anyOctets = fc.uint8Array({ maxLength: 40 });

export const anyMeasurement: fc.Arbitrary<Measurement> = fc.record({
  glucose: anySfloat,
  offsetMin: fc.integer({ min: 0, max: 0xffff }),
  annunciation: fc.integer({ min: 0, max: 0xff_ffff }),
  trend: fc.option(anySfloat),
  quality: fc.option(anySfloat),
});

/** One bit of the octets flipped. */
export const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, n) => (n === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte));
