import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { connectDevices, simulateDevices } from '../../hardware/devices.ts';
import type { Direction, LinkFault } from '../../hardware/link/faults.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import type { SerialRecord } from '../../hardware/link/recorder.ts';
import { deliveredAt } from '../../hardware/mechanics/state.ts';
import { mainsPower } from '../../hardware/power/mains.ts';
import { countsIn, countsInMicrosteps, microstepsOf, STRAY } from '../../src/domain/drive.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { promptSounder } from '../support/promptSounder.ts';
import { type Bench, bench, withBench } from './bench.ts';

const typesOf = (facts: readonly Fact[]): readonly string[] => facts.map(fact => fact.type);
const TRANSPORTS = (await loadPty()) ? (['pty', 'memory'] as const) : (['memory'] as const);

describe.each(TRANSPORTS)('a pump of simulated devices over %s', transport => {
  test('passes its self-test without moving anything', () =>
    withBench({ transport }, async ({ devices, wait, sim }) => {
      devices.selfTest.run();
      expect(await wait(1_000)).toEqual([{ type: 'cartridge.inserted' }, { type: 'selfTest.passed' }]);
      expect(sim.model.counts()).toBe(0);
    }));

  test('SR-007 moves each pulse by its own microsteps, seen by the encoder', () =>
    withBench({ transport }, async ({ devices, move, wait, sim }) => {
      let microsteps = 0;
      for (let pulse = 1; pulse <= 40; pulse += 1) {
        microsteps += microstepsOf(pulse);
        expect(await move(pulse)).toEqual([{ type: 'motor.arrived', pulse }]);
        devices.encoder.read();
        const [fact] = await wait(100);
        expect(fact).toEqual({ type: 'encoder.counted', counts: Math.floor(countsInMicrosteps(microsteps)) });
      }
      expect(sim.simulators.motor.status().energized).toBe(false);
    }));

  test('SR-006 a host that unplugs mid-move gets a failure, and no second move', () =>
    withBench({ transport }, async ({ devices, wait, sim }) => {
      devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      expect(await wait(60)).toEqual([]);
      sim.unplug('motor');
      const [fact] = await wait(1_000);
      expect(fact).toMatchObject({
        type: 'motor.failed',
        pulse: 1,
        reason: expect.stringMatching(/Check (the )?cable/),
      });
      expect(sim.model.counts()).toBeLessThanOrEqual(countsIn(1));
    }));

  test('the device halts by itself when the host falls silent', () =>
    withBench({ transport }, async ({ devices, wait, sim }) => {
      devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
      await wait(60);
      sim.links.motor.fault('toDevice', { kind: 'silent' });
      await wait(2_000);
      const status = sim.simulators.motor.status();
      expect(status.operation).not.toBe(10);
      expect(status.velocity).toBe(0);
      expect(sim.model.state().turned / 100).toBe(microstepsOf(1));
    }));

  test('SR-057 a blocked line raises the force before 2.0 U are missed, and relaxes when cleared', () =>
    withBench({ transport }, async ({ devices, move, wait, sim }) => {
      const force = async (): Promise<number> => {
        devices.force.read();
        const [fact] = await wait(200);
        return fact?.type === 'force.measured' ? fact.forceMn : Number.NaN;
      };
      const baseline = await force();
      sim.inject({ occlusion: true });
      const delivered = sim.model.deliveredUu();
      let pulse = 0;
      while ((await force()) - baseline < 5_400 && pulse < 80) {
        pulse += 1;
        await move(pulse);
      }
      expect(pulse).toBeGreaterThan(50);
      expect(pulse).toBeLessThan(80);
      expect(sim.model.deliveredUu()).toBe(delivered);
      sim.inject({ occlusion: false });
      await wait(20_000);
      expect(Math.abs((await force()) - baseline)).toBeLessThan(20);
      expect(Math.abs(sim.model.deliveredUu() - pulse * 25_000)).toBeLessThan(2 * 1_228);
    }));

  test('SR-008 the encoder speaks unasked when the plunger creeps by half a pulse', () =>
    withBench({ transport }, async ({ devices, wait, sim }) => {
      devices.selfTest.run();
      await wait(1_000);
      sim.inject({ creepCounts: STRAY - 1 });
      expect(await wait(100)).toEqual([]);
      sim.inject({ creepCounts: 1 });
      expect(await wait(100)).toEqual([{ type: 'encoder.counted', counts: STRAY }]);
    }));

  test('a stalled motor arrives, and the encoder tells the truth', () =>
    withBench({ transport }, async ({ devices, move, wait, sim }) => {
      sim.inject({ stall: true });
      expect(await move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      devices.encoder.read();
      expect(await wait(100)).toEqual([{ type: 'encoder.counted', counts: 0 }]);
    }));

  test('an unplugged sensor is a fact with a remedy', () =>
    withBench({ transport }, async ({ devices, wait, sim }) => {
      sim.unplug('encoder');
      sim.unplug('force');
      devices.encoder.read();
      devices.force.read();
      const facts = await wait(1_000);
      expect([...typesOf(facts)].sort()).toEqual(['encoder.failed', 'force.failed']);
      for (const fact of facts) expect(fact).toMatchObject({ reason: expect.stringContaining('Check') });
    }));
});

/** What the world may see of one commanded pulse: one answer, and no more travel than one pulse. */
const oneAnswerAtMost = async (
  { move, sim, devices, wait }: Bench,
  fault: LinkFault,
  direction: Direction,
): Promise<void> => {
  sim.links.motor.fault(direction, fault);
  const facts = await move(1);
  const context = JSON.stringify({ direction, fault, facts });
  expect(facts.length, context).toBe(1);
  expect(['motor.arrived', 'motor.failed'], context).toContain(facts[0]?.type);
  const steps = sim.model.state().turned / 100;
  expect(steps, context).toBeLessThanOrEqual(microstepsOf(1));
  if (facts[0]?.type === 'motor.arrived') expect(steps, context).toBe(microstepsOf(1));
  sim.links.motor.heal();
  devices.motor.stop();
  expect(typesOf(await wait(1_000)), context).toEqual(['motor.halted']);
  expect(sim.model.state().turned / 100, context).toBe(steps);
};

const faults: fc.Arbitrary<LinkFault> = fc.oneof(
  fc.record({
    kind: fc.constant('drop' as const),
    offset: fc.nat(120),
    bytes: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({ kind: fc.constant('duplicate' as const), offset: fc.nat(120) }),
  fc.record({
    kind: fc.constant('corrupt' as const),
    offset: fc.nat(120),
    mask: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    offset: fc.nat(120),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({
    kind: fc.constant('merge' as const),
    chunks: fc.integer({ min: 2, max: 4 }),
    afterMs: fc.nat(150),
  }),
  fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(400) }),
  fc.constant({ kind: 'split' as const }),
  fc.constant({ kind: 'silent' as const }),
);

test('SR-006 whatever the cable does, a pulse is answered once and never moves twice', async () => {
  let failures = 0;
  let arrivals = 0;
  await fc.assert(
    fc.asyncProperty(faults, fc.constantFrom<Direction>('toDevice', 'toHost'), async (fault, direction) => {
      await withBench({}, async on => {
        await oneAnswerAtMost(on, fault, direction);
        if (on.facts[0]?.type === 'motor.failed') failures += 1;
        else arrivals += 1;
      });
    }),
    { numRuns: 300 },
  );
  expect(failures).toBeGreaterThan(0);
  expect(arrivals).toBeGreaterThan(0);
});

test('any chunking of the replies changes nothing that the host concludes', async () => {
  for (const fault of [{ kind: 'split' } as const, { kind: 'merge', chunks: 3, afterMs: 2 } as const]) {
    await withBench({}, async ({ sim, move, devices, wait }) => {
      for (const role of ['motor', 'encoder', 'force'] as const) {
        sim.links[role].fault('toHost', fault);
        sim.links[role].fault('toDevice', fault);
      }
      expect(await move(1)).toEqual([{ type: 'motor.arrived', pulse: 1 }]);
      devices.encoder.read();
      expect(await wait(300)).toEqual([{ type: 'encoder.counted', counts: countsIn(1) }]);
      devices.force.read();
      expect(typesOf(await wait(300))).toEqual(['force.measured']);
    });
  }
});

test('SR-006 a killed host finds the plunger where the device took it', async () => {
  const kept: number[] = [];
  const on = await bench({ onCommitted: state => kept.push(state.turned) });
  on.devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
  await on.wait(60);
  const atKill = on.sim.model.committed();
  expect(on.sim.model.state().turned).toBeLessThan(atKill.turned);
  expect(kept.at(-1)).toBe(microstepsOf(1) * 100);
  await on.close();
  await withBench({ mechanics: atKill }, async again => {
    expect(again.sim.model.counts()).toBe(countsIn(1));
    expect(deliveredAt(again.sim.model.state())).toBeLessThanOrEqual(25_000);
  });
});

test.each(TRANSPORTS)('the same adapters and simulators work in real time over %s', async transport => {
  const clock = realClock();
  const sim = await simulateDevices({ clock, transport, seed: 1 });
  const answered = new Map<string, () => void>();
  const facts: Fact[] = [];
  const sink = (fact: Fact): void => {
    facts.push(fact);
    answered.get(fact.type)?.();
  };
  const devices = connectDevices({
    ...sim.links,
    clock,
    sink,
    sounder: promptSounder(sink),
    power: mainsPower(sink),
    checks: [],
  });
  const answer = (type: Fact['type']): Promise<void> => new Promise(done => void answered.set(type, done));
  devices.motor.move({ pulse: 1, channel: 'basal', bolus: null });
  await answer('motor.arrived');
  devices.encoder.read();
  await answer('encoder.counted');
  devices.force.read();
  await answer('force.measured');
  expect(facts.slice(0, 2)).toEqual([
    { type: 'motor.arrived', pulse: 1 },
    { type: 'encoder.counted', counts: countsIn(1) },
  ]);
  await devices.close();
  await sim.close();
  clock.close();
});

test('SR-007 paced time over any transport gives the same doses as driven time', async () => {
  for (const transport of TRANSPORTS) {
    const on = await bench({ transport });
    const arrivals = (): number => on.facts.filter(fact => fact.type === 'motor.arrived').length;
    let pulse = 0;
    const basal = (): void => {
      pulse += 1;
      on.devices.motor.move({ pulse, channel: 'basal', bolus: null });
      if (pulse < 20) on.clock.wakeAt(after(on.clock.now(), milliseconds(90_000)), basal);
    };
    on.clock.setSpeed(3_600);
    on.clock.wakeAt(on.clock.now(), basal);
    on.clock.resume();
    while (arrivals() < 20) await new Promise(done => setTimeout(done, 5));
    on.clock.pause();
    expect(typesOf(on.facts)).toEqual(Array.from({ length: 20 }, () => 'motor.arrived'));
    expect(on.sim.model.counts()).toBe(countsIn(20));
    await on.close();
  }
});

test('the same seed gives the same facts and the same bytes at the same times, over any transport', async () => {
  const record = async (transport: 'pty' | 'memory'): Promise<readonly string[]> => {
    const seen: SerialRecord[] = [];
    await withBench(
      { transport, seed: 7, record: each => seen.push(each) },
      async ({ devices, move, wait }) => {
        devices.selfTest.run();
        await wait(1_000);
        for (let pulse = 1; pulse <= 3; pulse += 1) {
          await move(pulse);
          devices.encoder.read();
          devices.force.read();
          await wait(500);
        }
      },
    );
    const joined = new Map<string, string>();
    for (const { device, direction, hex, monoMs } of seen) {
      const key = `${device} ${direction} ${monoMs}`;
      joined.set(key, (joined.get(key) ?? '') + hex);
    }
    return [...joined].map(([key, hex]) => `${key} ${hex}`).sort();
  };
  const first = await record('memory');
  expect(first.length).toBeGreaterThan(20);
  expect(await record('memory')).toEqual(first);
  for (const transport of TRANSPORTS) expect(await record(transport)).toEqual(first);
});
