import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countsAt,
  deliveredAt,
  displacedAt,
  forceAt,
  type Injection,
  injected,
  type MechanicsState,
  mechanicsSchema,
  newMechanics,
  settledAt,
  turnedBy,
} from '../../hardware/mechanics/state.ts';
import { countsIn, microstepsOf, OCCLUSION_RISE } from '../../src/domain/drive.ts';

const CARTRIDGE_UU = 200_000_000;
type Act = { readonly steps: number; readonly waitMs: number; readonly injection: Injection };
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    steps: fc.integer({ min: 0, max: 2_000 }),
    waitMs: fc.nat(10_000),
    injection: fc.oneof(
      fc.constant({}),
      fc.record({ occlusion: fc.boolean() }),
      fc.record({ stall: fc.boolean() }),
      fc.record({ slipPercent: fc.nat(100) }),
      fc.record({ creepCounts: fc.nat(50) }),
      fc.record({ cartridgeUu: fc.integer({ min: 1_000_000, max: CARTRIDGE_UU }) }),
    ),
  }),
);

const played = (
  list: readonly Act[],
  look: (state: MechanicsState, before: MechanicsState) => void,
): MechanicsState => {
  let state = newMechanics(CARTRIDGE_UU);
  for (const { steps, waitMs, injection } of list) {
    const before = state;
    state = turnedBy(injected(state, injection, state.atMs), steps, state.atMs);
    state = settledAt(state, state.atMs + waitMs);
    look(state, before);
  }
  return state;
};

describe('the mechanics', () => {
  test('a healthy drive turns as many counts as the microsteps are worth, and delivers what it displaces', () => {
    let state = newMechanics(CARTRIDGE_UU);
    for (let pulse = 1; pulse <= 400; pulse += 1) state = turnedBy(state, microstepsOf(pulse), pulse * 1_000);
    expect(countsAt(state)).toBe(countsIn(400));
    expect(displacedAt(state)).toBeLessThanOrEqual(10_000_000);
    expect(displacedAt(state)).toBeGreaterThan(10_000_000 - 1_228);
    expect(deliveredAt(settledAt(state, 600_000))).toBe(displacedAt(state));
  });

  test('insulin is conserved and never flows back, whatever happens', () => {
    let looked = 0;
    fc.assert(
      fc.property(acts, list => {
        played(list, (state, before) => {
          looked += 1;
          const sum = deliveredAt(state) + state.storedUu + state.spilledUu;
          expect(Math.abs(sum - displacedAt(state))).toBeLessThan(3);
          expect(deliveredAt(state)).toBeGreaterThanOrEqual(deliveredAt(before) - 1);
          expect(state.turned).toBeLessThanOrEqual(state.end);
          expect(forceAt(state)).toBeLessThanOrEqual(34_000);
        });
      }),
    );
    expect(looked).toBeGreaterThan(0);
  });

  test('its state survives JSON and its schema, and goes on the same', () => {
    fc.assert(
      fc.property(acts, list => {
        const state = played(list, () => {});
        const kept = mechanicsSchema.parse(JSON.parse(JSON.stringify(state)));
        expect(kept).toEqual(state);
        expect(turnedBy(kept, 20, kept.atMs + 5)).toEqual(turnedBy(state, 20, state.atMs + 5));
      }),
    );
  });

  test('relaxation does not depend on how often one looks', () => {
    const pressed = turnedBy(newMechanics(CARTRIDGE_UU), 1_000, 0);
    const once = settledAt(pressed, 3_000);
    let often = pressed;
    for (let at = 0; at <= 3_000; at += 10) often = settledAt(often, at);
    expect(often.storedUu).toBeCloseTo(once.storedUu, 3);
    expect(once.storedUu).toBeLessThan(pressed.storedUu / 4);
  });

  test('SR-057 a blocked line reaches the alarm force after 1.5 U, before 2.0 U are missed', () => {
    let state = injected(newMechanics(CARTRIDGE_UU), { occlusion: true }, 0);
    const base = forceAt(state);
    let pulse = 0;
    while (forceAt(state) - base < OCCLUSION_RISE && pulse < 100) {
      pulse += 1;
      state = turnedBy(state, microstepsOf(pulse), pulse * 60_000);
    }
    expect(pulse * 0.025).toBeGreaterThan(1.4);
    expect(pulse * 0.025).toBeLessThan(2);
    expect(deliveredAt(state)).toBe(0);
    const cleared = settledAt(injected(state, { occlusion: false }, state.atMs), state.atMs + 60_000);
    expect(forceAt(cleared)).toBe(base);
    expect(deliveredAt(cleared)).toBe(displacedAt(cleared));
  });

  test('what runs by itself comes without the plunger, and what seeps past the seal never comes', () => {
    const still = injected(newMechanics(200_000_000), { runsUuPerHour: 600_000 }, 0);
    expect(deliveredAt(settledAt(still, 1_800_000))).toBe(300_000);
    expect(countsAt(settledAt(still, 1_800_000))).toBe(countsAt(still));
    const leaky = injected(newMechanics(200_000_000), { seepPercent: 40 }, 0);
    const [whole, part] = [newMechanics(200_000_000), leaky].map(state =>
      settledAt(turnedBy(state, 814, 0), 600_000),
    );
    if (whole === undefined || part === undefined) throw new Error('two plungers were turned');
    expect(countsAt(part)).toBe(countsAt(whole));
    expect(deliveredAt(part) / deliveredAt(whole)).toBeCloseTo(0.6, 4);
  });

  test('a stalled motor turns nothing, a slipping one a share, and both lose steps', () => {
    const stalled = turnedBy(injected(newMechanics(CARTRIDGE_UU), { stall: true }, 0), 1_000, 0);
    expect([stalled.turned, stalled.lost]).toEqual([0, 100_000]);
    const slipping = turnedBy(injected(newMechanics(CARTRIDGE_UU), { slipPercent: 30 }, 0), 1_000, 0);
    expect([slipping.turned, slipping.lost]).toEqual([70_000, 30_000]);
  });

  test('the plunger stops at the end of its cartridge and presses; a new cartridge alone frees nothing', () => {
    const end = turnedBy(newMechanics(1_000_000), 2_000, 0);
    expect(end.turned).toBe(end.end);
    expect(displacedAt(end)).toBeLessThanOrEqual(1_000_000);
    expect(forceAt(end)).toBeGreaterThan(8_000);
    const counted = countsAt(end);
    const changed = injected(end, { cartridgeUu: CARTRIDGE_UU }, 10);
    expect(countsAt(changed)).toBe(counted);
    // The plunger stands where the old one was empty: it has to be rewound first.
    expect(turnedBy(changed, 100, 20).turned).toBe(end.turned);
  });

  test('a line that stays blocked stalls the motor before anything breaks', () => {
    const state = turnedBy(injected(newMechanics(CARTRIDGE_UU), { occlusion: true }, 0), 20_000, 0);
    expect(forceAt(state)).toBeLessThanOrEqual(25_000);
    expect(state.lost).toBeGreaterThan(0);
  });
});
