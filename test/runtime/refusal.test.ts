import { describe, expect, test } from 'vitest';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { confirmationObjections } from '../../src/domain/ledger/ledger.ts';
import { refusalOf, refusedForGood, requestIn } from '../../src/runtime/refusal.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';

/** What a person wants started or changed, by the fact that says so; every other fact wants nothing, or only less. */
const WANTS: Readonly<Partial<Record<Fact['type'], ReturnType<typeof requestIn>>>> = {
  'bolus.requested': 'bolus',
  'bolus.confirmed': 'bolus',
  'bolus.confirmedAgain': 'bolus',
  'resume.requested': 'resume',
  'tempBasal.requested': 'tempBasal',
  'automation.enabled': 'automation',
  'remote.permissionRequested': 'remotePermission',
  'change.requested': 'change',
  'change.cancelled': 'change',
  'set.disconnected': 'change',
  'rewind.requested': 'change',
  'cartridge.replaced': 'change',
  'prime.started': 'change',
  'prime.skipped': 'change',
  'fill.requested': 'change',
  'fill.skipped': 'change',
};

test('SR-046 of every fact it is known what a person wants by it', req('SR-046'), () => {
  const types = factSchema.options.map(({ shape }) => shape.type.value);
  expect(Object.fromEntries(types.map(type => [type, requestIn({ type } as Fact)]))).toEqual(
    Object.fromEntries(types.map(type => [type, WANTS[type] ?? null])),
  );
  expect(types.filter(type => WANTS[type] !== undefined)).toHaveLength(Object.keys(WANTS).length);
});

/** A pump in which a bolus waits, and what it answers to a request, with this or that otherwise. */
const waiting = shared(async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'bolus.requested', bolus: 'lunch', amountUu: 1_000_000 });
  const state = pump.runtime.state();
  const at = { monoMs: pump.clock.now(), wallMs: pump.clock.wall() };
  const { ledger } = state;
  const battery = { level: 'ending', percent: 3, millivolts: 3_550, minutesLeft: 1 } as const;
  await pump.give({ type: 'fault.latched', reason: 'planted' });
  return {
    ledger,
    at,
    tired: { ...ledger, conditions: { ...ledger.conditions, battery } },
    stopped: pump.runtime.state(),
    asked: (type: Fact['type'], more: object = {}, change: Partial<typeof state> = {}) =>
      refusalOf({ type, ...more } as Fact, { ...state, ...change }, at),
  };
});

describe('SR-046 what is counted is refused before the charts hear of it', () => {
  test.each(['bolus.confirmed', 'bolus.confirmedAgain'] as const)(
    '%s of the bolus that waits passes; of another one it is refused, and the first goes on waiting',
    req('SR-046', 'SR-026'),
    async type => {
      const { ledger, at, asked } = await waiting();
      expect(asked(type, { bolus: 'lunch' })).toBeNull();
      expect(asked(type, { bolus: 'dinner' })).toEqual({
        command: {
          type: 'refuse',
          request: 'bolus',
          reasons: confirmationObjections(ledger, 'dinner', at),
        },
        withdraws: false,
      });
      expect(asked(type, { bolus: 'dinner' })?.command).toMatchObject({ reasons: [expect.any(String)] });
    },
  );

  test(
    'a bolus that is not possible any more is withdrawn by its own confirmation',
    req('SR-021'),
    async () => {
      const { ledger, asked } = await waiting();
      const settings = { ...ledger.settings, maxBolusUu: 500_000 } as typeof ledger.settings;
      expect(asked('bolus.confirmed', { bolus: 'lunch' }, { ledger: { ...ledger, settings } })).toMatchObject(
        {
          withdraws: true,
          command: { request: 'bolus' },
        },
      );
      expect(asked('bolus.confirmed', { bolus: 'x' }, { ledger: { ...ledger, settings } })).toMatchObject({
        withdraws: false,
      });
    },
  );

  test(
    'filling with a battery that would not last, and a cannula that has had its fill',
    req('SR-049'),
    async () => {
      const { ledger, tired, asked } = await waiting();
      const change = (type: Fact['type'], of: typeof ledger) => asked(type, {}, { ledger: of });
      const prime = { ...ledger.prime, wantedUu: 300_000, cannulaUu: 300_000 } as typeof ledger.prime;
      const filled = { ...ledger, prime, supply: { ...ledger.supply, prepared: false } };
      const refused = (...reasons: readonly unknown[]) => ({
        command: { type: 'refuse', request: 'change', reasons },
        withdraws: false,
      });
      const low = expect.stringContaining('attery');
      const full = expect.stringContaining('The cannula has taken 0.3 U');
      expect(change('prime.started', ledger)).toBeNull();
      expect(change('fill.requested', ledger)).toBeNull();
      expect(change('prime.started', filled)).toBeNull();
      expect(change('prime.started', tired)).toEqual(refused(low));
      expect(change('fill.requested', tired)).toEqual(refused(low));
      expect(change('fill.requested', filled)).toEqual(refused(full));
      expect(change('fill.requested', { ...filled, conditions: tired.conditions })).toEqual(
        refused(low, full),
      );
    },
  );

  test('a resume, with all else that stands in its way', req('SR-039', 'SR-046'), async () => {
    const { ledger, stopped, asked } = await waiting();
    const { pump } = stopped;
    expect(asked('resume.requested')).toBeNull();
    const none = asked('resume.requested', {}, { ledger: { ...ledger, settings: null } });
    expect(none).toMatchObject({ withdraws: false, command: { type: 'refuse', request: 'resume' } });
    const alone = none?.command.type === 'refuse' ? none.command.reasons : [];
    expect(alone.length).toBeGreaterThan(0);
    const both = asked('resume.requested', {}, { ledger: { ...ledger, settings: null }, pump });
    expect(both?.command).toMatchObject({
      reasons: [...alone, 'The pump is not operating yet, or no longer.', 'Delivery is suspended.'],
    });
  });

  test('and what is not counted is for the charts', async () => {
    const { tired, asked } = await waiting();
    for (const type of ['bolus.requested', 'tempBasal.requested', 'change.requested'] as const)
      expect(asked(type, {}, { ledger: { ...tired, settings: null } })).toBeNull();
  });
});

test(
  'SR-046 in fail-safe a request is refused for what has stopped the pump, and nothing else is',
  req('SR-046'),
  async () => {
    const { stopped } = await waiting();
    expect(refusedForGood({ type: 'resume.requested' }, stopped)).toEqual([
      {
        type: 'refuse',
        request: 'resume',
        reasons: expect.arrayContaining(['The pump is not operating yet, or no longer.']),
      },
    ]);
    expect(refusedForGood({ type: 'suspend.requested' }, stopped)).toEqual([]);
  },
);
