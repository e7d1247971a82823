import { describe, expect, test } from 'vitest';
import { glucoseDeadline, nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { monoMs } from '../../src/domain/units.ts';
import { deadlineOf, dueFacts } from '../../src/runtime/deadlines.ts';
import type { PumpState, Timer } from '../../src/runtime/state.ts';
import { corePump } from '../support/corePump.ts';
import { shared } from '../support/shared.ts';

/** A pump that delivers, when its ledger wants to be woken, and the same in fail-safe. */
const pumps = shared(async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.give({ type: 'cgm.measured', mgPerDl: 110, sequence: 1 });
  await pump.wait(10_000);
  const running = pump.runtime.state();
  await pump.give({ type: 'fault.latched', reason: 'planted' });
  const ledgerAt = Number(nextDeadline(running.ledger));
  const waiting = (...timers: readonly Timer[]): PumpState => ({ ...running, timers });
  return { running, failed: pump.runtime.state(), ledgerAt, waiting };
});
const timer = (at: number, machine: Timer['machine'] = 'pump', delay = 'pulse'): Timer => ({
  machine,
  delay,
  event: 'xstate.after',
  at: monoMs(at),
});

describe('a pump is woken', () => {
  test('by the first of its timers and its ledger', async () => {
    const { running, ledgerAt, waiting } = await pumps();
    expect(deadlineOf(waiting())).toBe(ledgerAt);
    expect(deadlineOf(waiting(timer(ledgerAt + 1)))).toBe(ledgerAt);
    expect(deadlineOf(waiting(timer(ledgerAt + 5), timer(ledgerAt - 7), timer(ledgerAt - 2)))).toBe(
      ledgerAt - 7,
    );
    expect(deadlineOf({ ...running, timers: [], ledger: { ...running.ledger, at: null } })).toBeNull();
  });

  test('in fail-safe by glucose alone', async () => {
    const { running, failed, ledgerAt } = await pumps();
    // Of all else the ledger of a pump that delivers would be woken sooner.
    const asleep: PumpState = { ...failed, timers: [], ledger: running.ledger };
    const at = glucoseDeadline(asleep.ledger);
    expect(at).toBeGreaterThan(ledgerAt);
    expect(deadlineOf(asleep)).toBe(at);
    expect(dueFacts(asleep, monoMs(Number(at)))).toEqual([{ type: 'clock.reached' }]);
    expect(dueFacts(asleep, monoMs(Number(at) - 1))).toEqual([]);
  });

  test('for each timer that has ended, and then for what the ledger waits for', async () => {
    const { running, ledgerAt, waiting } = await pumps();
    const state = waiting(
      timer(ledgerAt - 1),
      timer(ledgerAt, 'alarm:occlusion', 'escalation'),
      timer(ledgerAt + 1, 'remote', 'remoteContact'),
    );
    const due = (at: number) => dueFacts(state, monoMs(at));
    expect(due(ledgerAt - 2)).toEqual([]);
    expect(due(ledgerAt - 1)).toEqual([{ type: 'timer.pulseElapsed' }]);
    expect(due(ledgerAt)).toEqual([
      { type: 'timer.pulseElapsed' },
      { type: 'timer.escalationElapsed', alarm: 'occlusion' },
      { type: 'clock.reached' },
    ]);
    expect(due(ledgerAt + 1)).toHaveLength(4);
    expect(
      dueFacts({ ...state, ledger: { ...running.ledger, at: null } }, monoMs(ledgerAt + 1)),
    ).toHaveLength(3);
  });

  test('a timer of which no fact tells is a defect', async () => {
    const { ledgerAt, waiting } = await pumps();
    expect(() => dueFacts(waiting(timer(0, 'pump', 'lunch')), monoMs(ledgerAt))).toThrow();
  });
});
