import { describe, expect, test } from 'vitest';
import { fillObjections, primeObjections } from '../../src/domain/ledger/ledger.ts';
import { spacePrime } from '../../src/domain/ledger/prime.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { type Bench, bench, flat, types } from './bench.ts';

const U = 1_000_000;
const PULSE = 25_000;
const INTERVAL = 500;

/** A pump whose cartridge is seated and not yet connected: its set may be filled. */
const seated = (): Bench => {
  const pump = bench();
  pump.take({ type: 'settings.changed', settings: flat(1_000_000) });
  pump.take({ type: 'power.applied', boot: 'b', gapMs: 0 });
  for (const type of ['cartridge.removed', 'cartridge.inserted'] as const) pump.take({ type });
  return pump;
};

/** The key is held until the next pulse of the tubing would be number `count + 1`. */
const prime = (pump: Bench, count: number): void => {
  pump.settle(pump.give({ type: 'startPrime' }), 'verified');
  pump.run((count - 1) * INTERVAL);
};

const want = (pump: Bench, amountUu: number): void => {
  pump.take({ type: 'fill.requested', amountUu });
};

/** Fills what the cannula lacks, for so many pulses. */
const fill = (pump: Bench, count: number): void => {
  pump.settle(pump.give({ type: 'startFill' }), 'verified');
  pump.run((count - 1) * INTERVAL);
};

const primed = (pump: Bench): number => pump.counted.filter(({ channel }) => channel === 'prime').length;
const told = (pump: Bench, type: string): number => types(pump.heard).filter(each => each === type).length;

describe('priming the tubing', () => {
  test('SR-050 gives pulse after pulse, an interval apart, until the key is let go, and none is a dose', {
    ...req('SR-050'),
  }, () => {
    const pump = seated();
    prime(pump, 10);
    expect(primed(pump)).toBe(10);
    expect(pump.counted.map(({ at }) => at)).toEqual(
      Array.from({ length: 10 }, (_, index) => index * INTERVAL),
    );
    expect(pump.ledger.prime).toMatchObject({ running: 'tubing', into: 'tubing', tubingUu: 10 * PULSE });
    pump.give({ type: 'stopPrime' });
    expect(pump.ledger.prime).toMatchObject({ running: 'nothing', nextAt: null, tubingUu: 10 * PULSE });
    pump.run(60_000);
    expect(primed(pump)).toBe(10);
    expect(pump.ledger.doses).toMatchObject({ basal: 0, bolus: 0, extended: 0 });
  });

  test('a pulse that fell due as the key was let go is not offered any more', () => {
    const pump = seated();
    expect(pump.give({ type: 'startPrime' })).toEqual([{ type: 'pulse.due', channel: 'prime' }]);
    expect(pump.ledger.offered).toBe('prime');
    pump.give({ type: 'stopPrime' });
    expect(pump.ledger.offered).toBeNull();
  });

  test('what else is offered stays when the key is let go', () => {
    const pump = bench();
    pump.start();
    pump.run(60_000);
    pump.pass(30_000);
    pump.take({ type: 'clock.reached' });
    expect(pump.ledger.offered).toBe('basal');
    pump.give({ type: 'stopPrime' });
    expect(pump.ledger.offered).toBe('basal');
  });

  test('the pulse under way when the key is let go counts, and no other follows', () => {
    const pump = seated();
    pump.give({ type: 'startPrime' });
    pump.give({ type: 'claimPulse', channel: 'prime' });
    pump.give({ type: 'stopPrime' });
    pump.give({ type: 'countInDoubt' });
    expect(pump.ledger.prime).toMatchObject({ running: 'nothing', nextAt: null, tubingUu: PULSE });
  });

  test('when nothing runs, no pulse makes another due', () => {
    const { ledger } = seated();
    expect(spacePrime(ledger, { monoMs: monoMs(1_000), wallMs: wallMs(1_000) })).toBe(ledger);
  });

  test('the tubing has taken enough at exactly 8 U, and that is said once in a step, and again by the next', () => {
    const pump = seated();
    prime(pump, (8 * U) / PULSE - 1);
    expect(told(pump, 'prime.sufficed')).toBe(0);
    pump.run(INTERVAL);
    expect(pump.ledger.prime).toMatchObject({ sufficed: true, tubingUu: 8 * U });
    expect(told(pump, 'prime.sufficed')).toBe(1);
    pump.run(10 * INTERVAL);
    expect(told(pump, 'prime.sufficed')).toBe(1);
    pump.give({ type: 'stopPrime' });
    expect(types(pump.give({ type: 'startPrime' }))).toContain('prime.sufficed');
  });

  test('the pulse that fills the tubing may be the last one, after the key was let go: it is told by the next step', () => {
    const pump = seated();
    prime(pump, (8 * U) / PULSE - 1);
    pump.pass(INTERVAL);
    pump.take({ type: 'clock.reached' });
    pump.give({ type: 'claimPulse', channel: 'prime' });
    pump.give({ type: 'stopPrime' });
    expect(types(pump.give({ type: 'countInDoubt' }))).not.toContain('prime.sufficed');
    expect(pump.ledger.prime).toMatchObject({ running: 'nothing', sufficed: true, tubingUu: 8 * U });
  });

  test('SR-049 a step ends by itself at 30 U (A-13), and the next begins from nothing', req('SR-049'), () => {
    const pump = seated();
    pump.load(300 * U);
    prime(pump, (30 * U) / PULSE - 1);
    expect(told(pump, 'prime.exhausted')).toBe(0);
    pump.run(INTERVAL);
    expect(told(pump, 'prime.exhausted')).toBe(1);
    expect(pump.ledger.prime).toMatchObject({
      running: 'nothing',
      nextAt: null,
      tubingUu: 0,
      sufficed: true,
    });
    pump.run(60_000);
    expect(primed(pump)).toBe((30 * U) / PULSE);
  });

  test(
    'SR-068 a battery that does not last ten minutes beyond the longest step forbids it',
    req('SR-068'),
    () => {
      const pump = bench();
      pump.start();
      const objectionsAt = (percent: number, minutesLeft: number): readonly string[] => {
        pump.take({ type: 'battery.measured', percent, millivolts: 3_700, minutesLeft });
        return primeObjections(pump.ledger);
      };
      expect(primeObjections(pump.ledger)).toEqual([]);
      // 30 U at a pulse of 0.025 U each half second are ten minutes.
      expect(objectionsAt(5, 20)).toEqual([]);
      expect(objectionsAt(5, 19)).toEqual(['the battery lasts for about 19 min: charge it first.']);
      expect(objectionsAt(60, 600)).toEqual([]);
    },
  );
});

describe('filling the cannula', () => {
  test('SR-049 gives what was wanted, says so once and stops', req('SR-049'), () => {
    const pump = seated();
    prime(pump, 1);
    pump.give({ type: 'stopPrime' });
    want(pump, 10 * PULSE);
    fill(pump, 9);
    expect(pump.ledger.prime).toMatchObject({
      running: 'cannula',
      into: 'cannula',
      leftUu: PULSE,
      cannulaUu: 9 * PULSE,
    });
    expect(told(pump, 'fill.completed')).toBe(0);
    pump.run(60_000);
    expect(told(pump, 'fill.completed')).toBe(1);
    expect(pump.ledger.prime).toMatchObject({
      running: 'nothing',
      nextAt: null,
      leftUu: 0,
      cannulaUu: 10 * PULSE,
    });
    expect(primed(pump)).toBe(11);
  });

  test('SR-049 an interrupted fill goes on with what lacks; its last pulse is in the cannula and completes nothing', {
    ...req('SR-049'),
  }, () => {
    const pump = seated();
    want(pump, 10 * PULSE);
    fill(pump, 4);
    pump.pass(INTERVAL);
    pump.take({ type: 'clock.reached' });
    pump.give({ type: 'claimPulse', channel: 'prime' });
    pump.give({ type: 'stopPrime' });
    expect(types(pump.give({ type: 'countInDoubt' }))).not.toContain('fill.completed');
    pump.take({ type: 'outcome.recorded', pulse: pump.ledger.claims });
    expect(pump.ledger.prime).toMatchObject({ running: 'nothing', cannulaUu: 5 * PULSE });
    fill(pump, 1);
    expect(pump.ledger.prime).toMatchObject({ running: 'cannula', leftUu: 4 * PULSE, cannulaUu: 6 * PULSE });
  });

  test(
    'SR-049 one that was interrupted in its last pulse is full, and says so to nobody',
    req('SR-049'),
    () => {
      const pump = seated();
      want(pump, 2 * PULSE);
      fill(pump, 1);
      pump.pass(INTERVAL);
      pump.take({ type: 'clock.reached' });
      pump.give({ type: 'claimPulse', channel: 'prime' });
      pump.give({ type: 'stopPrime' });
      expect(types(pump.give({ type: 'countInDoubt' }))).not.toContain('fill.completed');
      expect(() => pump.give({ type: 'startFill' })).toThrow(
        'a cannula is filled that has taken all it takes',
      );
      want(pump, PULSE);
      expect(() => pump.give({ type: 'startFill' })).toThrow(
        'a cannula is filled that has taken all it takes',
      );
    },
  );

  test('SR-049 what it has taken already is no reason only while some is missing, or nothing was taken', {
    ...req('SR-049'),
  }, () => {
    const pump = seated();
    // Nothing is in, and nobody has said how much is wanted.
    expect(fillObjections(pump.ledger)).toEqual([]);
    want(pump, 12 * PULSE);
    expect(fillObjections(pump.ledger)).toEqual([]);
    fill(pump, 11);
    expect(fillObjections(pump.ledger)).toEqual([]);
    pump.run(INTERVAL);
    expect(fillObjections(pump.ledger)).toEqual([
      'The cannula has taken 0.3 U since the tubing was primed, no less than the 0.3 U that it takes: say that it was filled before. For another site, take the set off and prime the tubing again.',
    ]);
    want(pump, 13 * PULSE);
    expect(fillObjections(pump.ledger)).toEqual([]);
    want(pump, 11 * PULSE);
    expect(fillObjections(pump.ledger)).toHaveLength(1);
    // Another set: its cannula has taken nothing.
    prime(pump, 1);
    pump.give({ type: 'stopPrime' });
    expect(fillObjections(pump.ledger)).toEqual([]);
  });

  test('a set that is in use already is not asked', () => {
    const pump = seated();
    want(pump, PULSE * 12);
    fill(pump, 12);
    expect(fillObjections(pump.ledger)).toHaveLength(1);
    expect(fillObjections({ ...pump.ledger, supply: { ...pump.ledger.supply, prepared: true } })).toEqual([]);
  });
});
