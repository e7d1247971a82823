import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import {
  type Act,
  deadlineOf,
  decide,
  type Heard,
  newWatch,
  type Watch,
} from '../../hardware/supervisor/core.ts';
import { LOOK } from '../../hardware/supervisor/stretch.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import { countsIn, STRAY } from '../../src/domain/drive.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';

const ours = { settings: exampleSettings, hash: configurationHash(exampleSettings) };

/** Lets a second channel watch a plunger that stands at `place(ms)` counts, its encoder streaming; when it cut, and why. */
const watched = (
  place: (ms: number) => number,
  ms: number,
): { readonly at: number; readonly why: Act } | null => {
  let watch: Watch = newWatch;
  let at = 0;
  let reported = 0;
  let why: Act | undefined;
  const hear = (heard: Heard): void => {
    const [next, acts] = decide(watch, heard);
    watch = next;
    why ??= acts.find(({ type }) => type === 'veto' || type === 'tooLong');
    if (acts.some(({ type }) => type === 'readEncoder')) tell();
  };
  const tell = (): void => {
    reported = place(at);
    hear({ type: 'encoder.counted', counts: reported, at });
  };
  tell();
  hear({ type: 'bay.told', isOpen: false, at });
  hear({ type: 'main.started', hash: ours.hash, ours, at });
  for (at = 1; at < ms; at += 1) {
    if (at % 1_000 === 0) {
      hear({ type: 'main.told', motion: 'delivering', at });
      hear({ type: 'second.passed', at });
    }
    if (place(at) - reported >= STRAY) tell();
    if (deadlineOf(watch) === at) hear({ type: 'deadline.passed', at });
    if (why !== undefined) return { at, why };
  }
  return null;
};

/** A pulse takes so long in the simulator, and the pause before the next is not shorter. */
const PULSE_MS = 120;
const PAUSE_MS = 20;

/** A plunger that makes a pulse at each of these instants, or as soon as it can. */
const pulsed = (starts: readonly number[]): ((ms: number) => number) => {
  let free = 0;
  const begun = starts.map(start => {
    const begins = Math.max(start, free);
    free = begins + PULSE_MS + PAUSE_MS;
    return begins;
  });
  const made = (ms: number, each: number): number => {
    const begins = begun[each] ?? 0;
    const travel = countsIn(each + 1) - countsIn(each);
    return Math.max(0, Math.min(travel, Math.floor((travel * (ms - begins)) / PULSE_MS)));
  };
  return ms => begun.reduce((sum, _, each) => sum + made(ms, each), 0);
};

const every = (first: number, gap: number, ms: number): number[] =>
  Array.from({ length: Math.floor((ms - first) / gap) }, (_, each) => first + each * gap);

describe('a motor that is on for too long', () => {
  test(
    'SR-009 whatever pulses of three channels meet, the second channel lets them be',
    req('SR-009'),
    () => {
      const ms = 7_000;
      const offset = fc.integer({ min: 0, max: 999 });
      fc.assert(
        fc.property(offset, offset, offset, (bolus, extended, basal) => {
          const starts = [
            ...every(bolus, 1_000, ms),
            ...every(extended, 1_000, ms),
            ...every(basal, 6_000, ms),
          ];
          expect(watched(pulsed(starts.sort((one, other) => one - other)), ms)).toBeNull();
        }),
        { numRuns: 60, examples: [[500, 500, 500]] },
      );
    },
  );

  test(
    'SR-009 a driver that turns on at any speed of its own is cut, at its highest within 0.6 s',
    req('SR-009'),
    () => {
      const speed = fc.integer({ min: 25, max: 125 });
      fc.assert(
        fc.property(speed, fc.integer({ min: 1, max: 3_000 }), (perSecond, from) => {
          const cut = watched(ms => Math.floor((Math.max(0, ms - from) * perSecond) / 1_000), from + 3_000);
          expect(cut?.why).toEqual({ type: 'tooLong' });
          const seen = (STRAY / perSecond) * 1_000;
          const ran = (cut?.at ?? 0) - from;
          expect(ran).toBeGreaterThan(TIMING.pulse);
          expect(ran).toBeLessThanOrEqual(seen + 3 * TIMING.pulse + 2 * LOOK);
          if (perSecond === 125) expect(ran).toBeLessThanOrEqual(600);
        }),
        { numRuns: 300, examples: [[125, 1]] },
      );
    },
  );

  const supervised = async (act: (pump: SimulatedPump) => Promise<void>): Promise<void> => {
    const pump = await simulatedPump({ transport: 'memory', supervised: {} });
    try {
      await pump.give({ type: 'resume.requested' });
      await act(pump);
    } finally {
      await pump.close();
    }
  };

  test.each([0, 137, 500, 960])(
    'SR-009 SR-080 the pump is blind and cannot be heard, and its driver turns on: cut by the second channel alone, %i ms after a beat',
    req('SR-009', 'SR-080'),
    async phase => {
      await supervised(async pump => {
        await pump.wait(1_000 + phase);
        const before = pump.world.model.counts();
        pump.second?.link.fault('toDevice', { kind: 'silent' });
        // Its own encoder would tell the pump within 50 ms; without it, only the second channel sees anything.
        pump.world.simulators.encoder.fault({ kind: 'frozen' });
        pump.world.simulators.motor.fault({ kind: 'runaway' });
        await pump.wait(TIMING.pulse);
        expect(pump.second?.relay.motor()).toBe(true);
        await pump.wait(200);
        expect([pump.second?.relay.motor(), pump.second?.relay.buzzer()]).toEqual([false, true]);
        const after = pump.world.model.counts();
        // Six pulses: 0.15 U.
        expect(after - before).toBeLessThanOrEqual(countsIn(6));
        await pump.wait(60_000);
        expect(pump.world.model.counts()).toBe(after);
        const facts = pump.steps.map(({ envelope }) => envelope.fact.type);
        expect(facts.filter(type => type === 'motor.cut')).toHaveLength(1);
        expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
        expect(pump.shown()).toContainEqual(
          expect.objectContaining({ alarm: 'motorOnTooLong', priority: 'high' }),
        );
      });
    },
  );

  test('SR-009 a driver that turns on in a bolus is stopped by whoever is first', req('SR-009'), async () => {
    await supervised(async pump => {
      await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 1_000_000 });
      await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
      await pump.wait(5_050);
      const before = pump.world.model.counts();
      pump.world.simulators.motor.fault({ kind: 'runaway' });
      await pump.wait(600);
      expect(pump.second?.relay.motor()).toBe(false);
      expect(pump.world.model.counts() - before).toBeLessThanOrEqual(countsIn(7));
      expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
    });
  });
});
