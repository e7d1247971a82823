import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { realClock } from '../../hardware/clock/real.ts';
import { wakeUps } from '../../hardware/clock/wakeups.ts';
import { type MonoMs, monoMs, wallMs } from '../../src/domain/units.ts';

const turn = (): Promise<void> => new Promise(done => setImmediate(done));

test('wake-ups come in order of time, ties in order of registration, cancelled ones never', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean())), list => {
      const heap = wakeUps();
      const called: (readonly [number, number])[] = [];
      list.forEach(([at, cancelled], i) => {
        const cancel = heap.add(monoMs(at), () => called.push([at, i]));
        if (cancelled) {
          cancel();
          cancel();
        }
      });
      const expected = list
        .flatMap(([at, cancelled], i) => (cancelled ? [] : [[at, i] as const]))
        .sort(([a, i], [b, j]) => a - b || i - j);
      expect(heap.size()).toBe(expected.length);
      for (let next = heap.take(); next; next = heap.take()) next.then();
      expect(called).toEqual(expected);
    }),
  );
});

describe('driven lock-step time', () => {
  test('begins where it is told and stands still until driven', async () => {
    const clock = lockStepClock({ zeroMono: monoMs(500), zeroWall: wallMs(1_000_000) });
    let woken = 0;
    clock.wakeAt(monoMs(501), () => {
      woken += 1;
    });
    await clock.settle();
    expect([clock.now(), clock.wall(), woken]).toEqual([500, 1_000_000, 0]);
    await clock.advanceTo(monoMs(600));
    expect([clock.now(), clock.wall(), woken]).toEqual([600, 1_000_100, 1]);
  });

  test('a wake-up sees its own instant, and a later one waits until every activity is idle', async () => {
    const clock = lockStepClock();
    const seen: string[] = [];
    let busy = false;
    clock.register({ idle: () => !busy });
    clock.wakeAt(monoMs(10), () => {
      seen.push(`first at ${clock.now()}`);
      busy = true;
      setTimeout(() => {
        seen.push(`answer at ${clock.now()}`);
        busy = false;
      }, 20);
    });
    clock.wakeAt(monoMs(11), () => seen.push(`second at ${clock.now()}`));
    await clock.advanceTo(monoMs(100));
    expect(seen).toEqual(['first at 10', 'answer at 10', 'second at 11']);
  });

  test('a wake-up in the past is called at once, and time does not go back', async () => {
    const clock = lockStepClock({ zeroMono: monoMs(50) });
    const seen: number[] = [];
    clock.wakeAt(monoMs(10), () => seen.push(clock.now()));
    await clock.advanceTo(monoMs(20));
    expect(seen).toEqual([50]);
    expect(clock.now()).toBe(50);
  });

  test('advanceUntil counts wake-ups, and refuses to go on for ever', async () => {
    const clock = lockStepClock();
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.wakeAt(monoMs(clock.now() + 10), tick);
    };
    tick();
    expect(await clock.advanceUntil(() => ticks === 6, 100)).toBe(5);
    expect(clock.now()).toBe(50);
    await expect(clock.advanceUntil(() => false, 7)).rejects.toThrow('not reached after 7 wake-ups');
    await expect(lockStepClock().advanceUntil(() => false, 7)).rejects.toThrow(
      'not reached after 0 wake-ups',
    );
  });

  test('a throw inside a wake-up reaches whoever drives the clock', async () => {
    const clock = lockStepClock();
    clock.wakeAt(monoMs(1), () => {
      throw new Error('a defect');
    });
    await expect(clock.advanceTo(monoMs(5))).rejects.toThrow('a defect');
  });
});

describe('paced lock-step time', () => {
  test('a speed outside 1 to 3600 is refused', () => {
    for (const speed of [0, 0.5, 3_601, Number.NaN])
      expect(() => lockStepClock({ speed })).toThrow(RangeError);
    expect(() => lockStepClock().setSpeed(0)).toThrow(RangeError);
  });

  test('the ceiling holds, the speed can be changed while running, and pause stands still', async () => {
    const clock = lockStepClock({ speed: 100 });
    const began = performance.now();
    let reached = 0;
    const tick = (): void => {
      reached = clock.now();
      clock.wakeAt(monoMs(clock.now() + 20), tick);
    };
    tick();
    clock.resume();
    while (performance.now() - began < 150) await turn();
    const slow = reached;
    expect(slow).toBeGreaterThan(0);
    expect(slow).toBeLessThanOrEqual((performance.now() - began) * 100);
    clock.setSpeed(3_600);
    const changed = performance.now();
    while (performance.now() - changed < 100) await turn();
    expect(reached - slow).toBeLessThanOrEqual((performance.now() - changed + 1) * 3_600);
    expect(reached).toBeGreaterThan(slow);
    expect(clock.achieved()).toBeGreaterThan(0);
    clock.pause();
    const paused = clock.now();
    await new Promise(done => setTimeout(done, 20));
    expect(clock.now()).toBe(paused);
    expect(clock.achieved()).toBe(0);
    await clock.advanceTo(monoMs(paused + 1_000));
    expect(clock.now()).toBe(paused + 1_000);
    clock.close();
  });

  test('between wake-ups time flows by the speed, never past the next one and never back', async () => {
    const clock = lockStepClock({ speed: 600 });
    clock.wakeAt(monoMs(30_000), () => {});
    clock.resume();
    const began = performance.now();
    let last: MonoMs = clock.now();
    let between = 0;
    while (performance.now() - began < 30) {
      await turn();
      const now = clock.now();
      expect(now).toBeGreaterThanOrEqual(last);
      expect(now).toBeLessThanOrEqual(30_000);
      if (now > 0 && now < 30_000) between += 1;
      last = now;
    }
    expect(between).toBeGreaterThan(0);
    clock.close();
  });

  test('a clock cannot be driven while it runs, and runs once however often it is resumed', async () => {
    const clock = lockStepClock({ speed: 3_600 });
    let calls = 0;
    clock.wakeAt(monoMs(10), () => {
      calls += 1;
    });
    clock.resume();
    clock.pause();
    clock.resume();
    clock.resume();
    await expect(clock.advanceTo(monoMs(5))).rejects.toThrow('running');
    const began = performance.now();
    while (calls === 0 && performance.now() - began < 2_000) await turn();
    await turn();
    expect(calls).toBe(1);
    clock.close();
    expect(clock.running()).toBe(false);
  });
});

describe('real time', () => {
  test('begins at its zero, never wakes early, and forgets what was cancelled', async () => {
    const clock = realClock({ zeroMono: monoMs(5_000) });
    expect(clock.now()).toBeGreaterThanOrEqual(5_000);
    const early: number[] = [];
    let cancelled = 0;
    const cancel = clock.wakeAt(monoMs(5_010), () => {
      cancelled += 1;
    });
    cancel();
    cancel();
    for (let at = 5_001; at <= 5_030; at += 1) {
      clock.wakeAt(monoMs(at), () => early.push(clock.now() - at));
    }
    await new Promise<void>(done => void clock.wakeAt(monoMs(5_040), done));
    expect(early.length).toBe(30);
    expect(Math.min(...early)).toBeGreaterThanOrEqual(0);
    expect(cancelled).toBe(0);
    clock.close();
  });

  test('wakes nobody after it is closed', async () => {
    const clock = realClock();
    let woken = 0;
    clock.wakeAt(monoMs(clock.now() + 5), () => {
      woken += 1;
    });
    clock.close();
    clock.wakeAt(clock.now(), () => {
      woken += 1;
    });
    await new Promise(done => setTimeout(done, 20));
    expect(woken).toBe(0);
  });
});
