import { expect, test } from 'vitest';
import { micrograms } from '../../hardware/balance/mass.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { weighingOf } from '../../hardware/rig/acceptance/bench.ts';
import { lockStepTime } from '../../hardware/rig/bench/time.ts';
import { scaleBelow } from '../../hardware/rig/paths/ports/scale.ts';
import { PER_MICROSTEP_U } from '../../hardware/rig/paths/ports/volume.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { microstepsOf } from '../../src/domain/drive.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

/** A unit of U-100 insulin, µg. */
const UG_PER_U = 10_000;
const NOTHING = { creptU: 0, heldBack: null, unknown: null } as const;

/** What a balance without error, which needs 3 s to come to rest, finds amiss with a pump without error that gives a pulse each so often. */
const blamed = async (everyMs: number, firstMs: number): Promise<readonly string[]> => {
  const clock = lockStepClock();
  const time = lockStepTime(clock);
  let [ug, pulses, microsteps] = [0, 0, 0];
  const later = (ms: number, then: () => void): void =>
    void clock.wakeAt(after(clock.now(), milliseconds(ms)), then);
  const weighed = () =>
    ({
      ok: true,
      weighing: { at: clock.now(), massUg: micrograms(ug), digitUg: micrograms(10), isStable: true },
    }) as const;
  const scale = scaleBelow({
    balance: {
      tare: async () => weighed(),
      attest: async () => ({ serial: null, troubles: [] }),
      close: async () => {},
      read: async () => weighed(),
      settled: async () => {
        await new Promise<void>(resolve => later(3_000, resolve));
        return weighed();
      },
    },
    time,
    profile: weighingOf(SIMULATED_RIG),
    evaporationMinutes: 5,
  });
  await scale.begin();
  const give = (): void => {
    pulses += 1;
    microsteps += microstepsOf(pulses);
    ug = Math.round(microsteps * PER_MICROSTEP_U * UG_PER_U);
    scale.moved();
    later(everyMs, give);
  };
  later(firstMs, give);
  const found = await scale.rest({
    ordered: () => ({ least: microsteps, most: microsteps }),
    meanwhile: () => NOTHING,
    states: () => [],
  });
  expect(scale.windows()).toHaveLength(2);
  expect(found).toHaveLength(2);
  expect(pulses).toBeGreaterThan(1);
  return found.flatMap(({ amiss }) => (amiss === null ? [] : [amiss]));
};

test.each([30_000, 45_000, 50_000])(
  'SR-006 a pulse each %i ms, in whatever moment of a weighing it comes, is no blame of a pump without error',
  req('SR-006'),
  async everyMs => {
    for (let firstMs = 500; firstMs < everyMs; firstMs += 500)
      expect(await blamed(everyMs, firstMs), `the first after ${firstMs} ms`).toEqual([]);
  },
);
