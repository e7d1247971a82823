import { describe, expect, test } from 'vitest';
import type { StateValue } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs } from '../../src/domain/units.ts';
import type { Motion } from '../../src/ports.ts';
import { leaseOf } from '../../src/runtime/lease.ts';
import { motionOf, secondChannel } from '../../src/runtime/secondChannel.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { req } from '../support/req.ts';

const blank = blankState();

/** A pump that delivers, but for these regions, and for what it primes. */
const pumpIn = (
  regions: Readonly<Record<string, StateValue>>,
  running: PumpState['ledger']['prime']['running'] = 'nothing',
): PumpState => ({
  ...blank,
  ledger: { ...blank.ledger, prime: { ...blank.ledger.prime, running } },
  pump: pumpMachine.resolveState({
    value: {
      ...blank.pump.value,
      life: 'operating',
      supply: 'ready',
      permission: 'delivering',
      ...regions,
    } as never,
    context: blank.pump.context,
  }),
});
const delivering = pumpIn({});
const suspended = pumpIn({ permission: 'suspendedByUser' });

describe('SR-113 the second channel is told', () => {
  test.each<[string, PumpState, Motion]>([
    ['that basal may flow', delivering, 'delivering'],
    ['that nothing may', suspended, 'stopped'],
    ['that nothing may, before the self-test', blank, 'stopped'],
    [
      'that nothing may, with an open bay',
      pumpIn({ permission: 'suspendedForChange', supply: { changing: 'empty' } }),
      'stopped',
    ],
    ['of the tubing', pumpIn({ permission: 'suspendedForChange' }, 'tubing'), 'priming'],
    ['of the cannula', pumpIn({ permission: 'suspendedForChange' }, 'cannula'), 'priming'],
    ['that the plunger goes back', pumpIn({ supply: { changing: 'rewinding' } }), 'rewinding'],
    ['that it seeks the cartridge', pumpIn({ supply: { changing: 'seating' } }), 'seating'],
    // Whatever else holds: the motor is never wanted again.
    ['of fail-safe', pumpIn({ life: 'failSafe', supply: { changing: 'rewinding' } }, 'tubing'), 'failed'],
  ])('%s', req('SR-113'), (_what, state, motion) => {
    expect(motionOf(state)).toBe(motion);
  });

  const power = { shutDown: () => {} };
  const followed = (...steps: readonly (readonly [PumpState, Fact['type'], string])[]) => {
    const calls: string[] = [];
    const channel = secondChannel({
      supervisor: {
        tell: motion => void calls.push(motion),
        start: hash => void calls.push(`start ${hash}`),
      },
      power,
    });
    for (const [state, type, hash] of steps) channel.follow(state, { type } as Fact, hash);
    return calls;
  };

  test('its configuration by a self-test that has passed, and not before', req('SR-113', 'SR-112'), () => {
    expect(
      followed(
        [suspended, 'power.applied', 'a'],
        [suspended, 'settings.changed', 'b'],
        [suspended, 'selfTest.passed', 'b'],
        [delivering, 'clock.reached', 'b'],
      ),
    ).toEqual(['stopped', 'stopped', 'stopped', 'start b', 'delivering']);
  });

  test('each new one from then on, once, and again by the next self-test', req('SR-113', 'SR-112'), () => {
    expect(
      followed(
        [suspended, 'selfTest.passed', 'a'],
        [suspended, 'settings.changed', 'b'],
        [suspended, 'clock.reached', 'b'],
        [suspended, 'selfTest.passed', 'b'],
      ),
    ).toEqual(['stopped', 'start a', 'stopped', 'start b', 'stopped', 'stopped', 'start b']);
  });

  test('SR-067 until when the charts answer, and the watchdog too, where there is no second channel', {
    ...req('SR-067', 'SR-114'),
  }, () => {
    const waiting = {
      ...delivering,
      timers: [{ machine: 'pump', delay: 'pulse', event: 'pulse', at: monoMs(1_000) } as const],
    };
    expect(leaseOf(waiting, 'delivering')).toBe(1_500);
    expect(leaseOf(waiting, 'failed')).toBeNull();
    expect(leaseOf(blank, 'stopped')).toBeNull();
    const leased: unknown[] = [];
    const lease = (until: unknown): void => void leased.push(until);
    secondChannel({ supervisor: null, power: { ...power, lease } }).follow(
      waiting,
      { type: 'clock.reached' },
      'a',
    );
    expect(leased).toEqual([1_500]);
  });

  test('nothing where there is none', () => {
    expect(() =>
      secondChannel({ supervisor: null, power }).follow(delivering, { type: 'selfTest.passed' }, 'a'),
    ).not.toThrow();
  });
});
