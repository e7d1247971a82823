import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { takeEvent } from '../../src/runtime/charts.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

import {
  BREATH,
  delivering,
  HOT,
  LOW_BATTERY,
  life,
  MINUTE,
  PRESSURE,
  pumping,
  shown,
  take,
  takeAll,
  typesOf,
  withLedger,
} from './taking.ts';

describe('SR-082 an alarm that is paused', () => {
  const paused = async (...facts: readonly Fact[]) =>
    shown(takeAll(await pumping(), PRESSURE, { type: 'alarm.paused', alarm: 'pressure' }, ...facts));

  test('is silent until news of its own priority, and not by lesser news', req('SR-082'), async () => {
    expect(await paused()).toEqual(['pressure paused present']);
    expect(await paused(LOW_BATTERY)).toContain('pressure paused present');
    expect(await paused(HOT)).toEqual(
      expect.arrayContaining(['pressure sounding present', 'temperature sounding present']),
    );
    // What is no news does not end it either: neither of its own, nor of another one.
    const both = takeAll(await pumping(), HOT, PRESSURE, { type: 'alarm.paused', alarm: 'pressure' });
    expect(shown(takeAll(both, { type: 'alarm.acknowledged', alarm: 'temperature' }))).toContain(
      'pressure paused present',
    );
    expect(await paused(PRESSURE)).toEqual(['pressure paused present']);
    expect(await paused({ type: 'suspend.requested' })).toContain('pressure paused present');
  });

  test('SR-082 that gets worse is heard again, at the priority it had, too', req('SR-082'), async () => {
    const pump = await delivering();
    pump.clock.shiftWall(60 * MINUTE);
    await pump.give({ type: 'clock.reached' });
    await pump.give({ type: 'alarm.paused', alarm: 'clockLost' });
    expect(shown(pump.runtime.state())).toContain('clockLost paused present');
    await pump.wait(MINUTE);
    expect(pump.runtime.state().alarms.clockLost.context.grade).toBe('worse');
    expect(shown(pump.runtime.state())).toContain('clockLost sounding present');
  });
});

describe('an alarm is shown', () => {
  test('as active since it began, whatever becomes of it, and no longer than it is', async () => {
    const start = await pumping();
    const began = start.ledger.at;
    const raised = take(start, PRESSURE).state;
    expect(raised.since).toEqual({ pressure: { monoMs: began?.monoMs, wallMs: began?.wallMs } });
    const seen = take(raised, { type: 'alarm.acknowledged', alarm: 'pressure' }, 1_000).state;
    expect(seen.since).toEqual(raised.since);
    const over = take(take(seen, BREATH, 1_000).state, { type: 'resume.requested' }, 1_000).state;
    expect(shown(over)).toEqual([]);
    expect(over.since).toEqual({});
  });

  test('anew at each boot, even if nothing else is new, and nothing where there is none', async () => {
    const off: Fact = { type: 'power.lost', cause: 'supply' };
    const on: Fact = { type: 'power.applied', boot: 'again', gapMs: 1_000 };
    const annunciates = (state: PumpState) => {
      const { commands } = take(takeAll(state, off), on);
      return commands.filter(({ type }) => type === 'annunciate');
    };
    const hot = takeAll(await pumping(), PRESSURE);
    expect(annunciates(hot)).toEqual([
      {
        type: 'annunciate',
        alarms: expect.arrayContaining([expect.objectContaining({ alarm: 'pressure' })]),
      },
    ]);
    const pump = await corePump();
    const [boot] = pump.steps.filter(({ envelope }) => envelope.fact.type === 'power.applied');
    expect(boot?.state.annunciation).toEqual([]);
    expect(typesOf(boot?.commands ?? [])).not.toContain('annunciate');
  });

  test('once, as long as nothing of it changes', async () => {
    const raised = takeAll(await pumping(), PRESSURE);
    expect(typesOf(take(raised, PRESSURE).commands)).not.toContain('annunciate');
    expect(typesOf(take(raised, { type: 'alarm.acknowledged', alarm: 'pressure' }).commands)).toContain(
      'annunciate',
    );
  });
});

describe('what an alarm does to the pump', () => {
  test(
    'SR-080 is told by whoever raises it, once; the pump stops by itself for its own',
    req('SR-080'),
    async () => {
      const state = await pumping();
      const byOther = take(state, PRESSURE);
      expect(typesOf(byOther.derived).filter(type => type === 'alarm.stopRaised')).toHaveLength(1);
      const again = take(byOther.state, HOT);
      expect(typesOf(again.derived)).toContain('alarm.stopRaised');
      const byPump = take(state, { type: 'cartridge.removed' });
      expect(shown(byPump.state)).toContain('cartridgeRemoved sounding present');
      expect(typesOf(byPump.derived)).not.toContain('alarm.stopRaised');
      const forGood = take(state, { type: 'motor.cut' });
      expect(life(forGood.state)).toBe('failSafe');
      const failed = take(
        takeAll(
          state,
          { type: 'power.lost', cause: 'supply' },
          { type: 'power.applied', boot: 'b', gapMs: 0 },
        ),
        { type: 'selfTest.failed', item: 'motor', reason: 'energised' },
      );
      expect(life(failed.state)).toBe('failSafe');
      expect(typesOf(failed.derived)).not.toContain('fault.detected');
      const off = takeAll(state, { type: 'power.lost', cause: 'supply' });
      expect(typesOf(take(off, PRESSURE).derived)).not.toContain('alarm.stopRaised');
    },
  );

  test('SR-086 a resume counts the alarms that it has ended, and no other', req('SR-086'), async () => {
    const state = await pumping();
    const suspended = takeAll(state, LOW_BATTERY, { type: 'suspend.requested' });
    expect(take(suspended, { type: 'resume.requested' }).state.ledger.storm.resumes).toEqual([]);
    const dealt = takeAll(state, LOW_BATTERY, PRESSURE, BREATH, {
      type: 'alarm.acknowledged',
      alarm: 'pressure',
    });
    const { storm } = take(dealt, { type: 'resume.requested' }).state.ledger;
    expect(storm.resumes.map(({ alarm }) => alarm)).toEqual(['pressure']);
  });

  test(
    'SR-035 the ledger is told which alarms forbid a bolus, those that do now',
    req('SR-035'),
    async () => {
      const calm = await pumping();
      const raised = (name: 'hourlyLimit' | 'dailyLimit') =>
        takeEvent(calm.alarms[name].machine, calm.alarms[name], { type: 'alarm.raised', grade: 'first' })
          .next;
      const alarms = { ...calm.alarms, hourlyLimit: raised('hourlyLimit'), dailyLimit: raised('dailyLimit') };
      const by = ['hourlyLimit', 'dailyLimit'] as const;
      for (const stale of [
        [],
        ['hourlyLimit'],
        ['hourlyLimit', 'buttonStuck'],
        ['buttonStuck', 'clockLost'],
        [...by, 'buttonStuck'],
      ] as const) {
        const forged = withLedger(calm, { bolus: { ...calm.ledger.bolus, withheldBy: stale } });
        expect(take({ ...forged, alarms }, { type: 'clock.reached' }).state.ledger.bolus.withheldBy).toEqual(
          by,
        );
      }
      expect(take(calm, { type: 'clock.reached' }).state.ledger.bolus.withheldBy).toEqual([]);
    },
  );
});
