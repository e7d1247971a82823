import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { motorDriver } from '../../hardware/motor/driver.ts';
import type { Check } from '../../hardware/motor/make.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { after, milliseconds, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

/** A motor that goes on for ever, looking every 10 ms whether it may, and a driver that nobody stops. */
const endless = () => {
  const clock = lockStepClock();
  const told: { readonly at: number; readonly fact: Fact }[] = [];
  let cuts = 0;
  const goOn = async (check: Check): Promise<never> => {
    for (;;) {
      await new Promise<void>(resolve => void clock.wakeAt(after(clock.now(), milliseconds(10)), resolve));
      check();
    }
  };
  const driver = motorDriver(
    {
      cut: () => {
        cuts += 1;
      },
      isAtRest: async () => true,
      pulse: (_, check) => goOn(check),
      drawBack: goOn,
      advance: goOn,
      attest: async () => [],
    },
    { link: memoryPair().host, clock, sink: fact => told.push({ at: clock.now(), fact }) },
  );
  return { clock, told, driver, cuts: () => cuts };
};

test.each([
  ['a pulse', 'motor.failed', TIMING.pulse],
  ['a rewind', 'rewind.failed', TIMING.rewind],
  ['a seating', 'seating.failed', TIMING.seating],
] as const)(
  'SR-006 SR-010 %s that never ends fails within its time and is cut, although no chart is left to stop it',
  req('SR-006', 'SR-010'),
  async (_, type, mostMs) => {
    const { clock, told, driver, cuts } = endless();
    if (type === 'motor.failed') driver.move({ pulse: 1, channel: 'basal', bolus: null });
    else if (type === 'rewind.failed') driver.rewind();
    else driver.seat(async () => 'nothing is felt');
    await clock.advanceTo(monoMs(mostMs));
    expect(told).toEqual([
      {
        at: expect.any(Number),
        fact: expect.objectContaining({ type, reason: expect.stringContaining('took more than') }),
      },
    ]);
    expect(told[0]?.at).toBeGreaterThan(mostMs - 100);
    expect(told[0]?.at).toBeLessThan(mostMs);
    expect(cuts()).toBe(1);
    clock.close();
  },
);
