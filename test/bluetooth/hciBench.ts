import type { SimulatedBluetoothOptions } from '../../hardware/cgm/bluetooth/simulatedFaults.ts';
import { simulatedBluetoothCgm } from '../../hardware/cgm/bluetooth/simulatedSensor.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { simulatedController } from '../../hardware/link/bluetooth/hci/controller.ts';
import type { Stage } from '../../hardware/link/bluetooth/noble.ts';
import { radioLoads, spawnRadio } from '../../hardware/link/bluetooth/radioSpawned.ts';
import { badLine } from '../../hardware/link/line.ts';
import { keptPty, loadPty } from '../../hardware/link/pty.ts';
import { spokenTo } from '../../hardware/rig/bench/standingBench.ts';
import { bluetoothSensor } from '../../src/cli/start/bluetooth.ts';
import type { Fact, FactOf } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { SENSOR, skin } from './cgmBench.ts';

const MINUTE_MS = 60_000;

/** Why nothing here can be tested; null where it can. With CI=true that is a failure: `npm ci` brings both. */
export const noDriver: string | null = await radioLoads().then(
  async () => ((await loadPty()) === undefined ? 'no pseudo-terminals here' : null),
  (failure: unknown) => String(failure),
);
if (noDriver !== null && process.env.CI === 'true') throw new Error(`noble cannot be tested: ${noDriver}`);

/** What may come of a controller by itself: an advertisement of nobody. */
const UNASKED = Uint8Array.of(0x04, 0x3e, 0x0c, 0x02, 0x01, 0x00, 0x00, 1, 2, 3, 4, 5, 6, 0x00, 0xc0);

/**
 * A client on the real noble in a process of its own, and a simulated controller with a sensor in reach, with a pseudo-terminal between
 * them. Time runs at its own pace while somebody is waited for, and leaps from one rest to the next.
 */
export const hciBench = async (
  options: Partial<SimulatedBluetoothOptions> = {},
  sensorId: string | null = null,
) => {
  const open = await loadPty();
  if (open === undefined) throw new Error('no pseudo-terminals here');
  const clock = lockStepClock({ zeroMono: monoMs(3_600_000), zeroWall: wallMs(Date.UTC(2026, 0, 2)) });
  const { link, path } = keptPty(open);
  const line = badLine(spokenTo(link), clock, UNASKED);
  const sensor = simulatedBluetoothCgm(clock, skin, { ...SENSOR, ...options });
  const controller = simulatedController({ link: line, clock, peripheral: sensor.peripheral });
  const facts: Fact[] = [];
  const troubles: string[] = [];
  let begun = 0;
  let stage = '';
  const source = bluetoothSensor(
    {
      sensorId,
      port: { path, baudRate: 1_000_000 },
      spawn: () => {
        begun += 1;
        stage = '';
        const radio = spawnRadio();
        radio.onTold(told => {
          if (told.tell === 'stage') stage = told.stage;
          if (told.tell === 'connected') stage = 'connected';
        });
        return radio;
      },
    },
    {
      clock,
      sink: fact => void facts.push(fact),
      trouble: trouble => void (trouble === null || troubles.push(trouble)),
    },
  );
  const until = async (look: () => boolean): Promise<void> => {
    clock.resume();
    while (!look()) await new Promise(resolve => setTimeout(resolve, 5));
    clock.pause();
  };
  const readings = (): readonly FactOf<'cgm.measured'>[] =>
    facts.filter((fact): fact is FactOf<'cgm.measured'> => fact.type === 'cgm.measured');
  const leap = (minutes: number): Promise<void> =>
    clock.advanceTo(monoMs(clock.now() + Math.round(minutes * MINUTE_MS)));
  return {
    clock,
    path,
    line,
    sensor,
    controller,
    source,
    readings,
    sessions: () => facts.flatMap(fact => (fact.type === 'cgm.reported' ? [fact.session] : [])),
    troubles,
    until,
    leap,
    /** Waits until this is tried, and lets time leap to where it has been tried for too long. */
    tooLong: async (wanted: Stage | 'connected'): Promise<void> => {
      await until(() => stage === wanted);
      await leap(0.6);
    },
    stage: () => stage,
    /** How many processes with a radio have been begun. */
    begun: () => begun,
    offsets: () => readings().map(({ sequence }) => sequence),
    /** Lets time leap to the next measurement, and waits until it is told. */
    next: async (): Promise<void> => {
      const before = readings().length;
      await leap(5);
      await until(() => readings().length > before);
    },
    end: async (): Promise<void> => {
      source.stop();
      sensor.stop();
      clock.close();
      await link.close();
    },
  };
};
export type HciBench = Awaited<ReturnType<typeof hciBench>>;

/** Runs on a bench that is taken down whatever comes. */
export const onBench = async (
  options: Parameters<typeof hciBench>[0],
  act: (bench: HciBench) => Promise<void>,
  sensorId: string | null = null,
): Promise<void> => {
  const bench = await hciBench(options, sensorId);
  try {
    await act(bench);
  } finally {
    await bench.end();
  }
};
