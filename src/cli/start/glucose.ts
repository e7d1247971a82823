import { replayCgm } from '../../../hardware/cgm/replay.ts';
import type { Cgm } from '../../../hardware/cgm/sensor.ts';
import type { Trace } from '../../../hardware/cgm/trace.ts';
import { wear } from '../../../hardware/rig/worn/wear.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Runtime } from '../../runtime/run.ts';
import { rescueOf } from '../../simulate/open/protocol.ts';
import { calculatorFor } from '../../simulate/worn/therapy.ts';
import type { Lived } from '../../simulate/worn/wearer.ts';
import type { Patient } from './patient.ts';
import type { World } from './world.ts';

export type GlucoseOptions = {
  /** A recording, or somebody who lives. */
  readonly from: Trace | Patient;
  readonly world: World;
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly seed: number;
  /** Told of each minute of a patient. */
  readonly lived: (now: Lived) => void;
};

const MINUTE_MS = 60_000;
const DAY_MIN = 1_440;

/** The pump's sensor: on a recording, or in a body that answers to what the mechanics deliver. */
export const sensorFor = ({ from, world, runtime, settings, seed, lived }: GlucoseOptions): Cgm => {
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
