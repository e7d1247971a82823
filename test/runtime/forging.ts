import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Annunciation, Command, Intent } from '../../src/domain/commands.ts';
import { dailyBasal } from '../../src/domain/profiles.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { mgPerDl, microunits, microunitsPerHour, monoMs } from '../../src/domain/units.ts';
import { takePump } from '../../src/runtime/charts.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { corePump } from '../support/corePump.ts';
import { shared } from '../support/shared.ts';

const MINUTE = 60_000;

/** Steps of an ordinary hour, and what steps are forged with that never happened. */
export const forging = shared(async () => {
  const pump = await corePump();
  // So that there is a past to forge.
  await pump.wait(30 * 60 * MINUTE);
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
  const suspended =
    steps.find(({ envelope }) => envelope.fact.type === 'journal.read')?.state ?? moving.state;
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

  const now = moving.envelope.monoMs;
  const { ledger } = moving.state;
  const on = (step: Observed, fact: Observed['envelope']['fact'], atMs: number = now): Observed => ({
    ...step,
    envelope: { ...step.envelope, monoMs: monoMs(atMs), fact },
  });
  const pulses = (change: Partial<Intent>): Observed => ({
    ...moving,
    commands: moving.commands.map(command =>
      command.type === 'moveMotor' ? { ...command, pulse: { ...command.pulse, ...change } } : command,
    ),
  });
  /** These commands alone, each for the pulse of that number. */
  const asking = (...commands: readonly Command[]): Observed => ({ ...moving, commands });
  const intent = (pulse: number) =>
    ({ type: 'recordIntent', pulse: { pulse, channel: 'basal', bolus: null } }) as const;
  const move = (pulse: number, channel: Intent['channel'] = 'basal') =>
    ({ type: 'moveMotor', pulse: { pulse, channel, bolus: null } }) as const;
  const outcome = (pulse: number) => ({ type: 'recordOutcome', pulse, outcome: 'verified' }) as const;
  const given = (...agoMs: readonly number[]) => ({
    doses: { ...ledger.doses, history: agoMs.map(ms => ({ ...moreOf, atMonoMs: monoMs(now - ms) })) },
    flight: null,
  });
  const set = (change: Partial<Settings>) => ({ settings: { ...exampleSettings, ...change } });
  const filling = { supply: { changing: 'fillingCannula' }, permission: 'suspendedForChange' } as const;
  const inState = (step: Observed, change: Partial<Observed['state']['pump']['value']>): Observed => ({
    ...step,
    state: { ...step.state, pump: forgedState(change).pump },
  });
  const primes: Observed = {
    ...goingOn({ conditions: 'stopped' }),
    state: {
      ...moving.state,
      pump: pumpMachine.resolveState({
        value: { ...moving.state.pump.value, conditions: 'stopped' },
        context: { ...moving.state.pump.context, owner: 'prime' },
      }),
    },
  };
  const spread = { ...forgedBolus, bolus: 'spread', phase: 'active', spread: null } as never;
  const volume = (uu: number) => ({ reservoir: { ...ledger.reservoir, volumeUu: microunits(uu) } });
  const { volumeUu } = ledger.reservoir;
  const rose = full({ ...moving, before: moving.state }, volume(volumeUu + 1));
  /** Off for so long up to now, and for half an hour long ago. */
  const off = (ms: number, hold: typeof ledger.lowSuspend.hold = null) => ({
    lowSuspend: {
      ...ledger.lowSuspend,
      hold,
      spells: [
        { from: monoMs(-200 * MINUTE + now), to: monoMs(-160 * MINUTE + now) },
        { from: monoMs(now - ms), to: now },
      ],
    },
  });
  const holds = { since: monoMs(now - 60 * MINUTE), until: monoMs(now - 30 * MINUTE) };
  const hour = Array.from({ length: 40 }, () => 30 * MINUTE);
  const day = Array.from({ length: 400 }, () => 300 * MINUTE);
  const basal = dailyBasal(exampleSettings.basalProfile);
  const automated = (
    rate: Partial<NonNullable<typeof ledger.automation.rate>>,
    change: Partial<typeof ledger> = {},
  ): Observed =>
    full(moving, {
      automation: {
        ...ledger.automation,
        rate: {
          level: { rate: microunitsPerHour(4_000_000) },
          endsAt: monoMs(now + 1),
          by: 'controller',
          ...rate,
        },
      },
      ...change,
    });
  const read = (mg: number, agoMs: number) => ({ mgPerDl: mgPerDl(mg), atMonoMs: monoMs(now - agoMs) });
  const changed = (
    type: 'clock.set' | 'zone.changed' | 'settings.changed' | 'settings.confirmed',
    change: Partial<typeof ledger>,
  ): Observed => {
    const step = full({ ...moving, before: moving.state }, change);
    return on(step, { type } as Observed['envelope']['fact']);
  };
  const failSafe = { ...goingOn({}), before: forgedState({ life: 'failSafe' }) };
  return {
    pump,
    steps,
    last,
    moving,
    booting,
    suspended,
    full,
    stopped,
    otherwise,
    bolus,
    forgedBolus,
    fullDay,
    spreading,
    forgedState,
    goingOn,
    emptyDay,
    history,
    moreOf,
    tomorrow,
    held,
    commanded,
    now,
    ledger,
    on,
    pulses,
    asking,
    intent,
    move,
    outcome,
    given,
    set,
    filling,
    inState,
    primes,
    spread,
    volumeUu,
    rose,
    off,
    holds,
    hour,
    day,
    basal,
    automated,
    read,
    changed,
    failSafe,
  };
});

export type Forging = Awaited<ReturnType<typeof forging>>;
