import { expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { askXState, delayOf } from '../../src/runtime/charts.ts';
import { goesOn, isOutOfService, isSecondBoot, losesRecordsWhileOn } from '../../src/runtime/service.ts';
import { blankState, type Timer } from '../../src/runtime/state.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';

const states = shared(async () => {
  const pump = await corePump();
  const on = pump.runtime.state();
  await pump.give({ type: 'fault.latched', reason: 'a test' });
  return { off: blankState(), on, failSafe: pump.runtime.state() };
});
const envelope = (fact: Fact) => ({ seq: 1, monoMs: monoMs(0), wallMs: wallMs(0), fact });
const lost = envelope({ type: 'power.lost', cause: 'supply' });
const applied = envelope({ type: 'power.applied', boot: 'b', gapMs: null });
const setAside = envelope({ type: 'journal.setAside', kept: 'journal.1', reason: 'torn' });

test('SR-064 after a latched fault everything is out of service, but the switch and a further fault', async () => {
  const { on, failSafe } = await states();
  expect(isOutOfService(failSafe, envelope({ type: 'clock.reached' }))).toBe(true);
  expect(isOutOfService(failSafe, lost)).toBe(false);
  expect(isOutOfService(failSafe, envelope({ type: 'fault.latched', reason: 'another' }))).toBe(false);
  expect(isOutOfService(on, envelope({ type: 'clock.reached' }))).toBe(false);
});

test('a boot of what is on is a second one, and records lost while on are lost', async () => {
  const { off, on } = await states();
  expect(isSecondBoot(off, applied)).toBe(false);
  expect(isSecondBoot(on, applied)).toBe(true);
  expect(isSecondBoot(on, lost)).toBe(false);
  expect(losesRecordsWhileOn(off, setAside)).toBe(false);
  expect(losesRecordsWhileOn(on, setAside)).toBe(true);
  expect(losesRecordsWhileOn(on, lost)).toBe(false);
});

test('SR-081 delays of alarms and of the watch over glucose go on, and no other', req('SR-081'), () => {
  const timer = (machine: Timer['machine']): Timer => ({ machine, delay: 'd', event: 'e', at: monoMs(0) });
  const going = (['alarm:occlusion', 'sensor', 'glucose', 'pump', 'lock'] as const).filter(name =>
    goesOn(timer(name)),
  );
  expect(going).toEqual(['alarm:occlusion', 'sensor', 'glucose']);
});

test('what XState calls a timer is read by its whole name, or is a defect', () => {
  expect(delayOf('xstate.after.pulse.pump.motor')).toBe('pulse');
  for (const event of ['no.xstate.after.pulse.pump', 'xstate.after.1000.pump', 'pulse'])
    expect(() => delayOf(event)).toThrow(`${event} is not a named delay`);
});

test('an acknowledged alarm asks that the end of its sounding be forgotten', async () => {
  const { on } = await states();
  const alarm = on.alarms.occlusion;
  const raised = askXState(alarm.machine, alarm, { type: 'alarm.raised', grade: 'first' });
  const started = raised.effects.flatMap(each => (each.type === 'timerStarted' ? [each.event] : []));
  expect(started).not.toEqual([]);
  const seen = askXState(alarm.machine, raised.next, { type: 'alarm.acknowledged' });
  expect(seen.effects).toContainEqual({ type: 'timerCancelled', event: started[0] });
});
