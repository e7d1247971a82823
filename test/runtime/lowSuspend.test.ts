import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Derived, Fact } from '../../src/domain/facts.ts';
import { suspendModes } from '../../src/domain/lowSuspend/policy.ts';
import { MOST_MS, WINDOW_MS } from '../../src/domain/lowSuspend/window.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { violationsOf } from '../support/violations.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const pumpWith = async (change: Partial<Settings>): Promise<CorePump> => {
  const pump = await corePump({ settings: { ...exampleSettings, ...change } });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  return pump;
};

const isOff = ({ steps }: CorePump): boolean => steps.at(-1)?.state.ledger.lowSuspend.hold !== null;
const said = ({ steps }: CorePump): readonly Derived['type'][] =>
  steps.flatMap(({ derived }) => derived.map(({ type }) => type));
const reading = (mgPerDl: number, sequence: number): Fact => ({ type: 'cgm.measured', mgPerDl, sequence });
const alarms = (pump: CorePump): readonly string[] => pump.shown().map(({ alarm }) => alarm);

/** When basal was off, as the steps show it. */
const spellsOf = ({ steps }: CorePump): readonly (readonly [number, number])[] => {
  const spells: [number, number][] = [];
  let since: number | null = null;
  for (const { state, envelope } of steps) {
    const isHeld = state.ledger.lowSuspend.hold !== null;
    if (isHeld && since === null) since = envelope.monoMs;
    if (!isHeld && since !== null) {
      spells.push([since, envelope.monoMs]);
      since = null;
    }
  }
  const end = steps.at(-1)?.envelope.monoMs ?? 0;
  return since === null ? spells : [...spells, [since, end]];
};

const usedIn = (spells: readonly (readonly [number, number])[], end: number): number =>
  spells.reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, end - WINDOW_MS)),
    0,
  );

describe('SR-089 the window', () => {
  test('a constant low: 120 min off and 30 min on, again and again', req('SR-089'), async () => {
    const pump = await pumpWith({ lowSuspend: 'predictive' });
    for (let index = 0; index <= 6 * 12 + 6; index += 1) {
      await pump.give(reading(60, index + 1));
      await pump.wait(5 * MINUTE);
    }
    const [first, second, third] = spellsOf(pump);
    if (!first || !second || !third) throw new Error('basal went off fewer than three times');
    for (const [from, to] of [first, second]) expect(to - from).toBe(120 * MINUTE);
    expect(second[0] - first[1]).toBe(30 * MINUTE);
    expect(third[0] - second[1]).toBe(30 * MINUTE);
    expect(violationsOf(pump)).toEqual([]);
  });

  test('SR-091 whatever readings come, and whoever acts: never more than 120 of 150 min, none on a stale or refused reading', {
    ...req('SR-089', 'SR-091'),
  }, async () => {
    const event = fc.oneof(
      { weight: 12, arbitrary: fc.record({ value: fc.integer({ min: 39, max: 110 }), gap: fc.constant(5) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          value: fc.integer({ min: 0, max: 420 }),
          gap: fc.integer({ min: 1, max: 45 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          fact: fc.constantFrom<Fact>(
            { type: 'lowSuspend.overruled' },
            { type: 'suspend.requested' },
            { type: 'resume.requested' },
            { type: 'alarm.acknowledged', alarm: 'lowPredicted' },
          ),
          gap: fc.integer({ min: 0, max: 7 }),
        }),
      },
    );
    let held = 0;
    let longest = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('atThreshold', 'predictive', 'beforeLow'),
        fc.array(event, { minLength: 30, maxLength: 70 }),
        async (lowSuspend, events) => {
          const pump = await pumpWith({ lowSuspend });
          let sequence = 0;
          for (const { gap, ...what } of events) {
            sequence += 1;
            await pump.give('fact' in what ? what.fact : reading(what.value, sequence));
            await pump.wait(gap * MINUTE);
          }
          const spells = spellsOf(pump);
          held += spells.length;
          for (const [, end] of spells) {
            longest = Math.max(longest, usedIn(spells, end));
            expect(usedIn(spells, end)).toBeLessThanOrEqual(MOST_MS);
          }
          for (const { before, state, derived, envelope } of pump.steps) {
            if (before.ledger.lowSuspend.hold !== null || state.ledger.lowSuspend.hold === null) continue;
            const newest = state.ledger.glucose.trail.at(-1);
            expect(envelope.monoMs - (newest?.measuredAt ?? Number.NEGATIVE_INFINITY)).toBeLessThan(
              10 * MINUTE,
            );
            expect(derived.some(({ type }) => type === 'glucose.rejected')).toBe(false);
          }
          expect(violationsOf(pump)).toEqual([]);
        },
      ),
      { numRuns: 12, seed: 34 },
    );
    expect(held).toBeGreaterThan(12);
    expect(longest).toBeGreaterThan(60 * MINUTE);
  });
});

describe('SR-090 what is not basal', () => {
  const confirm = async (pump: CorePump, kind: 'normal' | 'combo'): Promise<void> => {
    await pump.give({
      type: 'bolus.requested',
      bolus: 'b',
      kind,
      amountUu: 4_000_000,
      ...(kind === 'combo' && { extendedUu: 2_000_000, durationMs: HOUR }),
    });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
    await pump.wait(10_000);
  };

  test('a normal bolus runs to its end, and no basal beside it', req('SR-090'), async () => {
    const pump = await pumpWith({ lowSuspend: 'predictive' });
    await confirm(pump, 'normal');
    await pump.give(reading(60, 1));
    const before = pump.steps.at(-1)?.state.ledger.doses;
    await pump.wait(9 * MINUTE);
    const after = pump.steps.at(-1)?.state.ledger;
    expect(isOff(pump)).toBe(true);
    expect(after?.doses.basal).toBe(before?.basal);
    expect(after?.bolus.last).toMatchObject({ deliveredUu: 4_000_000, reason: 'completed' });
  });

  test('what is spread over time ends with A-38, and none is begun', req('SR-090'), async () => {
    const pump = await pumpWith({ lowSuspend: 'predictive' });
    await confirm(pump, 'combo');
    await pump.give(reading(60, 1));
    await pump.wait(3 * MINUTE);
    const ledger = pump.steps.at(-1)?.state.ledger;
    expect(ledger?.bolus.lastExtended).toMatchObject({ reason: 'lowGlucose' });
    expect(ledger?.bolus.last).toMatchObject({ deliveredUu: 2_000_000, reason: 'completed' });
    expect(alarms(pump)).toContain('bolusIncomplete');
    await pump.give({
      type: 'bolus.requested',
      bolus: 'c',
      kind: 'extended',
      amountUu: 1_000_000,
      durationMs: HOUR,
    });
    expect(said(pump).at(-1)).toBe('bolus.refused');
  });

  test('it goes on where the settings say so', req('SR-090'), async () => {
    const pump = await pumpWith({ lowSuspend: 'predictive', lowSuspendEndsExtended: false });
    await confirm(pump, 'combo');
    await pump.give(reading(60, 1));
    await pump.wait(8 * MINUTE);
    expect(isOff(pump)).toBe(true);
    expect(pump.steps.at(-1)?.state.ledger.bolus.extended?.deliveredUu).toBeGreaterThan(200_000);
  });
});

describe('the ends of a suspension', () => {
  test('SR-080 it is told by a LOW alarm alone: no HIGH one, and delivery counts as running', {
    ...req('SR-080'),
  }, async () => {
    const pump = await pumpWith({ lowSuspend: 'predictive' });
    await pump.give(reading(69, 1));
    expect(pump.shown().map(({ alarm, priority }) => [alarm, priority])).toContainEqual([
      'lowPredicted',
      'low',
    ]);
    expect(pump.shown().filter(({ priority }) => priority === 'high')).toEqual([]);
    expect(pump.steps.at(-1)?.state.ledger.delivering).toBe(true);
  });

  test.each([
    [70, 10],
    [65, 40],
  ])('SR-091 without readings after %i mg/dL it ends after %i min', async (value, minutes) => {
    const pump = await pumpWith({ lowSuspend: 'beforeLow' });
    await pump.give(reading(value, 1));
    expect(isOff(pump)).toBe(true);
    await pump.wait(minutes * MINUTE - 1);
    expect(isOff(pump)).toBe(true);
    await pump.wait(1);
    expect(isOff(pump)).toBe(false);
  });

  test('SR-092 after a person has overruled it none begins for 30 min', req('SR-092'), async () => {
    const pump = await pumpWith({ lowSuspend: 'predictive' });
    await pump.give(reading(60, 1));
    await pump.give({ type: 'lowSuspend.overruled' });
    for (let index = 2; index <= 7; index += 1) {
      expect(isOff(pump)).toBe(false);
      await pump.wait(5 * MINUTE - (index === 7 ? 1 : 0));
      if (index < 7) await pump.give(reading(55, index));
    }
    expect(isOff(pump)).toBe(false);
    await pump.wait(1);
    expect(isOff(pump)).toBe(true);
  });

  test(
    'SR-089 a suspension of all delivery takes its place, and what is owed of neither is caught up',
    req('SR-089'),
    async () => {
      const pump = await pumpWith({ lowSuspend: 'predictive' });
      await pump.give(reading(60, 1));
      await pump.wait(2 * MINUTE);
      await pump.give({ type: 'suspend.requested' });
      expect(isOff(pump)).toBe(false);
      expect(alarms(pump)).not.toContain('lowPredicted');
      await pump.give({ type: 'resume.requested' });
      expect(pump.steps.at(-1)?.state.ledger.basal).toEqual({ accumulated: 0, owed: false });
    },
  );

  test(
    'SR-089 switched off in the settings it ends at once, and off it never begins',
    req('SR-089'),
    async () => {
      const pump = await pumpWith({ lowSuspend: 'predictive' });
      await pump.give(reading(60, 1));
      await pump.give({ type: 'settings.changed', settings: exampleSettings });
      expect(isOff(pump)).toBe(false);
      await pump.wait(5 * MINUTE);
      await pump.give(reading(50, 2));
      expect(isOff(pump)).toBe(false);
    },
  );
});

test.each(suspendModes)('the policy that holds is the one that was chosen: %s', async lowSuspend => {
  const pump = await pumpWith({ lowSuspend });
  expect(pump.steps.at(-1)?.state.machines.lowSuspend.value.policy).toBe(lowSuspend);
});
