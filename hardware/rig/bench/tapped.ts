import type { ByteLink } from '../../../src/ports.ts';
import type { RecordSerial, SerialRecord } from '../../link/recorder.ts';

type Direction = SerialRecord['direction'];
type Listener = (direction: Direction, bytes: Uint8Array) => void;

/** One line of the bench: the pump's adapter speaks on it, and the rig listens and may put a question of its own. */
export type TappedLine = {
  /** The pump's end. Closing it only takes the pump off the line. */
  readonly pump: ByteLink;
  /** Everything that passes, both ways and whoever says it. */
  readonly listen: (listener: Listener) => void;
  /** Words of the rig's own; they stand in the transcript as the rig's. */
  readonly say: (bytes: Uint8Array) => void;
  /** Takes the pump off the line, whatever it still says. */
  readonly sever: () => void;
};

export type TapOptions = {
  readonly device: string;
  readonly link: ByteLink;
  readonly now: () => number;
  readonly record: RecordSerial;
};

/** Puts a tap between the pump and a device. The line stays open when the pump closes its end. */
export const tapped = ({ device, link, now, record }: TapOptions): TappedLine => {
  const listeners: Listener[] = [];
  const takers: ((bytes: Uint8Array) => void)[] = [];
  let isSevered = false;
  const tell: Listener = (direction, bytes) => {
    for (const listener of listeners) listener(direction, bytes);
  };
  link.onBytes(bytes => {
    if (!isSevered) for (const take of takers) take(bytes);
    tell('toHost', bytes);
  });
  const sever = (): void => {
    isSevered = true;
  };
  return {
    pump: {
      write: bytes => {
        if (isSevered) return;
        tell('toDevice', bytes);
        link.write(bytes);
      },
      onBytes: take => void takers.push(take),
      onLost: link.onLost,
      close: async () => sever(),
    },
    listen: listener => void listeners.push(listener),
    say: bytes => {
      record({
        device: `${device} (rig)`,
        direction: 'toDevice',
        hex: Buffer.from(bytes).toString('hex'),
        monoMs: now(),
      });
      tell('toDevice', bytes);
      link.write(bytes);
    },
    sever,
  };
};

/** The rig's own words on a line, for an adapter of its own. */
export const ownVoice = ({ pump, say, listen }: TappedLine): ByteLink => ({
  write: say,
  onBytes: take =>
    listen((direction, bytes) => {
      if (direction === 'toHost') take(bytes);
    }),
  onLost: pump.onLost,
  close: async () => {},
});
