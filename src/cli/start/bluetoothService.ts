import { realClock } from '../../../hardware/clock/real.ts';
import { iddPeripheral } from '../../../hardware/ids/server.ts';
import { advertise, type Bleno } from '../../../hardware/link/bluetooth/bleno.ts';
import { GattTrouble } from '../../../hardware/link/bluetooth/gatt.ts';
import type { Clock } from '../../ports.ts';
import { EXIT, Refusal } from '../exits.ts';
import { PUMP_NAME } from '../ids/ids.ts';
import type { Io } from '../io.ts';
import type { Book } from './book.ts';

/** Offers a running pump as the Insulin Delivery Service, if it has a radio and somebody to tell of it. Throws a Refusal (exit 3) when the radio is off. */
export const serveBluetooth = async (
  radio: Bleno | null,
  { world }: { readonly world: { readonly clock: Clock } },
  { told }: Pick<Book, 'told'>,
  io: Io,
): Promise<{ readonly close: () => Promise<void> } | null> => {
  if (radio === null || told === null) return null;
  // Between two steps insulin goes on acting: what is asked now is told as of now.
  const source = {
    ...told,
    moment: () => ({ ...told.moment(), at: { monoMs: world.clock.now(), wallMs: world.clock.wall() } }),
  };
  // A client lives in real time, whatever the pump's is.
  const desk = realClock();
  const peripheral = iddPeripheral(source, { name: PUMP_NAME, isProtected: true, clock: desk });
  try {
    const advertised = await advertise(radio, peripheral);
    io.say(`"${PUMP_NAME}" offers the Bluetooth Insulin Delivery Service, only to be read.`);
    return {
      close: async () => {
        await advertised.close();
        desk.close();
      },
    };
  } catch (failure) {
    desk.close();
    if (failure instanceof GattTrouble)
      throw new Refusal(EXIT.environment, `--bluetooth: ${failure.message}.`);
    throw failure;
  }
};
