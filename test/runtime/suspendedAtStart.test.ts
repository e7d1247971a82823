import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { does } from '../mutants/roam/glucoseEpisodes.ts';
import { pass, type Spot, settle } from '../mutants/roam/spot.ts';
import { AIR, seesAll, THIN, worn } from '../mutants/roam/tale.ts';
import { PASSED, takes, testing } from '../mutants/roam/talesOfStart.ts';
import { req } from '../support/req.ts';

const MINUTES = 10 * 60_000;
const CLEAN: Fact = { type: 'journal.read', verdict: 'clean' };

/** A pump whose settings let basal go on after a short restart; somebody does this before it has read its journal. */
const startedWith = (facts: readonly Fact[] = [], before: Spot = worn()): Spot =>
  pass(settle(takes(testing(before), ...facts, PASSED, CLEAN)), MINUTES);
const permission = ({ state }: Spot) => state.pump.value.permission;

describe('SR-003 SR-038 who suspends while the pump starts has suspended', () => {
  test('SR-038 a short restart goes on when nobody does', req('SR-038'), () => {
    const spot = startedWith();
    expect(permission(spot)).toBe('delivering');
    expect(spot.state.ledger.delivering).toBe(true);
  });

  test.each(['user', 'remote'] as const)('SR-003 by the %s', req('SR-003', 'SR-038'), origin => {
    const spot = startedWith([{ type: 'suspend.requested', origin }]);
    expect(permission(spot)).not.toBe('delivering');
    expect(spot.state.ledger.delivering).toBe(false);
    expect(spot.state.annunciation.map(({ alarm }) => alarm)).toContain('powerInterrupted');
  });

  test('SR-038 a temporary rate that is cancelled then does not go on; basal does', req('SR-038'), () => {
    const raised = does(worn(), { type: 'tempBasal.requested', percent: 150, durationMs: 6 * MINUTES });
    expect(startedWith([], raised).state.pump.value.basal).toBe('temporary');
    const spot = startedWith([{ type: 'tempBasal.cancelled' }], raised);
    expect(permission(spot)).toBe('delivering');
    expect(spot.state.pump.value.basal).toBe('scheduled');
    expect(spot.state.ledger.temp.running).toBeNull();
  });

  test.each([
    [150, 0],
    [50, 150],
    [150, 50],
  ])(
    'SR-003 SR-038 a temporary rate of %i percent that was left does not go on over one of %i that is asked for then',
    {
      ...req('SR-003', 'SR-038'),
    },
    (left, asked) => {
      const before = does(worn(), { type: 'tempBasal.requested', percent: left, durationMs: 6 * MINUTES });
      const wish: Fact = { type: 'tempBasal.requested', percent: asked, durationMs: 6 * MINUTES };
      const [over, alone] = [startedWith([wish], before), startedWith([wish])];
      expect(permission(over)).toBe('delivering');
      expect(over.state.ledger.temp.running).toMatchObject({ level: alone.state.ledger.temp.running?.level });
      expect(over.state.ledger.temp.running?.level).toMatchObject({ percent: asked });
    },
  );
});

describe('SR-038 a pump that an alarm has stopped while it starts does not go on by itself', () => {
  const stopped = (...facts: readonly Fact[]): Spot => takes(testing(), ...facts);
  const goesOn = (spot: Spot): boolean => takes(spot, CLEAN).state.ledger.delivering;

  test('SR-038 a start without an alarm goes on', req('SR-038'), () => {
    expect(goesOn(stopped(PASSED))).toBe(true);
  });

  test.each([
    ['after its self-test', [PASSED, THIN, AIR]],
    ['before its self-test', [THIN, AIR, PASSED]],
    ['and passes its self-test meanwhile', [THIN, PASSED, AIR]],
  ] as const)(
    'SR-038 SR-040 although it is over and acknowledged: %s',
    req('SR-038', 'SR-040'),
    (_when, facts) => {
      const before = stopped(...facts);
      expect(before.state.annunciation.map(({ alarm }) => alarm)).toContain('pressure');
      const seen = seesAll(before);
      expect(seen.state.annunciation.map(({ condition, signal }) => [condition, signal])).toEqual([
        ['gone', 'acknowledged'],
      ]);
      const read = takes(seen, CLEAN).state;
      expect(read.ledger.delivering).toBe(false);
      expect(read.annunciation.map(({ alarm }) => alarm)).toContain('powerInterrupted');
    },
  );

  test(
    'SR-038 what it was left with is forgotten as the alarm is over, and not while that stands',
    req('SR-038'),
    () => {
      const standing = stopped(PASSED, THIN, { type: 'screen.touched' });
      expect(standing.state.ledger.left).toMatchObject({ delivering: true });
      expect(seesAll(takes(standing, AIR)).state.ledger.left).toBeNull();
    },
  );

  test('SR-040 nor while it waits to be acknowledged', req('SR-040'), () => {
    expect(goesOn(stopped(PASSED, THIN, AIR))).toBe(false);
  });
});
