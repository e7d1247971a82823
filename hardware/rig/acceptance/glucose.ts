import { type MgPerDl, mgPerDl } from '../../../src/domain/units.ts';
import { realClock } from '../../clock/real.ts';
import { ASKED_EVERY, type GlucoseOnRig, glucoseOnRig } from '../bench/glucose.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { benchSettings } from '../paths/pumpOnBench.ts';
import type { RigProfile } from '../profile/schema.ts';
import { type Phase, PumpFailure, RigTrouble } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { movesIn } from './observing.ts';
import { count, LINE, type Measure, MINUTE, made, phase, SHOWN, time } from './rows.ts';

/** What values of a sensor do to a pump that reads them at a service of the network, and what their absence does. */

/** It falls until the half hour ahead is low: whatever policy is in force, the last one is enough. */
const FALLING: readonly MgPerDl[] = [110, 104, 98, 90, 82].map(mgPerDl);
const EVERY_MS = 5 * MINUTE;
/** At 6 U/h a pulse falls due so often. */
const DUE_MS = 15_000;
/** A value is dated by the beginning of its minute, and read when the pump next asks. */
const DATED_MS = MINUTE;
/** SR-091, and A-53. */
const UNSEEN_MS = 10 * MINUTE;
const LOST_MS = 20 * MINUTE;

const SENSED = {
  settings: { ...benchSettings, lowSuspend: 'predictive' },
  sensor: true,
} as const;

const sensorOf = ({ glucose }: RigPump): GlucoseOnRig => {
  if (glucose === null) throw new RigTrouble('this pump was given no sensor');
  return glucose;
};

const isShown = (pump: RigPump, alarm: 'lowPredicted' | 'cgmLost'): boolean =>
  pump.shown().some(each => each.alarm === alarm);

const moved = ({ steps }: RigPump): number => movesIn(steps).length;

const falling = async (pump: RigPump, measure: Measure): Promise<void> => {
  const sensor = sensorOf(pump);
  await pump.give({ type: 'resume.requested' });
  let sentAt = pump.now();
  for (const value of FALLING) {
    sentAt = pump.now();
    sensor.send(value);
    if (await pump.time.until(() => isShown(pump, 'lowPredicted'), EVERY_MS)) break;
  }
  if (!isShown(pump, 'lowPredicted'))
    throw new PumpFailure(
      `glucose has fallen to ${FALLING.at(-1)} mg/dL, and basal goes on (${sensor.trouble() ?? 'its sensor complains of nothing'})`,
    );
  measure(
    time('basal withheld after the value that foretells a low', pump.now() - sentAt, 2 * ASKED_EVERY, SHOWN),
  );
  // A pulse that was under way comes to its end.
  await pump.wait(DUE_MS);
  const before = moved(pump);
  await pump.time.until(() => moved(pump) > before, 2 * UNSEEN_MS);
  const resumed = pump.now() - sentAt;
  measure({
    ...time('basal goes on after the last value', resumed, UNSEEN_MS + DUE_MS + ASKED_EVERY, LINE),
    least: UNSEEN_MS - DATED_MS,
    requirements: ['SR-091'],
  });
  if (!(await pump.time.until(() => isShown(pump, 'cgmLost'), 2 * LOST_MS)))
    throw new PumpFailure('no alarm of a sensor that says nothing any more');
  measure({
    ...time('alarm of lost glucose after the last value', pump.now() - sentAt, LOST_MS + ASKED_EVERY, SHOWN),
    least: LOST_MS - DATED_MS,
  });
  const lost = moved(pump);
  await pump.wait(EVERY_MS);
  measure({
    ...count(
      'pulses of basal in the 5 min after that alarm',
      moved(pump) - lost,
      EVERY_MS / DUE_MS + 1,
      'pulses',
      LINE,
    ),
    least: EVERY_MS / DUE_MS - 1,
    requirements: ['SR-087'],
  });
};

export const glucosePhases = (stand: Stand): readonly Phase[] => [
  phase(stand, 'glucose that falls, and then is not seen', falling, SENSED, {
    ...made('glucose', 'SR-087', 'SR-091'),
    lastsMs: 60 * MINUTE,
  }),
];

/** Whether the service that the rig has gives back what it is told, by the words of a pump; nothing where it has none. */
export const serviceAttested = ({ cgm }: RigProfile): readonly Phase[] =>
  cgm === undefined ? [] : [attestedBy(cgm.tcpPort)];

const attestedBy = (tcpPort: number): Phase => ({
  name: 'attest the glucose service',
  group: 'setup',
  deadlineMs: 30_000,
  run: async ({ measure }) => {
    const desk = realClock();
    const service = await glucoseOnRig(desk, tcpPort);
    try {
      service.send(mgPerDl(123));
      const values = await service.asked();
      measure({
        name: 'glucose value that came back',
        value: values.length === 1 ? (values[0] ?? 0) : 0,
        unit: 'mg/dL',
        least: 123,
        most: 123,
        uncertainty: 0,
        instrument: 'HTTP',
      });
    } finally {
      await service.close();
      desk.close();
    }
  },
});
