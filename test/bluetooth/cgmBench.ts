import { bluetoothCgm } from '../../hardware/cgm/bluetooth/client.ts';
import type { SimulatedBluetoothOptions } from '../../hardware/cgm/bluetooth/simulatedFaults.ts';
import { simulatedBluetoothCgm } from '../../hardware/cgm/bluetooth/simulatedSensor.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { connectInMemory } from '../../hardware/link/bluetooth/memory.ts';
import type { Fact, FactOf } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';

const MINUTE_MS = 60_000;

export const SENSOR: SimulatedBluetoothOptions = {
  crc: true,
  order: 'specification',
  intervalMin: 5,
  runHours: 240,
  wantsTime: false,
};
/** Values that no two neighbouring measurements share. */
export const skin = (index: number): number => 80 + ((index * 17) % 150);

/** A client and a simulated sensor in one room, in lock-step time. */
export const cgmBench = (options: Partial<SimulatedBluetoothOptions> = {}, read = skin) => {
  const clock = lockStepClock({ zeroMono: monoMs(3_600_000), zeroWall: wallMs(Date.UTC(2026, 0, 2)) });
  const facts: Fact[] = [];
  const troubles: (string | null)[] = [];
  const sensor = simulatedBluetoothCgm(clock, read, { ...SENSOR, ...options });
  const client = bluetoothCgm({
    name: 'Bluetooth',
    connect: () => connectInMemory(sensor.peripheral, clock),
    clock,
    sink: fact => void facts.push(fact),
    trouble: trouble => void troubles.push(trouble),
  });
  return {
    clock,
    sensor,
    client,
    facts,
    troubles,
    readings: (): readonly FactOf<'cgm.measured'>[] =>
      facts.filter((fact): fact is FactOf<'cgm.measured'> => fact.type === 'cgm.measured'),
    sessions: (): readonly string[] =>
      facts.flatMap(fact => (fact.type === 'cgm.reported' ? [fact.session] : [])),
    minutes: (minutes: number): Promise<void> =>
      clock.advanceTo(monoMs(clock.now() + Math.round(minutes * MINUTE_MS))),
    end: () => {
      client.stop();
      sensor.stop();
      clock.close();
    },
  };
};
