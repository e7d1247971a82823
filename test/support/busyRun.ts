import type { Fact } from '../../src/domain/facts.ts';
import { controllersHere } from '../../src/runtime/controllers.ts';
import { AUTOMATED } from './automated.ts';
import { type CorePump, type CorePumpOptions, corePump } from './corePump.ts';

/** The real pump in closed loop, as it lives `minutes` with meals, alarms and a person who drums on its screen. */
export type Busy = {
  readonly minutes: number;
  /** Facts of the screen in a second, beside everything else. */
  readonly touchesPerSecond: number;
  readonly options?: CorePumpOptions;
};

const TOUCHES = ['screen.touched', 'entry.opened', 'screen.touched', 'entry.closed'] as const;
const MEAL_EVERY_MIN = 180;
/** Of each so many minutes the sensor is silent for the last twenty. */
const SILENCE_EVERY_MIN = 240;
const OCCLUSION_EVERY_MIN = 300;

export const busyRun = async ({ minutes, touchesPerSecond, options = {} }: Busy): Promise<CorePump> => {
  const pump = await corePump({
    settings: { ...AUTOMATED, maxBasalUuPerHour: 5_000_000 },
    controller: controllersHere,
    ...options,
  });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.give({ type: 'automation.enabled' });
  for (let minute = 0; minute < minutes; minute += 1) {
    if (minute % 5 === 0 && minute % SILENCE_EVERY_MIN < SILENCE_EVERY_MIN - 20)
      await pump.give(readingAt(minute));
    if (minute % MEAL_EVERY_MIN === 30) await eat(pump, minute);
    await occlude(pump, minute % OCCLUSION_EVERY_MIN);
    await drum(pump, touchesPerSecond);
  }
  return pump;
};

const readingAt = (minute: number): Fact => ({
  type: 'cgm.measured',
  mgPerDl: Math.round(150 + 60 * Math.sin(minute / 70)),
  sequence: minute / 5 + 1,
});

const eat = async (pump: CorePump, minute: number): Promise<void> => {
  const bolus = `meal ${minute}`;
  await pump.give({ type: 'bolus.requested', bolus, amountUu: 1_500_000 });
  await pump.give({ type: 'bolus.confirmed', bolus });
};

/** The line is blocked for a while; afterwards a person deals with it. */
const occlude = async ({ devices, give, runtime }: CorePump, minute: number): Promise<void> => {
  if (minute === 100) devices.mood.forceMn = 9_000;
  if (minute === 150) devices.mood.forceMn = 1_500;
  if (minute < 151 || minute > 153) return;
  for (const { alarm } of runtime.state().annunciation) await give({ type: 'alarm.acknowledged', alarm });
  await give({ type: 'resume.requested' });
};

const drum = async ({ give, wait }: CorePump, perSecond: number): Promise<void> => {
  if (perSecond === 0) return wait(60_000);
  for (let second = 0; second < 60; second += 1) {
    await give(
      ...Array.from({ length: perSecond }, (_, index) => ({ type: TOUCHES[index % 4] ?? TOUCHES[0] })),
    );
    await wait(1_000);
  }
};
