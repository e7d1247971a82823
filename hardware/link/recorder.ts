import type { ByteLink, Clock } from '../../src/ports.ts';

/** One write or one chunk received: who, which way, the bytes in hex, when. */
export type SerialRecord = {
  readonly device: string;
  readonly direction: 'toDevice' | 'toHost';
  readonly hex: string;
  readonly monoMs: number;
};

export type RecordSerial = (record: SerialRecord) => void;

/** The same link; everything that passes is told to `record`. */
export const recordedLink = (
  link: ByteLink,
  {
    device,
    clock,
    record,
  }: { readonly device: string; readonly clock: Clock; readonly record: RecordSerial },
): ByteLink => {
  const note = (direction: SerialRecord['direction'], bytes: Uint8Array): void =>
    record({ device, direction, hex: Buffer.from(bytes).toString('hex'), monoMs: clock.now() });
  return {
    write: bytes => {
      note('toDevice', bytes);
      link.write(bytes);
    },
    onBytes: take =>
      link.onBytes(bytes => {
        note('toHost', bytes);
        take(bytes);
      }),
    onLost: link.onLost,
    close: link.close,
  };
};
