import { randomInt } from 'node:crypto';
import { networkCgm } from '../../../hardware/cgm/network/client.ts';
import { askWithin } from '../../../hardware/cgm/network/service.ts';
import { replayCgm } from '../../../hardware/cgm/replay.ts';
import type { Cgm } from '../../../hardware/cgm/sensor.ts';
import type { Trace } from '../../../hardware/cgm/trace.ts';
import { nodeExchange } from '../../../hardware/link/http/node.ts';
import { wear } from '../../../hardware/rig/worn/wear.ts';
import type { Settings } from '../../domain/settings.ts';
import { milliseconds } from '../../domain/units.ts';
import type { Clock } from '../../ports.ts';
import type { Runtime } from '../../runtime/run.ts';
import { rescueOf } from '../../simulate/open/protocol.ts';
import { calculatorFor } from '../../simulate/worn/therapy.ts';
import type { Lived } from '../../simulate/worn/wearer.ts';
import { type BluetoothSource, bluetoothSensor } from './bluetooth.ts';
import type { ServiceSource } from './cgm.ts';
import type { Patient } from './patient.ts';
import type { World } from './world.ts';

/** A recording, somebody who lives, or a real sensor: through a service, or over the air. */
export type Source = Trace | Patient | ServiceSource | BluetoothSource;

/** Whether glucose is that of a real sensor: then time is real, too. */
export const isMeasured = (source: object): boolean => 'service' in source || 'sensorId' in source;

export type GlucoseOptions = {
  readonly from: Source;
  readonly world: World;
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly seed: number;
  /** Told of each minute of a patient. */
  readonly lived: (now: Lived) => void;
  /** The clock of this computer, by which a real sensor's readings are dated. */
  readonly desk: Clock;
  readonly say: (line: string) => void;
};

const MINUTE_MS = 60_000;
/** How finely chance is cut. */
const CHANCES = 1_000_000;
const DAY_MIN = 1_440;

/** The pump's sensor; null instead of `simulated` where it is real, and nothing can be made to go wrong with it here. */
export type Sensor = Pick<Cgm, 'start' | 'stop'> & { readonly simulated: Cgm | null };

/** On a recording, in a body that answers to what the mechanics deliver, at a service of the network, or over the air. */
export const sensorFor = (options: GlucoseOptions): Sensor => {
  const { from } = options;
  if ('service' in from) return { ...serviceSensor(from, options), simulated: null };
  if ('sensorId' in from) return { ...bluetoothSensor(from, realSensor(options)), simulated: null };
  const cgm = simulatedSensor(from, options);
  return { start: cgm.start, stop: cgm.stop, simulated: cgm };
};

/** What every real sensor is given: the pump's clock, with the wall clock of this computer, and who hears of it. */
const realSensor = ({ world, runtime, desk, say }: GlucoseOptions) => ({
  clock: { ...world.clock, wall: desk.wall } satisfies Clock,
  sink: runtime.submit,
  trouble: (trouble: string | null): void =>
    say(trouble === null ? 'Glucose: readings come.' : `Glucose: ${trouble}`),
});

const serviceSensor = (
  { address: { service: kind, base, everyS }, service }: ServiceSource,
  options: GlucoseOptions,
): Pick<Cgm, 'start' | 'stop'> => {
  const real = realSensor(options);
  return networkCgm({
    ...real,
    name: `${kind} at ${base.host}`,
    service: service(askWithin(nodeExchange, real.clock)),
    chance: () => randomInt(CHANCES + 1) / CHANCES,
    every: milliseconds(everyS * 1_000),
  });
};

const simulatedSensor = (
  from: Trace | Patient,
  { world, runtime, settings, seed, lived }: GlucoseOptions,
): Cgm => {
  const { clock, simulated } = world;
  // A sensor counts its readings anew with each connection.
  if ('readings' in from) return replayCgm({ clock, sink: runtime.submit, firstSequence: 0, trace: from });
  if (simulated === null) throw new Error('a virtual patient needs simulated devices');
  const { patient, scenario } = from;
  const local = Math.floor(clock.wall() / MINUTE_MS) + settings.utcOffsetMinutes;
  const worn = wear(
    {
      body: patient.body(),
      calculator: calculatorFor(patient),
      scenario,
      fromMin: ((local % DAY_MIN) + DAY_MIN) % DAY_MIN,
      noise: 'vettoretti2019',
      seed,
      rescue: rescueOf(patient.name),
      // Alarms and cartridges are for whoever sits at the page.
      cartridgeUu: null,
      lived,
    },
    {
      clock,
      runtime,
      deliveredUu: simulated.deliveredUu,
      inject: ({ occlusion }) => {
        if (occlusion !== undefined) simulated.faults.set('occlusion', occlusion);
      },
    },
  );
  return {
    ...worn.cgm,
    start: worn.start,
    stop: worn.stop,
  };
};
