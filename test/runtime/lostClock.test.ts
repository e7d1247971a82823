import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const YEARS = 7 * 365 * 24 * 60 * MINUTE;

const refusals = (pump: CorePump) =>
  pump.steps.flatMap(({ commands }) => commands.filter(({ type }) => type === 'refuse'));

const SPREAD = { kind: 'extended', amountUu: 500_000, durationMs: 30 * MINUTE } as const;
const COMBO = { ...SPREAD, kind: 'combo', amountUu: 1_000_000, extendedUu: 500_000 } as const;

type Request = Omit<Extract<Fact, { type: 'bolus.requested' }>, 'type' | 'bolus'>;

const delivering = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  return pump;
};

/** The wall clock says a date before there was such a pump, and nothing has come to light of it yet. */
const loseClock = (pump: CorePump): void => pump.clock.shiftWall(-YEARS);

const expectNoBolus = async (pump: CorePump): Promise<void> => {
  expect(pump.runtime.faulted()).toBeNull();
  expect(refusals(pump)).toContainEqual({
    type: 'refuse',
    request: 'bolus',
    reasons: [expect.stringContaining('Clock lost (A-29) permits no bolus. Set date and time')],
  });
  await pump.wait(5 * MINUTE);
  const { bolus, doses } = pump.runtime.state().ledger;
  expect([bolus.current, bolus.extended, doses.bolus, doses.extended]).toEqual([null, null, 0, 0]);
};

describe('SR-078 a clock that tells no time permits no bolus, from the very step that finds it lost', () => {
  test.each<[string, Request]>([
    ['a normal bolus', { amountUu: 1_000_000 }],
    ['an extended bolus', SPREAD],
    ['a combo bolus', COMBO],
  ])('%s that waits for its confirmation is not started by it', req('SR-078'), async (_title, request) => {
    const pump = await delivering();
    await pump.give({ type: 'bolus.requested', bolus: 'dinner', ...request });
    loseClock(pump);
    await pump.give({ type: 'bolus.confirmed', bolus: 'dinner' });
    await expectNoBolus(pump);
  });

  test('one that waits for the second word is not started by it', req('SR-027', 'SR-078'), async () => {
    const pump = await delivering();
    for (const bolus of ['dinner', 'dessert']) {
      await pump.give({ type: 'bolus.requested', bolus, amountUu: 9_000_000 });
      await pump.give({ type: 'bolus.confirmed', bolus });
      if (bolus === 'dinner') await pump.give({ type: 'bolus.cancelled' });
      await pump.wait(2_000);
    }
    expect(pump.runtime.state().pump.matches({ bolus: { confirming: 'again' } })).toBe(true);
    const { claims } = pump.runtime.state().ledger;
    loseClock(pump);
    await pump.give({ type: 'bolus.confirmedAgain', bolus: 'dessert' });
    expect(refusals(pump)).toMatchObject([
      { request: 'bolus', reasons: [expect.stringContaining('Clock lost (A-29)')] },
    ]);
    await pump.wait(5_000);
    expect(pump.runtime.state().ledger.bolus.current).toBeNull();
    expect(pump.runtime.state().ledger.claims).toBe(claims);
  });

  test('a request that finds the clock lost is refused', req('SR-078'), async () => {
    const pump = await delivering();
    loseClock(pump);
    await pump.give({ type: 'bolus.requested', bolus: 'dinner', amountUu: 1_000_000 });
    await expectNoBolus(pump);
  });

  test('one that waits is withdrawn when the loss comes to light by itself', req('SR-078'), async () => {
    const pump = await delivering();
    await pump.give({ type: 'bolus.requested', bolus: 'dinner', amountUu: 1_000_000 });
    loseClock(pump);
    await pump.wait(31_000);
    expect(pump.shown().map(({ alarm }) => alarm)).toContain('clockLost');
    expect(pump.runtime.state().ledger.bolus.current).toBeNull();
    await pump.give({ type: 'bolus.confirmed', bolus: 'dinner' });
    expect(refusals(pump)).toHaveLength(1);
    expect(pump.runtime.state().ledger.doses.bolus).toBe(0);
  });
});
