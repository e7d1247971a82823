import { describe, expect, test } from 'vitest';
import type { StateValue } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Command } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { microunits } from '../../src/domain/units.ts';
import { gate, refuseClosedGate } from '../../src/runtime/gate.ts';
import type { PumpSnapshot } from '../../src/runtime/state.ts';
import { regionValues, withValues } from '../support/chartValues.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { holdKey } from '../support/holdKey.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';

const U = 1_000_000;
const MINUTE = 60_000;

/** A cartridge change up to the open bay. */
const opening: readonly Fact[] = [
  { type: 'change.requested' },
  { type: 'cartridge.removed' },
  { type: 'set.disconnected' },
  { type: 'rewind.requested' },
];

const inChange = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give(...opening);
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(1_500);
  await pump.give({ type: 'cartridge.replaced', volumeUu: 200 * U, unitsPerMl: 100 });
  return pump;
};

const bolusing = async (parts: Omit<Extract<Fact, { type: 'bolus.requested' }>, 'type' | 'bolus'>) => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'bolus.requested', bolus: 'b', ...parts });
  await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
  await pump.wait(2 * MINUTE);
  return pump;
};

/** A pump that has given pulses on each of the ways there are. */
const WAYS = {
  basal: async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.wait(10 * MINUTE);
    return pump;
  },
  bolus: () => bolusing({ amountUu: U }),
  extended: () => bolusing({ amountUu: 4 * U, kind: 'extended', durationMs: 15 * MINUTE }),
  tubing: async () => {
    const pump = await inChange();
    await pump.give({ type: 'prime.started' });
    await holdKey(pump, 5_000);
    return pump;
  },
  cannula: async () => {
    const pump = await inChange();
    await pump.give({ type: 'prime.skipped' });
    await pump.give({ type: 'fill.requested', amountUu: 300_000 });
    await pump.wait(2_000);
    return pump;
  },
} satisfies Readonly<Record<string, () => Promise<CorePump>>>;

type Way = keyof typeof WAYS;
const ways = Object.keys(WAYS) as readonly Way[];
const channelOf = (way: Way) => (way === 'tubing' || way === 'cannula' ? 'prime' : way);

/** The moment at which the motor was first told to move for this way. */
const momentOf = async (way: Way) => {
  const pump = await WAYS[way]();
  const found = pump.steps.find(
    ({ commands, state }) =>
      commands.some(({ type }) => type === 'moveMotor') &&
      state.ledger.flight?.intent.channel === channelOf(way),
  );
  if (found === undefined) throw new Error(`no pulse of ${way} was ever moved`);
  const { pump: chart, ledger } = found.state;
  return { chart, ledger, at: found.envelope };
};

const MOMENTS = Object.fromEntries(ways.map(way => [way, shared(() => momentOf(way))])) as Readonly<
  Record<Way, () => ReturnType<typeof momentOf>>
>;

const withValue = (chart: PumpSnapshot, region: string, value: StateValue): PumpSnapshot =>
  withValues(chart, { [region]: value });

/** What closes the gate to a way, in the words of the requirements: whether this value of this region does, and why. */
const closes = (way: Way, region: string, value: string): string | null => {
  const fills = channelOf(way) === 'prime';
  const is = (name: string, reason: string, allowed: boolean) =>
    region === name && !allowed ? reason : null;
  return (
    is('life', 'the pump is not operating', value.includes('operating')) ??
    is('motor', 'the chart has not commanded a pulse', value === '{"underway":"moving"}') ??
    is('occlusion', 'the line is occluded', value !== '"occluded"') ??
    is('reservoir', 'the reservoir is empty', value !== '"empty"') ??
    is('bolus', 'no bolus is being delivered', way !== 'bolus' || value === '"delivering"') ??
    is('extended', 'no extended bolus is being delivered', way !== 'extended' || value === '"delivering"') ??
    (fills
      ? is(
          'supply',
          'nobody holds the key, and no cannula is being filled',
          value.includes('primingTubing') || value.includes('fillingCannula'),
        )
      : (is('supply', 'the cartridge is not ready', value === '"ready"') ??
        is('permission', 'delivery is suspended', value === '"delivering"') ??
        is('conditions', 'an alarm stops therapy', value === '"clear"')))
  );
};

describe('SR-001 the one gate', () => {
  test.each(ways)('is open to a pulse of %s that was commanded', req('SR-001'), async way => {
    const { chart, ledger, at } = await MOMENTS[way]();
    expect(gate(chart, ledger, at)).toEqual({ open: true });
  });

  test.each(ways)(
    'is closed to a pulse of %s by each value of each region that forbids it, alone, and says which',
    req('SR-001'),
    async way => {
      const { chart, ledger, at } = await MOMENTS[way]();
      let closed = 0;
      for (const [region, values] of regionValues)
        for (const value of values) {
          const reason = closes(way, region, JSON.stringify(value));
          const said = gate(withValue(chart, region, value), ledger, at);
          expect(said, `${region} ${JSON.stringify(value)}`).toEqual(
            reason === null ? { open: true } : { open: false, reasons: [reason] },
          );
          if (reason !== null) closed += 1;
        }
      expect(closed).toBeGreaterThan(15);
    },
  );

  test.each(ways)('is closed to a pulse of %s that belongs to somebody else', req('SR-001'), async way => {
    const { chart, ledger, at } = await MOMENTS[way]();
    for (const owner of ['nobody', 'basal', 'bolus', 'extended', 'prime'] as const) {
      const owned = pumpMachine.resolveState({ value: chart.value, context: { ...chart.context, owner } });
      const channel = channelOf(way);
      expect(gate(owned, ledger, at)).toEqual(
        owner === channel
          ? { open: true }
          : { open: false, reasons: [`the pulse belongs to ${owner}, not to ${channel}`] },
      );
    }
  });

  test.each(ways)('is closed to a pulse of %s by the ledger alone, and says both halves', async way => {
    const { chart, ledger, at } = await MOMENTS[way]();
    const empty: Ledger = { ...ledger, reservoir: { ...ledger.reservoir, volumeUu: microunits(24_999) } };
    const held = 'the reservoir holds less than one pulse.';
    expect(gate(chart, empty, at)).toEqual({ open: false, reasons: [held] });
    expect(gate(withValue(chart, 'occlusion', 'occluded'), empty, at)).toEqual({
      open: false,
      reasons: ['the line is occluded', held],
    });
  });
});

describe('SR-001 SR-010 the last lock before commands leave', () => {
  const move: Command = { type: 'moveMotor', pulse: { pulse: 1, channel: 'basal', bolus: null } };
  const moment = async () => {
    const basal = await MOMENTS.basal();
    return { ...basal, occluded: withValue(basal.chart, 'occlusion', 'occluded') };
  };

  test('throws at a pulse that the gate is closed to, wherever it stands, with every reason', async () => {
    const { chart, ledger, at, occluded } = await moment();
    refuseClosedGate([move], chart, ledger, at);
    const empty: Ledger = { ...ledger, reservoir: { ...ledger.reservoir, volumeUu: microunits(0) } };
    expect(() => refuseClosedGate([{ type: 'stopMotor' }, move], occluded, empty, at)).toThrow(
      'the gate is closed to moveMotor: the line is occluded; the reservoir holds less than one pulse.',
    );
  });

  test('lets commands pass that move nothing, whatever the state', async () => {
    const { ledger, at, occluded } = await moment();
    expect(() => refuseClosedGate([{ type: 'stopMotor' }], occluded, ledger, at)).not.toThrow();
  });

  test('throws at a plunger that would go back with a closed bay, and only then', async () => {
    const { chart, ledger, at, occluded } = await moment();
    const rewind: Command = { type: 'rewindDrive' };
    const bay = (is: 'open' | 'closed'): Ledger => ({ ...ledger, supply: { ...ledger.supply, bay: is } });
    expect(() => refuseClosedGate([rewind], chart, bay('closed'), at)).toThrow(
      'the gate is closed to rewindDrive: the bay is closed',
    );
    expect(() => refuseClosedGate([rewind], occluded, bay('open'), at)).not.toThrow();
  });
});
