import { describe, expect, test } from 'vitest';
import { isMotion } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { deadlineOf, dueFacts } from '../../src/runtime/deadlines.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { anyFact } from '../fuzz/anyFact.ts';
import { random } from '../fuzz/random.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const reading = (sequence: number, mgPerDl: number): Fact => ({
  type: 'cgm.measured',
  sequence,
  mgPerDl,
  ageMs: 0,
  noise: 'clean',
});

/** A pump that has delivered with a sensor in the skin, and has just latched a fault. */
const failed = async (...before: readonly Fact[]): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.give(reading(1, 110));
  for (const fact of before) await pump.give(fact);
  await pump.give({ type: 'fault.latched', reason: 'planted' });
  expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
  return pump;
};

const shown = (pump: CorePump, alarm: string) => pump.shown().find(each => each.alarm === alarm);

describe('SR-118 in fail-safe glucose is watched', () => {
  test('an urgent low is raised, and ends when it is over', req('SR-097', 'SR-118'), async () => {
    const pump = await failed();
    await pump.wait(5 * MINUTE);
    await pump.give(reading(2, 50));
    expect(shown(pump, 'urgentLow')).toMatchObject({ priority: 'high', condition: 'present' });
    await pump.wait(5 * MINUTE);
    await pump.give(reading(3, 90));
    expect(shown(pump, 'urgentLow')?.condition).not.toBe('present');
  });

  test('what a person has measured by hand counts, too', req('SR-118'), async () => {
    const pump = await failed();
    await pump.give({ type: 'glucose.entered', mgPerDl: 45 });
    expect(shown(pump, 'urgentLow')).toMatchObject({ priority: 'high' });
  });

  test('a sensor that falls silent is told after twenty minutes', req('SR-087', 'SR-118'), async () => {
    const pump = await failed();
    await pump.wait(19 * MINUTE);
    expect(shown(pump, 'cgmLost')).toBeUndefined();
    await pump.wait(2 * MINUTE);
    expect(shown(pump, 'cgmLost')).toBeDefined();
  });

  test(
    'what is broken in it puts it to sleep, and the fault stays told',
    req('SR-081', 'SR-118'),
    async () => {
      const pump = await failed();
      const state = pump.runtime.state();
      // A trail that is none: whoever looks at it throws.
      const broken: PumpState = {
        ...state,
        ledger: { ...state.ledger, glucose: { ...state.ledger.glucose, trail: null as never } },
      };
      const monoMsOf = monoMs(pump.clock.now() + MINUTE);
      const after = step(broken, {
        seq: 1,
        monoMs: monoMsOf,
        wallMs: wallMs(monoMsOf),
        fact: reading(2, 50),
      }).state;
      expect(after.alarms.internalFault.hasTag('active')).toBe(true);
      expect(after.ledger.glucose.trail).toEqual([]);
      expect(after.timers.every(({ machine }) => machine.startsWith('alarm:'))).toBe(true);
      // Only alarms want to be woken: it does not ask again and again.
      expect(deadlineOf(after)).toBe(Math.min(...after.timers.map(({ at }) => at)));
    },
  );
});

/** What went on when the fault was latched. */
const LIVES: readonly (readonly [string, readonly Fact[]])[] = [
  ['basal alone', []],
  ['a bolus that waits', [{ type: 'bolus.requested', bolus: 'b0', amountUu: 1_000_000 }]],
  [
    'a bolus that runs',
    [
      { type: 'bolus.requested', bolus: 'b0', amountUu: 1_000_000 },
      { type: 'bolus.confirmed', bolus: 'b0' },
    ],
  ],
  [
    'an open bay',
    [{ type: 'change.requested' }, { type: 'cartridge.removed' }, { type: 'set.disconnected' }],
  ],
];

test.each(LIVES)(
  'SR-118 in fail-safe no fact moves anything, ever: latched with %s',
  req('SR-004', 'SR-118'),
  async (_title, facts) => {
    const start = (await failed(...facts)).runtime.state();
    const choose = random(118);
    let taken = 0;
    let watched = 0;
    for (let walk = 0; walk < 12; walk += 1) {
      let state = start;
      let now: number = start.ledger.at?.monoMs ?? 0;
      for (let seq = 1; seq <= 400; seq += 1) {
        const deadline = deadlineOf(state);
        if (deadline !== null && choose.oneIn(2)) now = Math.max(now, deadline);
        else now += choose.below(5 * MINUTE);
        const [due] = dueFacts(state, monoMs(now));
        const glucose: Fact = reading(seq, 40 + choose.below(300));
        const fact = choose.oneIn(3) ? glucose : choose.oneIn(2) ? due : anyFact(choose).fact;
        if (!fact || fact.type === 'power.lost') continue;
        const stepped = step(state, {
          seq,
          monoMs: monoMs(now),
          wallMs: wallMs(Date.UTC(2026, 0, 2) + now),
          fact,
        });
        expect(stepped.commands.filter(isMotion)).toEqual([]);
        state = stepped.state;
        taken += 1;
        if (stepped.derived.some(({ type }) => type === 'glucose.urgentlyLow')) watched += 1;
        expect(state.pump.matches({ life: 'failSafe' })).toBe(true);
      }
      const { ledger } = state;
      expect([ledger.delivering, ledger.claims, ledger.doses, ledger.offered]).toEqual([
        false,
        start.ledger.claims,
        start.ledger.doses,
        null,
      ]);
    }
    expect(taken).toBeGreaterThan(1_000);
    expect(watched).toBeGreaterThan(10);
  },
);
