import { match } from 'ts-pattern';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../src/ports.ts';
import { uniform } from '../mechanics/noise.ts';

/** What can be wrong with the line of any device, for as long as it lasts, seen from the device's end. */
export const LINE_FAULTS = {
  dropped: 'the last byte of each answer is lost',
  doubled: 'the first byte of each answer comes twice',
  flipped: 'the first byte of each answer has its highest bit flipped',
  split: 'each byte arrives alone',
  late: 'each answer comes after its deadline',
  unsolicited: 'before each answer comes a packet that nobody asked for',
  echoing: 'the device stands still, and the line echoes',
  garbled: 'the baud rates differ: noise, both ways',
} as const;
export type LineFault = keyof typeof LINE_FAULTS;
export const isLineFault = (name: string): name is LineFault => name in LINE_FAULTS;

/** Later than any adapter waits for an answer. */
const LATE = milliseconds(1_500);
const NOISE_SEED = 7;

export type BadLine = ByteLink & { readonly set: (fault: LineFault | undefined) => void };

/** The device's end of a line that can go bad; `unasked` is what the device may say by itself. */
export const badLine = (link: ByteLink, clock: Clock, unasked: Uint8Array): BadLine => {
  let fault: LineFault | undefined;
  const next = uniform(NOISE_SEED);
  const noise = (bytes: Uint8Array): Uint8Array => bytes.map(() => Math.floor(next() * 255));

  const write = (bytes: Uint8Array): void =>
    match(fault)
      .with(undefined, () => link.write(bytes))
      .with('dropped', () => link.write(bytes.subarray(0, -1)))
      .with('doubled', () => link.write(Uint8Array.of(...bytes.subarray(0, 1), ...bytes)))
      .with('flipped', () => link.write(bytes.map((byte, i) => (i === 0 ? byte ^ 0x80 : byte))))
      .with('split', () => {
        for (const byte of bytes) link.write(Uint8Array.of(byte));
      })
      .with('late', () => void clock.wakeAt(after(clock.now(), LATE), () => link.write(bytes)))
      .with('unsolicited', () => {
        link.write(unasked);
        link.write(bytes);
      })
      .with('garbled', () => link.write(noise(bytes)))
      // It says nothing of its own.
      .with('echoing', () => {})
      .exhaustive();

  return {
    ...link,
    write,
    onBytes: take =>
      link.onBytes(bytes => {
        if (fault === 'echoing') link.write(bytes);
        else if (fault === 'split') for (const byte of bytes) take(Uint8Array.of(byte));
        else take(fault === 'garbled' ? noise(bytes) : bytes);
      }),
    set: then => {
      fault = then;
    },
  };
};

/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;
const MS_PER_S = 1_000;

/** The same link at the pace of a serial line, both ways: a pseudo-terminal itself knows no baud rate. */
export const throttled = (link: ByteLink, clock: Clock, baudRate: number): ByteLink => {
  const lane = (deliver: (bytes: Uint8Array) => void) => {
    /** When the line is free again, in ms, with fractions. */
    let freeMs = 0;
    return (bytes: Uint8Array): void => {
      freeMs = Math.max(freeMs, clock.now()) + (bytes.length * BITS_PER_BYTE * MS_PER_S) / baudRate;
      clock.wakeAt(after(clock.now(), milliseconds(Math.max(0, Math.ceil(freeMs - clock.now())))), () =>
        deliver(bytes),
      );
    };
  };
  return {
    ...link,
    write: lane(bytes => link.write(bytes)),
    onBytes: take => link.onBytes(lane(take)),
  };
};
