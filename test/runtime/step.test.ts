import { describe, expect, test } from 'vitest';
import { createMachine, initialTransition } from 'xstate';
import type { Command } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { after, milliseconds, wallMs } from '../../src/domain/units.ts';
import { takeEvent } from '../../src/runtime/charts.ts';
import type { Stepped } from '../../src/runtime/draft.ts';
import type { PumpState, Timer } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';

const MINUTE = 60_000;

/** A pump that delivers, in steps taken by hand from where it is. */
const delivering = async (...facts: readonly Fact[]): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  for (const fact of facts) await pump.give(fact);
  return pump;
};
const pumping = shared(async () => (await delivering()).runtime.state());

/** Takes a fact so long after the last one. */
const take = (state: PumpState, fact: Fact, laterMs = 0): Stepped => {
  const { at } = state.ledger;
  if (at === null) throw new Error('the pump has no time yet');
  const monoMs = after(at.monoMs, milliseconds(laterMs));
  return step(state, { seq: 1_000, monoMs, wallMs: wallMs(at.wallMs + laterMs), fact });
};
const takeAll = (state: PumpState, ...facts: readonly Fact[]): PumpState =>
  facts.reduce((before, fact) => take(before, fact).state, state);
const typesOf = (list: readonly { readonly type: string }[]): readonly string[] =>
  list.map(({ type }) => type);
const life = ({ pump }: PumpState): unknown => pump.value.life;
const shown = ({ annunciation }: PumpState) =>
  annunciation.map(({ alarm, signal, condition }) => `${alarm} ${signal} ${condition}`);
const withLedger = (state: PumpState, change: Partial<PumpState['ledger']>): PumpState => ({
  ...state,
  ledger: { ...state.ledger, ...change },
});

const PRESSURE: Fact = { type: 'pressure.measured', pascals: 60_000 };
const BREATH: Fact = { type: 'pressure.measured', pascals: 101_000 };
const HOT: Fact = { type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 };
const LOW_BATTERY: Fact = { type: 'battery.measured', percent: 20, millivolts: 3_700, minutesLeft: 600 };

describe('SR-118 a fault that meets a pump that is broken itself', () => {
  test(
    'is latched all the same: the motor stops, the alarm sounds, and only alarms go on',
    req('SR-118'),
    async () => {
      const state = takeAll(await pumping(), LOW_BATTERY);
      const timer = (machine: Timer['machine']): Timer => ({
        machine,
        delay: 'x',
        event: 'y',
        at: state.timers[0]?.at as never,
      });
      const broken = {
        ...state,
        ledger: { ...state.ledger, at: 5 as never, doses: null as never },
        timers: [timer('pump'), timer('alarm:batteryLow'), timer('sensor'), timer('lock')],
      };
      const at = state.ledger.at ?? { monoMs: 0, wallMs: 0 };
      const envelope = { seq: 9, ...at, fact: { type: 'fault.latched', reason: 'planted' } } as never;
      const { state: next, commands } = step(broken, envelope);
      expect(life(next)).toBe('failSafe');
      expect(shown(next)[0]).toBe('internalFault sounding present');
      expect(typesOf(commands)).toEqual(['stopMotor', 'annunciate']);
      expect(next.timers.map(({ machine }) => machine)).toEqual(
        expect.arrayContaining(['alarm:batteryLow', 'sensor', 'alarm:internalFault']),
      );
      expect(next.timers.map(({ machine }) => machine)).not.toEqual(expect.arrayContaining(['pump']));
      expect(next.timers.some(({ machine }) => machine === 'lock')).toBe(false);
      // Anything else that it cannot take is a defect.
      expect(() => step(broken, { seq: 9, ...at, fact: { type: 'clock.reached' } } as never)).toThrow();
    },
  );

  test('is the same state as one that is latched by a pump that is whole', req('SR-118'), async () => {
    const state = await pumping();
    const whole = take(state, { type: 'fault.latched', reason: 'planted' }).state;
    const at = state.ledger.at ?? { monoMs: 0, wallMs: 0 };
    const broken = { ...state, ledger: { ...state.ledger, doses: null as never } };
    const next = step(broken, {
      seq: 9,
      ...at,
      fact: { type: 'fault.latched', reason: 'planted' },
    } as never).state;
    expect(next.pump.value).toEqual(whole.pump.value);
    expect(next.pump.context).toEqual(whole.pump.context);
    expect(shown(next)).toEqual(shown(whole));
  });
});

describe('SR-064 what contradicts the record stops a pump that is on for good', () => {
  test.each<[string, Fact]>([
    ['a boot that no loss of power came before', { type: 'power.applied', boot: 'b', gapMs: 0 }],
    ['records that are set aside', { type: 'journal.setAside', kept: 'old', reason: 'torn' }],
  ])('%s', async (_what, fact) => {
    const { state, commands, derived } = take(await pumping(), fact);
    expect(life(state)).toBe('failSafe');
    expect(shown(state)).toContain('internalFault sounding present');
    expect(typesOf(commands)).toEqual(expect.arrayContaining(['stopMotor', 'annunciate']));
    expect(typesOf(derived)).toContain('fault.detected');
  });
});

test(
  'SR-001 a pulse that the gate is closed to is a defect, whatever the charts say',
  req('SR-001'),
  async () => {
    const pump = await delivering();
    await pump.wait(10 * MINUTE);
    const moving = pump.steps.find(({ commands }) => commands.some(({ type }) => type === 'moveMotor'));
    if (moving === undefined) throw new Error('nothing has moved');
    const { before, envelope } = moving;
    expect(typesOf(step(before, envelope).commands)).toContain('moveMotor');
    const empty = withLedger(before, { reservoir: { ...before.ledger.reservoir, volumeUu: 0 as never } });
    expect(() => step(empty, envelope)).toThrow('the gate is closed to moveMotor: the reservoir holds less');
  },
);

test('a step that does not settle in 16 rounds is a defect, and says what goes round', async () => {
  const { alarms, ...state } = takeAll(await pumping(), PRESSURE);
  // A chart that is told again and again to stop, and never does.
  const deaf = createMachine({
    id: 'pump',
    type: 'parallel',
    states: {
      life: { initial: 'operating', states: { operating: {} } },
      conditions: { initial: 'clear', states: { clear: {} } },
    },
  });
  const pump = initialTransition(deaf)[0] as never;
  expect(() => take({ ...state, alarms, pump }, { type: 'clock.reached' })).toThrow(
    'a step did not settle in 16 rounds: alarm.stopRaised',
  );
  const { alarms: calm } = await pumping();
  expect(() => take({ ...state, alarms: calm, pump }, { type: 'clock.reached' })).not.toThrow();
});

describe('SR-082 an alarm that is paused', () => {
  const paused = async (...facts: readonly Fact[]) =>
    shown(takeAll(await pumping(), PRESSURE, { type: 'alarm.paused', alarm: 'pressure' }, ...facts));

  test('is silent until news of its own priority, and not by lesser news', req('SR-082'), async () => {
    expect(await paused()).toEqual(['pressure paused present']);
    expect(await paused(LOW_BATTERY)).toContain('pressure paused present');
    expect(await paused(HOT)).toEqual(
      expect.arrayContaining(['pressure sounding present', 'temperature sounding present']),
    );
    // What is no news does not end it either.
    expect(await paused(PRESSURE)).toEqual(['pressure paused present']);
    expect(await paused({ type: 'suspend.requested' })).toContain('pressure paused present');
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

describe('a timer ends', () => {
  test('no sooner than its time, and not after it was cancelled', async () => {
    const waiting = takeAll(await pumping(), { type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
    const bolus = ({ pump }: PumpState): unknown => pump.value.bolus;
    const elapsed: Fact = { type: 'timer.confirmationElapsed' };
    const timer = waiting.timers.find(({ delay }) => delay === 'confirmation');
    if (timer === undefined || waiting.ledger.at === null) throw new Error('nothing waits');
    const left = timer.at - waiting.ledger.at.monoMs;
    expect(bolus(take(waiting, elapsed, left - 1).state)).toEqual({ confirming: 'once' });
    expect(take(waiting, elapsed, left - 1).state.timers).toContain(timer);
    expect(bolus(take(waiting, elapsed, left).state)).toBe('idle');
    expect(take(waiting, elapsed, left).state.timers).not.toContain(timer);
    const cancelled = takeAll(waiting, { type: 'bolus.cancelled' });
    expect(bolus(take(cancelled, elapsed, left).state)).toBe('idle');
  });
});

test(
  'SR-022 a bolus that is withdrawn by its confirmation takes no extended bolus with it',
  req('SR-022'),
  async () => {
    const state = takeAll(
      await pumping(),
      {
        type: 'bolus.requested',
        bolus: 'slow',
        kind: 'extended',
        amountUu: 1_000_000,
        durationMs: 60 * MINUTE,
      },
      { type: 'bolus.confirmed', bolus: 'slow' },
      { type: 'bolus.requested', bolus: 'quick', amountUu: 5_000_000 },
      { type: 'settings.changed', settings: { ...exampleSettings, maxBolusUu: 1_000_000 } },
    );
    expect(state.pump.value).toMatchObject({ bolus: { confirming: 'once' }, extended: 'delivering' });
    const { state: next, commands } = take(state, { type: 'bolus.confirmed', bolus: 'quick' });
    expect(typesOf(commands)).toContain('refuse');
    expect(next.pump.value).toMatchObject({ bolus: 'idle', extended: 'delivering' });
  },
);

test('a step tells what each machine was given, and in fail-safe what was found of glucose', async () => {
  const state = await pumping();
  const { deliveries } = take(state, PRESSURE);
  expect(deliveries.map(({ machine, event }) => `${machine} ${event.type}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^environment pressure/),
      'alarm:pressure alarm.raised',
      'pump alarm.stopRaised',
    ]),
  );
  const failed = takeAll(
    state,
    { type: 'cgm.reported', session: 'active' },
    { type: 'cgm.measured', mgPerDl: 110, sequence: 1 },
    { type: 'fault.latched', reason: 'planted' },
  );
  const low = take(failed, { type: 'cgm.measured', mgPerDl: 45, sequence: 2 }, 5 * MINUTE);
  expect(typesOf(low.derived)).toContain('glucose.urgentlyLow');
  const motions = new Set<Command['type']>(['moveMotor', 'rewindDrive', 'seatPlunger']);
  expect(low.commands.filter(({ type }) => motions.has(type))).toEqual([]);
});
