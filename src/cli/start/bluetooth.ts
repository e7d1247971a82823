import { bluetoothCgm } from '../../../hardware/cgm/bluetooth/client.ts';
import { CGM_SERVICE } from '../../../hardware/cgm/bluetooth/service.ts';
import type { GlucoseSource, TellTrouble } from '../../../hardware/cgm/source.ts';
import { GattTrouble } from '../../../hardware/link/bluetooth/gatt.ts';
import { connectByNoble, loadNoble, type Noble } from '../../../hardware/link/bluetooth/noble.ts';
import { after, milliseconds } from '../../domain/units.ts';
import type { Clock, FactSink } from '../../ports.ts';
import { EXIT, Refusal } from '../exits.ts';

/** A Bluetooth sensor, by the name that the radio gives it; null takes the first that offers the CGM Service. */
export type BluetoothSought = { readonly sensorId: string | null };

/** The same, with the radio that reaches it. */
export type BluetoothSource = BluetoothSought & { readonly radio: Noble };

/** Reads `--cgm bluetooth` and `--cgm bluetooth:ID`; null for an address of another kind. Throws a Refusal for an empty id. */
export const bluetoothSought = (given: string): BluetoothSought | null => {
  if (given === 'bluetooth') return { sensorId: null };
  if (!given.startsWith('bluetooth:')) return null;
  const sensorId = given.slice('bluetooth:'.length).replace(/^\/\//, '');
  if (sensorId !== '') return { sensorId };
  throw new Refusal(
    EXIT.badInput,
    `--cgm ${given}: names no sensor. Say bluetooth:ID, or bluetooth alone for the first in reach.`,
  );
};

/** Throws a Refusal (exit 3) that names the package that is missing, and the command that brings it. */
export const withRadio = async (
  sought: BluetoothSought,
  load: () => Promise<Noble> = loadNoble,
): Promise<BluetoothSource> => {
  try {
    return { ...sought, radio: await load() };
  } catch (failure) {
    if (failure instanceof GattTrouble)
      throw new Refusal(EXIT.environment, `--cgm bluetooth: ${failure.message}`);
    throw failure;
  }
};

export const bluetoothWords = ({ sensorId }: BluetoothSought): string =>
  sensorId === null ? 'a Bluetooth sensor' : `the Bluetooth sensor ${sensorId}`;

/** So long one is sought at a time; the client seeks again by itself. */
const SEEK_MS = milliseconds(30_000);

/** The sensor of a pump, read over the air. */
export const bluetoothSensor = (
  { sensorId, radio }: BluetoothSource,
  { clock, sink, trouble }: { readonly clock: Clock; readonly sink: FactSink; readonly trouble: TellTrouble },
): GlucoseSource =>
  bluetoothCgm({
    name: bluetoothWords({ sensorId }),
    connect: () => {
      const giveUp = new Promise<void>(resolve => {
        clock.wakeAt(after(clock.now(), SEEK_MS), resolve);
      });
      return connectByNoble(radio, { service: CGM_SERVICE, id: sensorId, giveUp });
    },
    clock,
    sink,
    trouble,
  });
