import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differencesOf } from '../../src/domain/differences.ts';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings, settingsSchema } from '../../src/domain/settings.ts';
import { mustBeDurable } from '../../src/runtime/durable.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const U = 1_000_000;
const MINUTE = 60_000;

const delivering = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  return pump;
};

const ledgerOf = (pump: CorePump) => pump.runtime.state().ledger;
const inUse = (pump: CorePump): Settings => {
  const { settings } = ledgerOf(pump);
  if (settings === null) throw new Error('no settings');
  return settings;
};
const proposal = (pump: CorePump, change: Partial<Settings>, insteadOf?: number): Fact => ({
  type: 'settings.proposed',
  replaces: ledgerOf(pump).programming.version,
  settings: { ...inUse(pump), ...change },
  ...(insteadOf === undefined ? {} : { insteadOf }),
});
const confirmation = (number: number): Fact => ({ type: 'settings.confirmed', proposal: number });
const state = (pump: CorePump): unknown => pump.runtime.state().machines.programming.value.proposal;
const refusals = ({ commands }: Observed): readonly string[] =>
  commands.flatMap(command => (command.type === 'refuse' ? command.reasons : []));

describe('SR-105 settings in two steps', () => {
  test(
    'are shown old and new, and recorded old and new before anything is done by them',
    req('SR-105'),
    async () => {
      const pump = await delivering();
      const before = inUse(pump);
      await pump.give(proposal(pump, { maxBasalUuPerHour: 2_500_000, autoOffHours: 12 }));
      expect(pump.steps.at(-1)?.commands).toContainEqual({
        type: 'askSettings',
        proposal: 1,
        differences: [
          { field: 'maximum basal rate', from: '3 U/h', to: '2.5 U/h' },
          { field: 'auto-off', from: 'off', to: '12 h' },
        ],
      });
      expect(inUse(pump)).toBe(before);
      await pump.give(confirmation(1));
      const step = pump.steps.findLast(({ envelope }) => envelope.fact.type === 'settings.confirmed');
      const after = { ...before, maxBasalUuPerHour: 2_500_000, autoOffHours: 12 };
      expect(step?.commands).toContainEqual({ type: 'recordSettings', before, after });
      expect(step && mustBeDurable(step)).toBe(true);
      expect(
        pump.lines.some(line => line.includes('"recordSettings"') && line.includes('"autoOffHours":12')),
      ).toBe(true);
      expect(inUse(pump)).toEqual(after);
      expect(state(pump)).toBe('idle');
    },
  );

  test('that nobody confirms within 90 s are discarded, with a notice', req('SR-105'), async () => {
    const pump = await delivering();
    const before = inUse(pump);
    await pump.give(proposal(pump, { maxBolusUu: 5 * U }));
    await pump.wait(89_999);
    expect(state(pump)).toBe('proposed');
    await pump.wait(1);
    expect(state(pump)).toBe('idle');
    expect(pump.shown()).toContainEqual(expect.objectContaining({ alarm: 'entryIncomplete' }));
    await pump.give(confirmation(1));
    expect(pump.steps.flatMap(refusals)).toEqual([
      'proposal 1 does not wait for confirmation; propose the change again.',
    ]);
    expect(inUse(pump)).toBe(before);
  });

  test(
    'that a person discards, or that meet a loss of power, never come into use',
    req('SR-105'),
    async () => {
      for (const end of [{ type: 'settings.discarded' }, { type: 'power.lost', cause: 'supply' }] as const) {
        const pump = await delivering();
        await pump.give(proposal(pump, { maxBolusUu: 5 * U }), end);
        // Both wait together, and what makes the pump safer is taken first.
        await pump.give(end, confirmation(1));
        expect(ledgerOf(pump).programming.waiting).toBeNull();
        expect(inUse(pump).maxBolusUu).toBe(10 * U);
      }
    },
  );

  test('leave every pulse where it was until the confirmation', req('SR-105'), async () => {
    const [pump, twin] = [await delivering(), await delivering()];
    const faster = { basalProfile: [{ fromMinute: 0, rateUuPerHour: 3 * U }] };
    const pulses = ({ steps }: CorePump): readonly number[] =>
      steps.flatMap(({ envelope, commands }) =>
        commands.some(({ type }) => type === 'moveMotor') ? [envelope.monoMs] : [],
      );
    for (let proposed = 1; proposed <= 10; proposed += 1) {
      await pump.give(proposal(pump, faster));
      await pump.wait(MINUTE);
      if (proposed < 10) await pump.give({ type: 'settings.discarded' });
      await twin.wait(MINUTE);
    }
    expect(pulses(pump)).toEqual(pulses(twin));
    expect(pulses(pump).length).toBeGreaterThan(3);
    const counted = pulses(pump).length;
    await pump.give(confirmation(10));
    await pump.wait(10 * MINUTE);
    expect(pulses(pump).length - counted).toBe(20);
  });
});

/** What a person, or two, might do with the settings of a pump that delivers, in any order. */
type Deed =
  | {
      readonly do: 'propose';
      readonly change: Partial<Settings>;
      readonly stale: boolean;
      readonly instead: boolean;
    }
  | { readonly do: 'confirm'; readonly off: number }
  | { readonly do: 'discard' | 'bolus' | 'temp' | 'cancel' | 'travel' }
  | { readonly do: 'wait'; readonly ms: number };

const change: fc.Arbitrary<Partial<Settings>> = fc.oneof(
  fc.record({ maxBasalUuPerHour: fc.integer({ min: 200_000, max: 15 * U }) }),
  fc.record({ maxBolusUu: fc.integer({ min: 500_000, max: 25 * U }) }),
  fc.record({ maxDailyUu: fc.integer({ min: 10 * U, max: 300 * U }) }),
  fc.record({
    basalProfile: fc
      .array(
        fc.record({
          fromMinute: fc.nat(47).map(half => half * 30),
          rateUuPerHour: fc.integer({ min: 0, max: 4 * U }),
        }),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map(([first, ...rest]) => [{ fromMinute: 0, rateUuPerHour: first?.rateUuPerHour ?? 0 }, ...rest]),
  }),
  fc.record({ glucoseLowMgDl: fc.integer({ min: 50, max: 110 }), autoOffHours: fc.nat(24) }),
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('propose' as const),
      change,
      stale: fc.nat(4).map(chance => chance === 0),
      instead: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('confirm' as const), off: fc.constantFrom(0, 0, 0, 1, -1) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'discard' as const,
        'bolus' as const,
        'temp' as const,
        'cancel' as const,
        'travel' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(500, 5_000, MINUTE, 100_000, 20 * MINUTE),
    }),
  },
);

const factsOf = (pump: CorePump, each: Exclude<Deed, { do: 'wait' }>, number: number): readonly Fact[] => {
  const { programming } = ledgerOf(pump);
  switch (each.do) {
    case 'propose': {
      const { waiting } = programming;
      const made = proposal(
        pump,
        each.change,
        each.instead && waiting !== null ? waiting.proposal : undefined,
      );
      return [
        made.type === 'settings.proposed' && each.stale
          ? { ...made, replaces: Math.max(0, made.replaces - 1) }
          : made,
      ];
    }
    case 'confirm':
      return [confirmation(Math.max(1, programming.proposals + each.off))];
    case 'discard':
      return [{ type: 'settings.discarded' }];
    case 'bolus':
      return [
        {
          type: 'bolus.requested',
          bolus: `b${number}`,
          kind: 'extended',
          amountUu: 2 * U,
          durationMs: 15 * MINUTE,
        },
        { type: 'bolus.confirmed', bolus: `b${number}` },
      ];
    case 'temp':
      return [{ type: 'tempBasal.requested', percent: 180, durationMs: 30 * MINUTE, replaces: true }];
    case 'cancel':
      return [{ type: 'tempBasal.cancelled' }, { type: 'bolus.cancelled' }];
    case 'travel':
      return [{ type: 'zone.changed', utcOffsetMinutes: 60 * (number % 5), cause: 'travel' }];
  }
};

test(
  'SR-105 SR-106 whatever is proposed in whatever order, the settings in use are whole, and each change was shown and confirmed once',
  req('SR-105', 'SR-106'),
  async () => {
    const met = { changed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 40 }), async deeds => {
        const pump = await delivering();
        const from = pump.steps.length;
        for (const [number, each] of deeds.entries()) {
          if (each.do === 'wait') await pump.wait(each.ms);
          // The edge lets nothing pass whose fields are out of range by themselves.
          else
            for (const fact of factsOf(pump, each, number))
              if (factSchema.safeParse(fact).success) await pump.give(fact);
        }
        const confirmed = new Set<number>();
        const shown = new Map<number, unknown>();
        for (const step of pump.steps.slice(from)) {
          const { fact } = step.envelope;
          const [before, after] = [step.before.ledger.settings, step.state.ledger.settings];
          for (const command of step.commands)
            if (command.type === 'askSettings') shown.set(command.proposal, command.differences);
          met.refused += refusals(step).length > 0 && fact.type.startsWith('settings.') ? 1 : 0;
          expect(settingsSchema.safeParse(after).success).toBe(true);
          expect(step.state.pump.matches({ life: 'failSafe' })).toBe(false);
          if (before === after) continue;
          expect(step.commands).toContainEqual({ type: 'recordSettings', before, after });
          if (fact.type === 'zone.changed') continue;
          if (fact.type !== 'settings.confirmed' || before === null || after === null)
            throw new Error(fact.type);
          expect(confirmed.has(fact.proposal)).toBe(false);
          confirmed.add(fact.proposal);
          expect(shown.get(fact.proposal)).toEqual(differencesOf(before, after));
          const { running } = step.before.ledger.temp;
          const rate = running !== null && 'rate' in running.level ? running.level.rate : 0;
          expect(rate).toBeLessThanOrEqual(after.maxBasalUuPerHour);
          expect(step.before.ledger.bolus.extended?.requestedUu ?? 0).toBeLessThanOrEqual(after.maxBolusUu);
          met.changed += 1;
        }
      }),
      { numRuns: 60 },
    );
    console.log(`${met.changed} changes of settings were confirmed, ${met.refused} steps refused`);
    expect(met.changed).toBeGreaterThan(20);
    expect(met.refused).toBeGreaterThan(20);
  },
);

test(
  'SR-105 a press of the quick bolus is worth what it was when counting began',
  req('SR-035', 'SR-105'),
  async () => {
    const pump = await corePump({ settings: { ...exampleSettings, quickBolusStepUu: 500_000 } });
    await pump.give({ type: 'resume.requested' });
    await pump.give(proposal(pump, { quickBolusStepUu: 2 * U }));
    await pump.give({ type: 'button.pressed' });
    await pump.wait(2_000);
    await pump.give({ type: 'button.released' }, { type: 'button.pressed' });
    await pump.give(confirmation(1));
    expect(inUse(pump).quickBolusStepUu).toBe(2 * U);
    await pump.give({ type: 'button.released' });
    await pump.wait(4_000);
    expect(ledgerOf(pump).bolus.current?.requestedUu).toBe(500_000);
  },
);
