import { match, P } from 'ts-pattern';
import { alarmNames } from '../../../src/domain/alarms.ts';
import { type BolusPart, bolusParts } from '../../../src/domain/commands.ts';
import { bolusKinds, type Fact } from '../../../src/domain/facts.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import { deadlineOf } from '../../../src/runtime/deadlines.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { broken, type Cause, comes, PRESSURE, press, type Situation, spoilt, submit, world } from './acts.ts';
import { leap, setRight } from './clock.ts';
import { isIn } from './pumpModel.ts';
import { benchSettings, type DevicesFound, NUDGE } from './pumpOnBench.ts';
import { supplyCause } from './supplyCauses.ts';

const DEAF = { kind: 'noReply', replies: Number.POSITIVE_INFINITY } as const;
/** Just short of the deadline of the motor's adapter, so that nothing fails and everything is slow. */
const SLOW_MS = 75;
/** More than any pulses in doubt may explain, and a movement that none can. */
const CREEP = { inMidPulse: 60, atRest: -10 } as const;
const ONE_UNIT = 1_000_000;
const TWO_UNITS = 2_000_000;
/** Limits so tight that a bolus of 2 U fills the hour: 0.2 U/h and one and a half times 0.5 U. */
const TIGHT_HOUR: Fact = {
  type: 'settings.changed',
  settings: {
    ...benchSettings,
    basalProfile: [{ fromMinute: 0, rateUuPerHour: 200_000 }],
    maxBasalUuPerHour: 200_000,
    maxBolusUu: 500_000,
  },
};

/** Everything whole again, except what lingers: a line that has not been relieved. */
export const heal = (situation: Situation): void => {
  const { simulators, links, inject } = world(situation);
  inject({ stall: false });
  simulators.motor.heal();
  simulators.encoder.heal();
  links.motor.heal();
  press(situation, isIn(situation.state, { occlusion: 'clear' }) ? 0 : PRESSURE.lingering);
};

const originOf = (event: Event): { readonly origin?: 'user' | 'remote' } =>
  'origin' in event && event.origin === 'remote' ? { origin: 'remote' } : {};

/** The cause of an event. The bench has said that it is feasible here. */
export const causeOf = (event: Event, situation: Situation): Cause =>
  match(event.type)
    .returnType<Cause>()
    .with('suspend.requested', () =>
      situation.ahead[0]?.type === 'pulse.due' && isIn(situation.state, { motor: 'still' })
        ? suspendWhenDue(situation)
        : submit(situation, { type: 'suspend.requested', ...originOf(event) }),
    )
    .with('resume.requested', type => submit(situation, { type, ...originOf(event) }))
    .with('clock.suspected', () => leap(situation, 'suspected'))
    .with('clock.lost', () => leap(situation, 'lost'))
    .with('clock.trusted', () => setRight(situation))
    .with('change.requested', 'tempBasal.cancelled', type => submit(situation, { type }))
    .with('bolus.cancelled', type => submit(situation, { type, ...partOf(event) }))
    .with('fault.latched', type => submit(situation, { type, reason: 'latched on the bench' }))
    .with('bolus.admitted', () => submit(situation, ...admissible(situation)))
    .with('bolus.refused', () => submit(situation, bolusRequest(situation, 30_000_000)))
    .with('bolus.confirmed', 'bolus.confirmedAgain', type =>
      submit(situation, { type, bolus: pendingBolus(situation) }),
    )
    .with('tempBasal.admitted', () =>
      submit(situation, {
        type: 'tempBasal.requested',
        percent: 50,
        durationMs: tempLength(situation.ahead),
        replaces: true,
      }),
    )
    .with('tempBasal.refused', () =>
      submit(situation, { type: 'tempBasal.requested', percent: 300, durationMs: 900_000 }),
    )
    .with('reservoir.low', () =>
      submit(situation, {
        type: 'settings.changed',
        settings: { ...benchSettings, lowReservoirUu: 50_000_000 },
      }),
    )
    .with('limit.hourlyReached', () => ({ ...submit(situation, TIGHT_HOUR), takesTime: true }))
    .with('alarm.stopsCleared', () => acknowledgeAll(situation))
    .with('journal.failed', () => ({
      when: 'atOnce',
      takesTime: false,
      act: () => {
        situation.bench.breakStorage();
        situation.bench.pump().runtime.submit(NUDGE);
      },
    }))
    .with('power.applied', () => ({
      when: 'settled',
      takesTime: false,
      act: () => situation.bench.powerOn(found(situation)),
    }))
    .with('power.lost', () => losePower(situation))
    .with('motor.failed', () =>
      broken(situation, () =>
        world(situation).simulators.motor.fault({ kind: 'conditions', killSwitch: true }),
      ),
    )
    .with('timer.pulseElapsed', () =>
      broken(situation, () => world(situation).links.motor.fault('toHost', { kind: 'delay', ms: SLOW_MS })),
    )
    .with('motor.arrived', () =>
      broken(situation, () => {
        if (verdictOf(situation.ahead) === 'pulse.unverified') world(situation).inject({ stall: true });
      }),
    )
    .with('timer.verificationElapsed', () =>
      spoilt(() => world(situation).simulators.encoder.fault({ kind: 'noReply' }), true),
    )
    .with('timer.haltElapsed', () => spoilt(() => world(situation).simulators.motor.fault(DEAF), true))
    .with(P.union('motor.strayed', 'delivery.exceeded'), () => ({
      // At rest, only after the encoder has said where rest is.
      when: isIn(situation.state, { motor: 'underway' }) ? 'atOnce' : 'settled',
      takesTime: false,
      act: () => creep(situation),
    }))
    .with('occlusion.suspected', () => spoilt(() => press(situation, PRESSURE.suspected), true))
    .with('occlusion.detected', () => spoilt(() => press(situation, PRESSURE.detected), true))
    .with('occlusion.relieved', () => spoilt(() => press(situation, 0), true))
    .with(P.union('intent.recorded', 'outcome.recorded', 'journal.read', 'motor.halted'), () => comes(false))
    .otherwise(() => supplyCause(event, situation) ?? comes(true));

const VERDICTS = ['pulse.verified', 'pulse.unverified', 'timer.verificationElapsed', 'delivery.exceeded'];
const verdictOf = (ahead: readonly Event[]): string | undefined =>
  ahead.find(({ type }) => VERDICTS.includes(type))?.type;

const creep = (situation: Situation): void => {
  const { model, inject } = world(situation);
  const before = model.state().turned;
  const isMidPulse = isIn(situation.state, { motor: 'underway' });
  inject({ creepCounts: isMidPulse ? CREEP.inMidPulse : CREEP.atRest });
  situation.oracle.crept((model.state().turned - before) / 100);
};

const bolusRequest = ({ fresh }: Situation, amountUu: number): Fact => ({
  type: 'bolus.requested',
  bolus: `bench ${fresh()}`,
  amountUu,
});

/** A cancellation names its part, or means everything. */
const partOf = (event: Event): { readonly part?: BolusPart } => {
  const part = bolusParts.find(each => 'part' in event && event.part === each);
  return part === undefined ? {} : { part };
};

/** A request of the kind that the path confirms later, under settings by which it is much, or is not. */
const admissible = (situation: Situation): readonly Fact[] => {
  const { ahead } = situation;
  const next = ahead.find(({ type }) => type === 'bolus.confirmed' || type === 'bolus.admitted');
  const kind = bolusKinds.find(each => next && 'kind' in next && next.kind === each) ?? 'normal';
  const isMuch = next !== undefined && 'hour' in next && next.hour === 'much';
  // Small beside the bolus before it, so that the two come above one and a half times the largest.
  const most = isMuch ? ONE_UNIT : TWO_UNITS;
  const nowUu = kind === 'extended' ? 0 : sizeOf(ahead, 'bolus', most);
  const extendedUu = kind === 'normal' ? 0 : sizeOf(ahead, 'extended', most);
  return [
    {
      type: 'settings.changed',
      settings: isMuch ? { ...benchSettings, maxBolusUu: nowUu + extendedUu } : benchSettings,
    },
    {
      type: 'bolus.requested',
      bolus: `bench ${situation.fresh()}`,
      kind,
      amountUu: nowUu + extendedUu,
      ...(kind === 'combo' ? { extendedUu } : {}),
      ...(kind === 'normal' ? {} : { durationMs: 900_000 }),
    },
  ];
};

/** So much that it ends where the path says: complete after its last pulse, or not complete at all. */
const sizeOf = (ahead: readonly Event[], channel: 'bolus' | 'extended', most: number): number => {
  const completed = `${channel}.completed`;
  const end = ahead.findIndex(({ type }) => type === completed || type === 'bolus.admitted');
  if (ahead[end]?.type !== completed) return most;
  const pulses = ahead.slice(0, end).filter(event => 'channel' in event && event.channel === channel).length;
  return Math.max(1, Math.ceil(pulses / 2)) * 50_000;
};

const pendingBolus = ({ bench }: Situation): string =>
  bench.pump().runtime.state().ledger.bolus.current?.bolus ?? 'none';

const tempLength = (ahead: readonly Event[]): number =>
  ahead.some(({ type }) => type === 'tempBasal.ended') ? 900_000 : 86_400_000;

const acknowledgeAll = (situation: Situation): Cause => ({
  when: 'atOnce',
  takesTime: false,
  act: () => {
    for (const alarm of alarmNames) {
      if (situation.known.alarms[alarm] === undefined) continue;
      situation.oracle.acknowledged(alarm);
      situation.bench.pump().runtime.submit({ type: 'alarm.acknowledged', alarm });
    }
  },
});

/** A person who suspends in the very millisecond in which a basal pulse falls due. */
const suspendWhenDue = (situation: Situation): Cause => ({
  when: 'settled',
  takesTime: true,
  act: async () => {
    const { runtime, clock } = situation.bench.pump();
    // The sounder that is tested at power-on has answered by then, and the pulse is what is due next.
    await clock.advanceTo(after(clock.now(), milliseconds(200)));
    const at = deadlineOf(runtime.state());
    if (at === null) return;
    clock.wakeAt(at, () => runtime.submit({ type: 'suspend.requested' }));
    // The pump sets its own alarm clock anew, behind ours.
    runtime.submit(NUDGE);
  },
});

/** Whether the next boot must find an interrupted journal: then the process is killed, not switched off. */
const losePower = (situation: Situation): Cause => {
  const { bench, ahead, known, oracle } = situation;
  const next = ahead.find(({ type }) => type === 'journal.read' || type === 'power.lost');
  const told = next !== undefined && 'verdict' in next ? next.verdict : 'clean';
  if (known.lost !== null) oracle.forgetAlarms();
  if (told !== 'interrupted' || known.record !== null)
    return { when: 'atOnce', takesTime: false, act: () => bench.powerOff() };
  return {
    when: 'settled',
    takesTime: false,
    act: async () => {
      await bench.kill();
      await bench.powerOn(found({ ...situation, ahead: ahead.slice(1) }));
    },
  };
};

/** What the self-test is going to find. */
const found = ({ ahead }: Situation): DevicesFound => {
  const end = ahead.find(({ type }) => SELF_TEST_ENDS.includes(type))?.type;
  if (end === 'selfTest.failed') return 'wrongSetting';
  return end === 'timer.selfTestElapsed' ? 'nobody' : 'well';
};
const SELF_TEST_ENDS = ['selfTest.passed', 'selfTest.failed', 'timer.selfTestElapsed', 'power.lost'];
