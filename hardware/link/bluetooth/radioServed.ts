import { match } from 'ts-pattern';
import { type GattClient, GattTrouble } from './gatt.ts';
import { type ControllerPort, connectByNoble, type Noble } from './noble.ts';
import type { Asked, Told } from './radioMessages.ts';

export type RadioServedOptions = {
  readonly load: (port: ControllerPort | null) => Promise<Noble>;
  readonly tell: (told: Told) => void;
  /** The process may end: the device has been hung up. */
  readonly leave: () => void;
};

const message = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));

/** One connection through noble, for whoever asks from outside. Each question has one answer, or none for as long as the device gives none. */
export const radioServed = ({ load, tell, leave }: RadioServedOptions) => {
  let client: GattClient | null = null;

  const answered = async (number: number, ask: (gatt: GattClient) => Promise<Uint8Array | null>) => {
    try {
      if (client === null) throw new GattTrouble('nothing is connected');
      tell({ tell: 'answer', number, value: await ask(client) });
    } catch (failure) {
      const att = failure instanceof GattTrouble ? failure.att : null;
      tell({ tell: 'refused', number, reason: message(failure), att });
    }
  };
  const failing = async (act: () => Promise<Told>): Promise<void> =>
    tell(await act().catch((failure): Told => ({ tell: 'failed', reason: message(failure) })));

  return (asked: Asked): void => {
    match(asked)
      .with({ ask: 'load' }, () =>
        failing(async () => {
          await load(null);
          return { tell: 'loaded' };
        }),
      )
      .with({ ask: 'connect' }, ({ port, service, id }) =>
        failing(async () => {
          client = await connectByNoble(await load(port), {
            service,
            id,
            onStage: (stage, deviceId) => tell({ tell: 'stage', stage, deviceId }),
          });
          client.onLost(reason => tell({ tell: 'lost', reason }));
          return { tell: 'connected' };
        }),
      )
      .with({ ask: 'read' }, ({ number, uuid }) => answered(number, gatt => gatt.read(uuid)))
      .with({ ask: 'write' }, ({ number, uuid, value }) =>
        answered(number, async gatt => {
          await gatt.write(uuid, value);
          return null;
        }),
      )
      .with({ ask: 'subscribe' }, ({ number, uuid }) =>
        answered(number, async gatt => {
          await gatt.subscribe(uuid, value => tell({ tell: 'value', uuid, value }));
          return null;
        }),
      )
      .with({ ask: 'end' }, async () => {
        await client?.close();
        leave();
      })
      .exhaustive();
  };
};
