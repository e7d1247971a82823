import { describe, expect, test } from 'vitest';
import { TIMING } from '../../src/domain/limits.ts';
import { activeIn } from '../../src/verify/coverage.ts';
import { explore, type Graph, stepOf } from '../../src/verify/explore.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { req } from '../support/req.ts';

const remote = explore(machineAlone('remote'));
const lock = explore(machineAlone('lock'));

const isIn = (graph: Graph, position: number, id: string): boolean => activeIn(graph, position).includes(id);
const steps = (graph: Graph) =>
  Array.from({ length: graph.targets.length }, (_, edge) => stepOf(graph, edge));
const asks = (step: ReturnType<typeof stepOf>): readonly string[] => step.label.asked.map(({ type }) => type);

describe('in every reachable state of the remote', () => {
  test(
    'SR-110 a permission has one holder, is granted on an admission only, and is taken back at its end',
    req('SR-110'),
    () => {
      let granted = 0;
      let ended = 0;
      for (const step of steps(remote)) {
        const [from, to] = [step.from, step.to].map(at => isIn(remote, at, 'remote.link.paired.permitted'));
        const isGranted = asks(step).includes('grantPermission');
        expect(isGranted).toBe(!from && to);
        if (isGranted) {
          expect(step.label.event.type).toBe('remote.admitted');
          granted += 1;
        }
        if (from && step.label.event.type === 'remote.admitted') expect(asks(step)).toContain('refuseRemote');
        if (!from || to) continue;
        expect(asks(step)).toContain('revokePermission');
        ended += 1;
      }
      expect(granted).toBeGreaterThan(0);
      expect(ended).toBeGreaterThan(granted);
    },
  );

  test('SR-110 whatever stops delivery, and 60 s of time, end a permission', req('SR-110'), () => {
    expect(TIMING.remotePermission).toBeLessThanOrEqual(60_000);
    expect(TIMING.challenge).toBeLessThanOrEqual(60_000);
    // Whether each stop is told as one, the permission's own test shows on the whole pump.
    const ends = ['delivery.stopped', 'fault.latched', 'power.lost', 'timer.remotePermissionElapsed'];
    let checked = 0;
    for (const { from, to, label } of steps(remote)) {
      if (!isIn(remote, from, 'remote.link.paired.permitted') || !ends.includes(label.event.type)) continue;
      expect(isIn(remote, to, 'remote.link.paired.permitted')).toBe(false);
      checked += 1;
    }
    expect(checked).toBeGreaterThanOrEqual(ends.length);
  });

  test(
    'SR-110 pairing is possible only after a person at the pump has opened it, for 60 s to 120 s',
    req('SR-110'),
    () => {
      expect(TIMING.pairingWindow).toBeGreaterThanOrEqual(60_000);
      expect(TIMING.pairingWindow).toBeLessThanOrEqual(120_000);
      let opened = 0;
      for (const step of steps(remote)) {
        const [from, to] = [step.from, step.to].map(at => isIn(remote, at, 'remote.pairing.open'));
        expect(asks(step).includes('openPairing')).toBe(step.label.event.type === 'pairing.opened');
        if (!from && to) opened += 1;
        if (from && !to) expect(asks(step)).toContain('closePairing');
        if (from && step.label.event.type === 'timer.pairingWindowElapsed') expect(to).toBe(false);
      }
      expect(opened).toBeGreaterThan(0);
    },
  );

  test(
    'SR-112 a remote that falls silent, or speaks again, moves nothing but its own alarm',
    req('SR-112'),
    () => {
      let checked = 0;
      for (const step of steps(remote)) {
        if (!['remote.heard', 'timer.remoteContactElapsed'].includes(step.label.event.type)) continue;
        for (const { type, params } of step.label.asked) {
          expect(['raiseAlarm', 'ceaseAlarm']).toContain(type);
          expect(params).toEqual({ alarm: 'remoteLost' });
        }
        expect(isIn(remote, step.to, 'remote.link.paired.permitted')).toBe(
          isIn(remote, step.from, 'remote.link.paired.permitted'),
        );
        checked += 1;
      }
      expect(checked).toBeGreaterThan(0);
    },
  );
});

describe('in every reachable state of the screen', () => {
  test('SR-107 an unlocked screen that nobody touches locks within 30 s to 120 s', req('SR-107'), () => {
    expect(TIMING.screenLock).toBeGreaterThanOrEqual(30_000);
    expect(TIMING.screenLock).toBeLessThanOrEqual(120_000);
    for (let position = 0; position < lock.states.length; position += 1) {
      const elapsed = steps(lock).filter(
        ({ from, label }) => from === position && label.event.type === 'timer.screenLockElapsed',
      );
      const isUnlocked = isIn(lock, position, 'lock.screen.unlocked');
      expect(elapsed.length).toBe(isUnlocked ? 1 : 0);
      for (const { to } of elapsed) expect(isIn(lock, to, 'lock.screen.locked')).toBe(true);
    }
    expect(lock.states.length).toBe(4);
  });

  test('SR-107 a locked screen is opened by a person only, and takes no entry', req('SR-107'), () => {
    let checked = 0;
    for (const { from, to, label } of steps(lock)) {
      if (!isIn(lock, from, 'lock.screen.locked')) continue;
      expect(isIn(lock, to, 'lock.screen.unlocked')).toBe(label.event.type === 'screen.unlocked');
      if (isIn(lock, from, 'lock.entry.none')) expect(isIn(lock, to, 'lock.entry.none')).toBe(true);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(0);
  });

  test(
    'SR-107 the screen decides about no delivery: it asks for its notice and for nothing else',
    req('SR-107'),
    () => {
      let notices = 0;
      for (const step of steps(lock))
        for (const { type, params } of step.label.asked) {
          expect(['raiseAlarm', 'ceaseAlarm']).toContain(type);
          expect(params).toEqual({ alarm: 'entryIncomplete' });
          expect(step.label.event.type).toBe('timer.entryElapsed');
          notices += 1;
        }
      expect(notices).toBeGreaterThan(0);
      expect(TIMING.entry).toBeLessThanOrEqual(90_000);
    },
  );
});
