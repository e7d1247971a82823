import type { Annunciation, OctetOrder } from './annunciation.ts';
import { decodeMeasurements, type Measurement } from './measurement.ts';
import type { Status } from './session.ts';

/** A measurement as each order of octets reads it. They differ in the annunciation alone. */
export type Ambiguous = { readonly measurement: Measurement; readonly reversed: Annunciation };

/** The measurements of a notification, read both ways; or what is wrong with it. */
export const readBothWays = (
  bytes: Uint8Array,
  crc: boolean,
):
  | { readonly ok: true; readonly value: readonly Ambiguous[] }
  | { readonly ok: false; readonly problem: string } => {
  const straight = decodeMeasurements(bytes, { crc, order: 'specification' });
  if (!straight.ok) return straight;
  const other = decodeMeasurements(bytes, { crc, order: 'reversed' });
  return {
    ok: true,
    value: straight.value.map((measurement, n) => ({
      measurement,
      reversed: other.ok ? (other.value[n]?.annunciation ?? 0) : measurement.annunciation,
    })),
  };
};

export const isAmbiguous = ({ measurement, reversed }: Ambiguous): boolean =>
  measurement.annunciation !== reversed;

/** The order of a sensor, by its Status of the same minute, whose order is certain; null when that does not tell. */
export const learnedOrder = ({ measurement, reversed }: Ambiguous, status: Status): OctetOrder | null => {
  if (status.offsetMin !== measurement.offsetMin) return null;
  if (status.annunciation === measurement.annunciation) return 'specification';
  return status.annunciation === reversed ? 'reversed' : null;
};

/** The measurement in an order. While that is unknown, whatever either reading says counts. */
export const readIn = ({ measurement, reversed }: Ambiguous, order: OctetOrder | null): Measurement => ({
  ...measurement,
  annunciation:
    order === null
      ? measurement.annunciation | reversed
      : order === 'reversed'
        ? reversed
        : measurement.annunciation,
});
