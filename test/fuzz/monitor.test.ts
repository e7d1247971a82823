import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Annunciation, Command } from '../../src/domain/commands.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { mgPerDl, microunits, microunitsPerHour, monoMs } from '../../src/domain/units.ts';
import { takePump } from '../../src/runtime/charts.ts';
import { INVARIANTS } from '../../src/runtime/invariants.ts';
import { inspect, type Memory, memoryOf } from '../../src/runtime/monitor.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { type Stride, shrink } from './walk.ts';

const pump = await corePump();
await pump.give({ type: 'resume.requested' });
await pump.wait(600_000);
await pump.give({
  type: 'bolus.requested',
  bolus: 'slow',
  kind: 'extended',
  amountUu: 500_000,
  durationMs: 1_800_000,
});
await pump.give({ type: 'bolus.cancelled' });
const { steps } = pump;
const last = (type: Command['type']): Observed => {
  const found = steps.findLast(({ commands }) => commands.some(command => command.type === type));
  if (found === undefined) throw new Error(`nobody asked for ${type}`);
  return found;
};
const moving = last('moveMotor');
const booting = steps.find(({ envelope }) => envelope.fact.type === 'power.applied') ?? moving;
const confirming = steps.findLast(({ state }) => state.pump.matches({ bolus: 'confirming' })) ?? moving;
const suspended = steps.find(({ envelope }) => envelope.fact.type === 'journal.read')?.state ?? moving.state;
const full = (step: Observed, change: Partial<Observed['state']['ledger']>): Observed => ({
  ...step,
  state: { ...step.state, ledger: { ...step.state.ledger, ...change } },
});

/** A cartridge that somebody takes out: the pump tells that it has stopped. */
await pump.give({ type: 'cartridge.removed' });
const stopped = steps.find(({ state }) => state.pump.matches({ permission: 'suspendedByAlarm' })) ?? moving;
const otherwise = ({ state: { annunciation } }: Observed): Annunciation => {
  const [told] = annunciation;
  if (told === undefined) throw new Error('nothing is told of a stop');
  return { ...told, alarm: 'urgentLow' };
};

/** Steps that never happened, each with the invariant that must see it. */
const bolus = moving.state.ledger.bolus;
const forgedBolus = {
  bolus: 'forged',
  requestedUu: microunits(50_000),
  deliveredUu: microunits(75_000),
  reason: 'completed',
} as const;
/** The day has its most, and a pulse of a bolus moves all the same. */
const fullDay = {
  ...full(moving, {
    settings: { ...exampleSettings, maxDailyUu: 10_000 },
    flight: moving.state.ledger.flight,
  }),
  commands: moving.commands.map(command =>
    command.type === 'moveMotor'
      ? ({ ...command, pulse: { ...command.pulse, channel: 'extended' } } as const)
      : command,
  ),
};
const spreading = takePump(confirming.state.pump, {
  type: 'bolus.confirmed',
  kind: 'extended',
  hour: 'usual',
}).next;

/** The same pump in states that it cannot be in together. */
const forgedState = (change: Partial<Observed['state']['pump']['value']>): Observed['state'] => ({
  ...moving.state,
  pump: pumpMachine.resolveState({
    value: { ...moving.state.pump.value, ...change },
    context: moving.state.pump.context,
  }),
});
const goingOn = (change: Partial<Observed['state']['pump']['value']>): Observed => ({
  ...moving,
  before: moving.state,
  state: forgedState(change),
  commands: [],
  envelope: { ...moving.envelope, fact: { type: 'clock.reached' } },
});
/** A day whose limit and profile are nothing, and the basal of ten minutes. */
const emptyDay: Settings = {
  ...exampleSettings,
  maxDailyUu: 0,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 0 }],
};
const { history } = moving.state.ledger.doses;
const moreOf = { channel: 'basal', certain: true } as const;
const tomorrow = monoMs(moving.envelope.monoMs + 86_400_000);

/** Basal flows although low glucose holds it. */
const holding = full(moving, {
  lowSuspend: {
    ...moving.state.ledger.lowSuspend,
    hold: { since: moving.envelope.monoMs, until: tomorrow },
  },
});
const held: Observed = {
  ...holding,
  before: holding.state,
  commands: [{ type: 'recordIntent', pulse: { pulse: 1_000_000, channel: 'basal', bolus: null } }],
};

/** A controller has this rate at work, and this is the newest reading. */
const commanded = (rate: number, latest: Observed['state']['ledger']['glucose']['latest']): Observed => {
  const { automation, glucose } = moving.state.ledger;
  const endsAt = monoMs(moving.envelope.monoMs + 1);
  return full(moving, {
    automation: {
      ...automation,
      rate: { level: { rate: microunitsPerHour(rate) }, endsAt, by: 'controller' },
    },
    glucose: { ...glucose, latest },
  });
};

const FORGED: readonly (readonly [string, Observed])[] = [
  ['I1', { ...moving, state: { ...moving.state, pump: suspended.pump } }],
  ['I2', fullDay],
  ['I2', full(moving, { settings: emptyDay })],
  ['I3', goingOn({ life: 'failSafe' })],
  ['I3', goingOn({ conditions: 'stopped' })],
  ['I4', full(moving, { bolus: { ...bolus, last: forgedBolus } })],
  ['I4', full(moving, { bolus: { ...bolus, lastExtended: forgedBolus } })],
  ['I5', full(moving, { claims: 0 })],
  ['I5', full(moving, { doses: { ...moving.state.ledger.doses, extended: moving.state.ledger.claims + 1 } })],
  [
    'I6',
    full(moving, { reservoir: { ...moving.state.ledger.reservoir, volumeUu: microunits(300_000_000) } }),
  ],
  ['I7', held],
  ['I8', { ...goingOn({}), before: forgedState({ life: 'failSafe' }) }],
  ['I9', full(moving, { supply: { ...moving.state.ledger.supply, prepared: false } })],
  ['I10', { ...moving, commands: [{ type: 'rewindDrive' }] }],
  [
    'I11',
    full(moving, {
      doses: { ...moving.state.ledger.doses, history: [...history, { ...moreOf, atMonoMs: tomorrow }] },
    }),
  ],
  ['I12', full(moving, { flight: null })],
  // Something HIGH is told, and not that delivery has stopped.
  ['I13', { ...stopped, state: { ...stopped.state, annunciation: [otherwise(stopped)] } }],
  ['I13', { ...stopped, state: { ...stopped.state, annunciation: [] } }],
  ['I14', { ...moving, before: suspended }],
  ['I15', commanded(4_000_000, null)],
  ['I15', commanded(1, { mgPerDl: mgPerDl(59), atMonoMs: moving.envelope.monoMs })],
  [
    'I16',
    {
      ...full(moving, { doses: { ...moving.state.ledger.doses, history: [] } }),
      envelope: { ...moving.envelope, fact: { type: 'clock.set' } },
    },
  ],
  ['I18', { ...booting, state: { ...booting.state, pump: spreading } }],
  ['I17', { ...moving, commands: [...moving.commands, ...moving.commands] }],
];

test('SR-118 every invariant is seen to be broken by one of these', req('SR-118'), () => {
  const forged = new Set(FORGED.map(([id]) => id));
  expect(INVARIANTS.map(({ id }) => id).filter(id => !forged.has(id))).toEqual([]);
  expect(INVARIANTS.length).toBeGreaterThan(10);
});

test('SR-016 what was given under other limits is not held against those of today', req('SR-016'), () => {
  const lowered = full(moving, { settings: emptyDay });
  const told = (dayFrom: Memory['dayFrom']) =>
    inspect({ ...blank, dayFrom }, lowered).violations.map(({ invariant }) => invariant);
  const now = moving.envelope.monoMs;
  expect(history.length).toBeGreaterThan(1);
  expect(told(null)).toContain('I2');
  expect(told(now)).not.toContain('I2');
  const set: Observed = {
    ...moving,
    before: moving.state,
    envelope: { ...moving.envelope, fact: { type: 'clock.set' } },
  };
  expect(inspect(blank, set).memory.dayFrom).toBe(now);
});

const blank = memoryOf(blankState());

test.each(FORGED)('SR-118 a step that breaks %s is seen', (id, forged) => {
  const { violations } = inspect(blank, forged);
  expect(violations.map(({ invariant }) => invariant)).toContain(id);
});

test('SR-118 no step of an ordinary hour breaks anything', req('SR-118'), () => {
  let memory = blank;
  for (const each of steps) {
    const seen = inspect(memory, each);
    expect(seen.violations).toEqual([]);
    memory = seen.memory;
  }
  expect(steps.length).toBeGreaterThan(20);
});

test('SR-118 a pulse is told once: the same step again is a violation', () => {
  const first = inspect(blank, moving);
  const { violations } = inspect(first.memory, moving);
  expect(violations.map(({ invariant }) => invariant)).toContain('I17');
});

test('a long walk that fails is shortened to what the failure needs', () => {
  const noise: readonly Stride[] = Array.from({ length: 60 }, () => ({
    waitMs: 5,
    fact: { type: 'bolus.cancelled' },
  }));
  // A force that no schema lets pass: the ledger throws.
  const fatal: Stride = { waitMs: 7, fact: { type: 'force.measured', forceMn: 5_000_000 } };
  const short = shrink([...noise, fatal, ...noise]);
  expect(short).toEqual([fatal]);
});

test('a tube is primed while the hour is full: what fills it is no dose', req('SR-015', 'SR-050'), () => {
  const small = { ...exampleSettings, maxBasalUuPerHour: 10_000, maxBolusUu: 0 };
  const by = (channel: 'prime' | 'basal'): Observed => ({
    ...full(moving, { settings: small }),
    commands: moving.commands.map(command =>
      command.type === 'moveMotor'
        ? ({ ...command, pulse: { ...command.pulse, channel } } as const)
        : command,
    ),
  });
  const hour = INVARIANTS.find(({ id }) => id === 'I2');
  const memory = memoryOf(moving.before);
  expect(hour?.breaks(by('prime'), memory)).toBeNull();
  expect(hour?.breaks(by('basal'), memory)).toMatch(/in an hour, more than/);
});
