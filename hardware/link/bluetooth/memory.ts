import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { can, type GattClient, GattTrouble, type Peripheral, type Uuid } from './gatt.ts';

/** One connection interval, as sensors have it. */
const INTERVAL = milliseconds(30);

/** Connects to a peripheral through the air of one process: each request and each answer takes a connection interval. */
export const connectInMemory = async (peripheral: Peripheral, clock: Clock): Promise<GattClient> => {
  const takers = new Map<Uuid, ((value: Uint8Array) => void)[]>();
  let losing: ((reason: string) => void)[] = [];
  let isOpen = true;

  const later = (then: () => void): void => void clock.wakeAt(after(clock.now(), INTERVAL), then);
  const end = (): void => {
    isOpen = false;
    takers.clear();
  };
  const serving = peripheral.connect({
    tell: (uuid, value) =>
      later(() => {
        for (const take of takers.get(uuid) ?? []) take(value.slice());
      }),
    hangUp: () =>
      later(() => {
        if (!isOpen) return;
        end();
        for (const tell of losing) tell(`${peripheral.name} has hung up`);
        losing = [];
      }),
  });
  if (serving === null) throw new GattTrouble(`${peripheral.name} cannot be reached`);

  const exchange = <Answer>(ask: () => Answer | GattTrouble | null): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (!isOpen) {
        reject(new GattTrouble(`${peripheral.name} is not connected`));
        return;
      }
      later(() => {
        const answer = isOpen ? ask() : null;
        if (answer === null) return;
        later(() => (answer instanceof GattTrouble ? reject(answer) : resolve(answer)));
      });
    });
  const refused = (uuid: Uuid, why: ConstructorParameters<typeof GattTrouble>[1] & string): GattTrouble =>
    new GattTrouble(`${peripheral.name} refuses ${uuid}: ${why}`, why);

  return {
    read: uuid =>
      exchange<Uint8Array>(() => {
        if (!can(peripheral, uuid, 'read')) return refused(uuid, 'readNotPermitted');
        const answer = serving.read(uuid);
        return typeof answer === 'string' ? refused(uuid, answer) : (answer?.slice() ?? null);
      }),
    write: async (uuid, value) => {
      await exchange<'done'>(() => {
        if (!can(peripheral, uuid, 'write')) return refused(uuid, 'writeNotPermitted');
        const answer = serving.write(uuid, value.slice());
        return answer === null || answer === 'done' ? answer : refused(uuid, answer);
      });
    },
    subscribe: async (uuid, take) => {
      await exchange<'done'>(() => {
        if (!can(peripheral, uuid, 'notify') && !can(peripheral, uuid, 'indicate'))
          return refused(uuid, 'writeNotPermitted');
        takers.set(uuid, [...(takers.get(uuid) ?? []), take]);
        serving.subscribed(uuid);
        return 'done';
      });
    },
    onLost: tell => void losing.push(tell),
    close: async () => {
      if (!isOpen) return;
      end();
      serving.gone();
    },
  };
};
