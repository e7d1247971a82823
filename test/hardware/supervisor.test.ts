import { describe, expect, test } from 'vitest';
import { holdKey } from '../../hardware/rig/change.ts';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import type { SecondChannel } from '../../hardware/supervisor/bench.ts';
import { cartridgeOf } from '../../src/domain/change.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';

type Supervised = SimulatedPump & { readonly second: SecondChannel };

/** A delivering pump with its second channel; both are taken down afterwards. */
const supervised = async (act: (pump: Supervised) => Promise<void>): Promise<void> => {
  const pump = await simulatedPump({ transport: 'memory', supervised: {} });
  const { second } = pump;
  if (second === null) throw new Error('the pump has no second channel');
  try {
    await pump.give({ type: 'resume.requested' });
    expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
    await act({ ...pump, second });
  } finally {
    await pump.close();
  }
};

const isSafe = ({ runtime }: SimulatedPump): boolean => runtime.state().pump.matches({ life: 'failSafe' });
const facts = ({ steps }: SimulatedPump, type: string) =>
  steps.map(({ envelope }) => envelope.fact).filter(fact => fact.type === type);
const vetoes = (pump: SimulatedPump) => facts(pump, 'supervisor.vetoed').map(fact => JSON.stringify(fact));

/** Lets time pass until the next beat has come; when that was. */
const beaten = async (pump: Supervised): Promise<number> => {
  let isHeard = false;
  pump.second.link.onBytes(() => {
    isHeard = true;
  });
  for (let ms = 0; ms < 2_000 && !isHeard; ms += 1) await pump.wait(1);
  expect(isHeard).toBe(true);
  return pump.clock.now();
};

describe('a pump with its second channel', () => {
  test(
    'SR-113 both count the same pulses for hours, and hardly a beat is worth a record',
    req('SR-113'),
    async () => {
      await supervised(async pump => {
        await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 1_000_000 });
        await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
        await pump.wait(2 * 3_600_000);
        const { doses } = pump.runtime.state().ledger;
        expect(doses.bolus).toBe(40);
        expect(doses.basal).toBeGreaterThan(60);
        expect(isSafe(pump)).toBe(false);
        expect(pump.second.relay.motor()).toBe(true);
        expect(pump.second.relay.buzzer()).toBe(false);
        const beats = facts(pump, 'supervisor.beat');
        expect(beats.at(-1)).toMatchObject({
          pulses: doses.basal + doses.bolus,
          hash: configurationHash(exampleSettings),
        });
        expect(beats.length).toBeGreaterThan(120);
        expect(beats.length).toBeLessThan(900);
      });
    },
  );

  test(
    'SR-113 a whole change of cartridge is no dose for it, priming is, and afterwards both count alike',
    req('SR-113'),
    async () => {
      await supervised(async pump => {
        await pump.wait(600_000);
        const before = pump.runtime.state().ledger.doses;
        await pump.give({ type: 'change.requested' });
        pump.world.inject({ onBody: false, cartridgeOut: true });
        await pump.wait(1_000);
        await pump.give({ type: 'set.disconnected' });
        await pump.give({ type: 'rewind.requested' });
        await pump.wait(30_000);
        pump.world.inject({ cartridgeUu: 250_000_000 });
        await pump.wait(30_000);
        await pump.give(cartridgeOf(250_000_000));
        await pump.give({ type: 'prime.started' });
        await holdKey(pump, 240_000);
        await pump.give({ type: 'prime.stopped' });
        await pump.wait(2_000);
        await pump.give({ type: 'fill.requested', amountUu: 300_000 });
        await pump.wait(30_000);
        pump.world.inject({ onBody: true });
        await pump.give({ type: 'resume.requested' });
        await pump.wait(1_800_000);
        expect(vetoes(pump)).toEqual([]);
        expect(isSafe(pump)).toBe(false);
        const { doses } = pump.runtime.state().ledger;
        expect(doses.prime - before.prime).toBeGreaterThan(400);
        expect(doses.basal - before.basal).toBeGreaterThan(10);
        expect(facts(pump, 'supervisor.beat').at(-1)).toMatchObject({
          pulses: doses.basal + doses.bolus + doses.prime,
        });
      });
    },
  );

  test(
    'SR-010 SR-113 a plunger that goes back in a closed bay is cut off',
    req('SR-010', 'SR-113'),
    async () => {
      await supervised(async pump => {
        pump.world.inject({ creepCounts: -13 });
        await pump.wait(1_000);
        expect(pump.second.relay.motor()).toBe(false);
        expect(vetoes(pump)[0]).toContain('goes back');
      });
    },
  );

  test(
    'SR-114 charts that say nothing more are cut off, although their end of the line lives',
    req('SR-114'),
    async () => {
      let isDead = false;
      const pump = await simulatedPump({
        transport: 'memory',
        supervised: {},
        alter: devices => ({
          ...devices,
          supervisor: devices.supervisor && {
            ...devices.supervisor,
            tell: (...said) => {
              if (!isDead) devices.supervisor?.tell(...said);
            },
          },
        }),
      });
      await pump.give({ type: 'resume.requested' });
      await pump.wait(60_000);
      isDead = true;
      // The last word holds until the next pulse is due, at most 30 s; then the second channel waits its own time.
      await pump.wait(30_500 + TIMING.mainSilence + TIMING.supervisorBeat);
      expect(pump.second?.relay.motor()).toBe(false);
      expect(vetoes(pump)[0]).toContain('silent');
      await pump.close();
    },
  );

  test('SR-113 its own switch of the bay torn off is a closed bay: no way back', req('SR-113'), async () => {
    await supervised(async pump => {
      pump.second.unplug('bay');
      await pump.give({ type: 'change.requested' });
      pump.world.inject({ onBody: false, cartridgeOut: true });
      await pump.wait(2_000);
      await pump.give({ type: 'set.disconnected' });
      await pump.give({ type: 'rewind.requested' });
      await pump.wait(1_000);
      expect(pump.second.relay.motor()).toBe(false);
      expect(vetoes(pump)[0]).toContain('goes back');
    });
  });

  test('SR-114 a second channel that is gone is fail-safe within 2 s', req('SR-114'), async () => {
    await supervised(async pump => {
      await pump.wait(500);
      pump.second.unplug('process');
      await pump.wait(2_000);
      expect(isSafe(pump)).toBe(true);
      expect(pump.shown()[0]).toMatchObject({ alarm: 'supervisorLost', priority: 'high' });
    });
  });

  test.each([0, 1, 259, 260, 261, 499, 740, 999])(
    'SR-114 a pump that says nothing more %i ms after a beat is cut off within 2 s of its last word',
    req('SR-114'),
    async phase => {
      await supervised(async pump => {
        const { link, relay } = pump.second;
        await beaten(pump);
        await pump.wait(phase);
        // A change of motion is told at once, whatever the phase.
        await pump.give({ type: 'suspend.requested' });
        link.fault('toDevice', { kind: 'silent' });
        await pump.wait(TIMING.mainSilence - 1);
        expect(relay.motor()).toBe(true);
        await pump.wait(2_000 - TIMING.mainSilence + 1);
        expect([relay.motor(), relay.buzzer()]).toEqual([false, true]);
      });
    },
  );

  test.each([0, 1, 259, 260, 261, 499, 740, 999])(
    'SR-114 a second channel that hangs %i ms after a beat is fail-safe within 2 s of that beat',
    req('SR-114'),
    async phase => {
      await supervised(async pump => {
        const beat = await beaten(pump);
        // What the pump itself says at another phase must not put its own deadline off.
        await pump.wait(phase);
        pump.second.link.fault('toHost', { kind: 'silent' });
        await pump.give({ type: 'suspend.requested' });
        await pump.wait(beat + 1_999 - pump.clock.now());
        expect(isSafe(pump)).toBe(false);
        await pump.wait(1);
        expect(isSafe(pump)).toBe(true);
        expect(pump.shown()[0]).toMatchObject({ alarm: 'supervisorLost', priority: 'high' });
      });
    },
  );

  test(
    'SR-113 SR-114 its encoder unplugged, it cuts the motor and says why',
    req('SR-113', 'SR-114'),
    async () => {
      await supervised(async pump => {
        pump.second.unplug('encoder');
        await pump.wait(2_000);
        expect(pump.second.relay.motor()).toBe(false);
        expect(pump.second.relay.buzzer()).toBe(true);
        expect(isSafe(pump)).toBe(true);
        expect(vetoes(pump)[0]).toContain('encoder');
      });
    },
  );

  test(
    'SR-114 a disc that has come loose is a disagreement: one pulse is borne once',
    req('SR-114'),
    async () => {
      await supervised(async pump => {
        await pump.wait(600_000);
        pump.second.encoder.fault({ kind: 'frozen' });
        const before = pump.runtime.state().ledger.doses.basal;
        await pump.wait(600_000);
        expect(isSafe(pump)).toBe(true);
        expect(pump.runtime.state().ledger.doses.basal).toBe(before + 1);
        expect(pump.steps.flatMap(step => step.derived)).toContainEqual({ type: 'supervisor.disagreed' });
      });
    },
  );

  test('SR-113 a plunger that moves while the pump says stopped is cut off', req('SR-113'), async () => {
    await supervised(async pump => {
      await pump.give({ type: 'suspend.requested' });
      await pump.wait(5_000);
      pump.world.inject({ creepCounts: 13 });
      await pump.wait(1_000);
      expect(pump.second.relay.motor()).toBe(false);
      expect(vetoes(pump)[0]).toContain('says stopped');
    });
  });

  test(
    'SR-113 a motor that is cut does not move, and a contact that sticks is heard of',
    req('SR-113'),
    async () => {
      await supervised(async pump => {
        pump.second.unplug('encoder');
        await pump.wait(2_000);
        const still = pump.world.model.counts();
        pump.world.model.turn(1_000, pump.clock.now());
        expect(pump.world.model.counts()).toBe(still);
      });
      await supervised(async pump => {
        pump.second.relay.weld();
        await pump.give({ type: 'suspend.requested' });
        await pump.wait(5_000);
        pump.world.inject({ creepCounts: 13 });
        await pump.wait(1_000);
        expect(pump.second.relay.motor()).toBe(true);
        pump.world.inject({ creepCounts: 13 });
        await pump.wait(1_000);
        expect(vetoes(pump).at(-1)).toContain('the relay sticks');
      });
    },
  );

  test('SR-114 a relay board that does not do what it is told is heard of', req('SR-114'), async () => {
    const pump = await simulatedPump({ transport: 'memory', supervised: {}, atPowerOn: true });
    pump.second?.relay.freeze();
    await pump.wait(5_000);
    expect(isSafe(pump)).toBe(true);
    expect(vetoes(pump)[0]).toContain('relay board');
    await pump.close();
  });

  test('SR-117 of another configuration it never lets the motor move', req('SR-117'), async () => {
    const other = { ...exampleSettings, maxBolusUu: 9_000_000 };
    const pump = await simulatedPump({
      transport: 'memory',
      supervised: { configuration: () => ({ settings: other, hash: configurationHash(other) }) },
    });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(600_000);
    expect(isSafe(pump)).toBe(true);
    expect(pump.second?.relay.motor()).toBe(false);
    expect(pump.world.model.deliveredUu()).toBe(0);
    expect(vetoes(pump)[0]).toContain('configured otherwise');
    await pump.close();
  });
});
