import { replayCgm } from '../../../hardware/cgm/replay.ts';
import type { Cgm } from '../../../hardware/cgm/sensor.ts';
import { simulatedCgm } from '../../../hardware/cgm/simulated.ts';
import type { Trace } from '../../../hardware/cgm/trace.ts';
import { dailyBasal } from '../../domain/profiles.ts';
import type { Settings } from '../../domain/settings.ts';
import type { FactSink } from '../../ports.ts';
import { personFor } from '../../simulate/glucose.ts';
import { LIGHT_DAY, livingPatient } from '../../simulate/patient.ts';
import type { World } from './world.ts';

export type GlucoseOptions = {
  /** The recording to replay; null for a simulated body. */
  readonly trace: Trace | null;
  readonly world: World;
  readonly sink: FactSink;
  readonly settings: Settings;
  readonly seed: number;
};

/** A person whose own profile holds this is well set. */
const TARGET_MG_PER_DL = 120;

/** The pump's sensor: a recording, or a simulated body that answers to what the mechanics deliver. */
export const sensorFor = ({ trace, world, sink, settings, seed }: GlucoseOptions): Cgm => {
  const { clock, simulated } = world;
  // A sensor counts its readings anew with each connection.
  const options = { clock, sink, firstSequence: 0 };
  if (trace !== null) return replayCgm({ ...options, trace });
  if (simulated === null) throw new Error('a simulated body needs simulated devices');
  const basalUuPerHour = dailyBasal(settings.basalProfile) / 24;
  const glucose = livingPatient({
    clock,
    person: personFor(basalUuPerHour, TARGET_MG_PER_DL),
    basalUuPerHour,
    deliveredUu: simulated.deliveredUu,
    meals: LIGHT_DAY,
    utcOffsetMinutes: settings.utcOffsetMinutes,
  });
  return simulatedCgm({ ...options, glucose, seed });
};
