import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { ascii } from '../../link/lines.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import { loadCell, rawInKilograms } from './cell.ts';
import { encodeLine, type ScaleLine, TRIGGER } from './codec.ts';

/** One conversion at 80 samples a second. */
export const CONVERSION = milliseconds(13);
const BANNER = '\r\nSerial Load Cell Converter version 1.2\r\nBy SparkFun Electronics\r\nTrigger mode\r\n';

export type OpenScaleFault =
  | { readonly kind: 'noReply' }
  /** The converter repeats its last reading for ever. */
  | { readonly kind: 'stuck' }
  | { readonly kind: 'pounds' }
  /** The board restarts: a banner, and its clock begins at zero. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'offset'; readonly forceMn: number };

export type OpenScaleSimulator = {
  readonly fault: (fault: OpenScaleFault) => void;
  readonly heal: () => void;
};

export type OpenScaleSimulatorOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly mechanism: Mechanism;
  readonly seed: number;
};

/** An OpenScale with its load cell behind the shared plunger. Its banner is sent at once, as on opening the port. */
export const openScaleSimulator = ({
  link,
  clock,
  mechanism,
  seed,
}: OpenScaleSimulatorOptions): OpenScaleSimulator => {
  const convert = loadCell(mechanism, seed);
  let fault: OpenScaleFault | undefined;
  let bootedMs: number = clock.now();
  let lastRaw: number | undefined;

  const rawNow = (): number => {
    const offset = fault?.kind === 'offset' ? fault.forceMn : 0;
    if (fault?.kind === 'stuck' && lastRaw !== undefined) return lastRaw;
    return convert(offset);
  };

  const line = (): ScaleLine => {
    const raw = rawNow();
    lastRaw = raw;
    return {
      // The board counts from 1, so that a line sent at its start is later than nothing.
      millis: (clock.now() - bootedMs + 1) % 2 ** 32,
      kilograms: rawInKilograms(raw),
      unit: fault?.kind === 'pounds' ? 'lbs' : 'kg',
      raw,
    };
  };

  link.onBytes(bytes => {
    for (const byte of bytes) {
      if (byte !== TRIGGER.charCodeAt(0)) continue;
      clock.wakeAt(after(clock.now(), CONVERSION), () => {
        if (fault?.kind !== 'noReply') link.write(ascii(encodeLine(line())));
      });
    }
  });
  link.write(ascii(BANNER));

  return {
    fault: next => {
      if (next.kind === 'restart') {
        bootedMs = clock.now();
        link.write(ascii(BANNER));
      } else fault = next;
    },
    heal: () => {
      fault = undefined;
    },
  };
};
