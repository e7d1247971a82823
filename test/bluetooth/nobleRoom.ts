import { EventEmitter } from 'node:events';
import { expect } from 'vitest';
import { CGM_SERVICE } from '../../hardware/cgm/bluetooth/service.ts';
import { simulatedBluetoothCgm } from '../../hardware/cgm/bluetooth/simulatedSensor.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import type { GattClient } from '../../hardware/link/bluetooth/gatt.ts';
import { connectInMemory } from '../../hardware/link/bluetooth/memory.ts';
import type { Noble, NobleCharacteristic, NoblePeripheral } from '../../hardware/link/bluetooth/noble.ts';
import type { RadioLine } from '../../hardware/link/bluetooth/radioApart.ts';
import type { Told } from '../../hardware/link/bluetooth/radioMessages.ts';
import { radioServed } from '../../hardware/link/bluetooth/radioServed.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { SENSOR, skin } from './cgmBench.ts';

/** noble as its documentation has it, in front of a simulated sensor: long and short numbers, events for reads as for notifications. */
export const room = () => {
  const clock = lockStepClock({ zeroMono: monoMs(3_600_000), zeroWall: wallMs(Date.UTC(2026, 0, 2)) });
  const sensor = simulatedBluetoothCgm(clock, skin, SENSOR);
  const radio = new EventEmitter();
  const calls: string[] = [];

  const peripheralNamed = (id: string): NoblePeripheral => {
    const events = new EventEmitter();
    let link: GattClient | null = null;
    const linked = (): GattClient => {
      if (link === null) throw new Error('Peripheral is not connected');
      return link;
    };
    const characteristicOf = (uuid: string, isLong: boolean): NobleCharacteristic => {
      const heard = new EventEmitter();
      return {
        uuid: isLong ? `0000${uuid}-0000-1000-8000-00805F9B34FB` : uuid,
        readAsync: async () => {
          const data = Buffer.from(await linked().read(uuid));
          heard.emit('data', data, false);
          return data;
        },
        writeAsync: (data, withoutResponse) => {
          expect(withoutResponse).toBe(false);
          return linked().write(uuid, data);
        },
        subscribeAsync: () =>
          linked().subscribe(uuid, value => void heard.emit('data', Buffer.from(value), true)),
        on: (event, take) => heard.on(event, take),
      };
    };
    return {
      id,
      connectAsync: async () => {
        link = await connectInMemory(sensor.peripheral, clock);
        link.onLost(() => void events.emit('disconnect'));
      },
      disconnectAsync: async () => {
        calls.push(`disconnect ${id}`);
        await link?.close();
        events.emit('disconnect');
      },
      discoverSomeServicesAndCharacteristicsAsync: async services => {
        expect(services).toEqual([CGM_SERVICE]);
        return {
          characteristics: sensor.peripheral.characteristics.map(({ uuid }, index) =>
            characteristicOf(uuid, index % 2 === 1),
          ),
        };
      },
      once: (event, tell) => events.once(event, tell),
    };
  };
  const noble: Noble = {
    waitForPoweredOnAsync: async () => void calls.push('powered'),
    startScanningAsync: async services => {
      calls.push(`scan ${services}`);
      for (const id of ['aa', 'bb']) radio.emit('discover', peripheralNamed(id));
    },
    stopScanningAsync: async () => void calls.push('stop'),
    on: (event, found) => radio.on(event, found),
    removeListener: (event, found) => radio.removeListener(event, found),
  };
  return { clock, sensor, noble, calls, radio };
};

/** What a process with the radio does, without a process; `ended` counts those that were told to end. */
export const radioIn = (noble: Noble) => {
  let ended = 0;
  const spawn = (): RadioLine => {
    const takers: ((told: Told) => void)[] = [];
    let isUp = true;
    const take = radioServed({
      load: async () => noble,
      tell: told => {
        if (isUp) for (const each of takers) each(told);
      },
      leave: () => {
        isUp = false;
      },
    });
    return {
      send: take,
      onTold: each => void takers.push(each),
      onGone: () => {},
      end: () => {
        ended += 1;
        take({ ask: 'end' });
      },
    };
  };
  return { spawn, ended: () => ended };
};
