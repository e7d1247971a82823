import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/domain/commands.ts';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { monoMs } from '../../src/domain/units.ts';
import { inspectBy, type Memory, memoryOf } from '../../src/runtime/monitor.ts';
import { req } from '../support/req.ts';
import { forging } from './forging.ts';

const remember = inspectBy([]);
const blank: Memory = { intent: 3, moved: 2, outcome: 1, dayFrom: monoMs(7) };
const pulse = (number: number) => ({ pulse: number, channel: 'basal', bolus: null }) as const;

/** What is remembered after a step with this fact and these commands. */
const remembered = async (fact: Fact['type'], commands: readonly Command[] = [], newSettings = false) => {
  const { moving } = await forging();
  const { programming } = moving.before.ledger;
  const state = {
    ...moving.state,
    ledger: {
      ...moving.state.ledger,
      programming: { ...programming, version: programming.version + (newSettings ? 1 : 0) },
    },
  };
  const envelope = { ...moving.envelope, fact: { type: fact } as Fact };
  return { memory: remember(blank, { ...moving, state, envelope, commands }).memory, at: envelope.monoMs };
};

describe('the monitor remembers', () => {
  test('SR-005 the last intent, movement and outcome of each step', req('SR-005'), async () => {
    expect((await remembered('clock.reached')).memory).toBe(blank);
    const { memory } = await remembered('clock.reached', [
      { type: 'recordIntent', pulse: pulse(8) },
      { type: 'recordIntent', pulse: pulse(9) },
      { type: 'moveMotor', pulse: pulse(6) },
      { type: 'moveMotor', pulse: pulse(7) },
      { type: 'recordOutcome', pulse: 4, outcome: 'verified' },
      { type: 'recordOutcome', pulse: 5, outcome: 'verified' },
      { type: 'stopMotor' },
    ]);
    expect(memory).toEqual({ intent: 9, moved: 7, outcome: 5, dayFrom: 7 });
    expect((await remembered('clock.reached', [{ type: 'stopMotor' }])).memory).toEqual(blank);
  });

  test(
    'SR-016 since when a day has its limit: a change of time, or of settings, begins it anew',
    req('SR-016'),
    async () => {
      const begins = new Set(['clock.set', 'zone.changed', 'power.applied']);
      for (const type of factSchema.options.map(({ shape }) => shape.type.value)) {
        const { memory, at } = await remembered(type);
        expect(memory.dayFrom, type).toBe(begins.has(type) ? at : 7);
      }
      const { memory, at } = await remembered('clock.reached', [], true);
      expect(memory).toEqual({ ...blank, dayFrom: at });
    },
  );

  test('SR-016 nothing of a day in which nothing was given yet', req('SR-016'), async () => {
    const { moving } = await forging();
    const before = {
      ...moving.before,
      ledger: { ...moving.before.ledger, doses: { ...moving.before.ledger.doses, history: [] } },
    };
    const envelope = { ...moving.envelope, fact: { type: 'clock.set' } as const };
    expect(remember(blank, { ...moving, before, envelope }).memory.dayFrom).toBeNull();
    expect(memoryOf(before).dayFrom).toBeNull();
  });

  test('of a pump that begins here, that all pulses it claimed are past', async () => {
    const { moving } = await forging();
    const { ledger } = moving.state;
    expect(memoryOf(moving.state)).toEqual({
      intent: ledger.claims,
      moved: ledger.claims,
      outcome: ledger.claims,
      dayFrom: ledger.at?.monoMs,
    });
    expect(memoryOf({ ...moving.state, ledger: { ...ledger, at: null } }).dayFrom).toBeNull();
    expect(ledger.doses.history.length).toBeGreaterThan(0);
  });
});
