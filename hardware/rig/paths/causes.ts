import { match, P } from 'ts-pattern';
import { bolusKinds } from '../../../src/domain/channels.ts';
import { type BolusPart, bolusParts } from '../../../src/domain/commands.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { nextDeadline } from '../../../src/domain/ledger/ledger.ts';
import { HARD } from '../../../src/domain/limits.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { type Cause, comes, type Situation, submit } from './acts.ts';
import { stopsTherapy } from './benchAlarms.ts';
import { JAM } from './benchSystem.ts';
import { BY_HAND } from './beside.ts';
import { leap, setRight } from './clock.ts';
import { confirmable, markedLow, refusedBolus, refusedTemp, settingsWith } from './payloads.ts';
import { isIn } from './pumpModel.ts';
import { type DevicesFound, NUDGE } from './pumpOnBench.ts';
import { supplyCause } from './supplyCauses.ts';

const TWO_UNITS = 2_000_000;
/** At 1.5 U/min it lasts longer than the three minutes of a held button. */
const SIX_UNITS = 6_000_000;
/** With the least that can be the largest bolus, 0.5 U, another one is much after so many pulses, and not before. */
const PULSES_BEFORE_MUCH = 12;
/** Limits so tight that a bolus of 2 U fills the hour: 0.2 U/h and one and a half times 0.5 U. */
const TIGHT_HOUR: Partial<Settings> = {
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 200_000 }],
  maxBasalUuPerHour: 200_000,
  maxBolusUu: 500_000,
};

const originOf = (event: Event): { readonly origin?: 'user' | 'remote' } =>
  'origin' in event && event.origin === 'remote' ? { origin: 'remote' } : {};

/** The cause of an event. The bench has said that it is feasible here. */
export const causeOf = (event: Event, situation: Situation): Cause =>
  situation.bench.world.cause(event, situation) ?? hostCause(event, situation);

/** What needs nothing but the pump and its user. */
const hostCause = (event: Event, situation: Situation): Cause =>
  match(event.type)
    .returnType<Cause>()
    .with('suspend.requested', () =>
      situation.ahead[0]?.type === 'pulse.due' && isIn(situation.state, { motor: 'still' })
        ? suspendWhenDue(situation)
        : submit(situation, { type: 'suspend.requested', ...originOf(event) }),
    )
    .with('resume.requested', type => submit(situation, { type, ...originOf(event) }))
    .with('clock.suspected', () => leap(situation, 'clock.suspected'))
    .with('clock.lost', () => leap(situation, 'clock.lost'))
    .with('clock.trusted', () => setRight(situation))
    .with('change.requested', 'tempBasal.cancelled', type => submit(situation, { type }))
    .with('bolus.cancelled', type => submit(situation, { type, ...partOf(event) }))
    .with('fault.latched', type => submit(situation, { type, reason: BY_HAND }))
    .with('bolus.admitted', () => submit(situation, ...admissible(situation)))
    .with('bolus.refused', () => submit(situation, refusedBolus(situation)))
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
    .with('tempBasal.refused', () => submit(situation, refusedTemp(situation)))
    .with('reservoir.low', () => submit(situation, markedLow(situation)))
    .with('limit.hourlyReached', () => ({
      ...submit(situation, settingsWith(situation, TIGHT_HOUR)),
      takesTime: true,
    }))
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
    .with(P.union('intent.recorded', 'outcome.recorded', 'journal.read', 'motor.halted'), () => comes(false))
    .otherwise(() => supplyCause(event, situation) ?? comes(true));

/** A cancellation names its part, or means everything. */
const partOf = (event: Event): { readonly part?: BolusPart } => {
  const part = bolusParts.find(each => 'part' in event && event.part === each);
  return part === undefined ? {} : { part };
};

/** A request of the kind that the path confirms later, under settings by which it is much, or is not. */
export const admissible = (situation: Situation): readonly Fact[] => {
  const { ahead } = situation;
  const next = ahead.find(({ type }) => type === 'bolus.confirmed' || type === 'bolus.admitted');
  const kind = bolusKinds.find(each => next && 'kind' in next && next.kind === each) ?? 'normal';
  const isConfirmed = next?.type === 'bolus.confirmed';
  const hour = !isConfirmed ? null : 'hour' in next && next.hour === 'much' ? 'much' : 'usual';
  return confirmable(situation, kind, hour, {
    nowUu: kind === 'extended' ? 0 : sizeOf(ahead, 'bolus'),
    extendedUu: kind === 'normal' ? 0 : sizeOf(ahead, 'extended'),
  });
};

/** So much that it ends where the path says: complete after its last pulse, or not complete at all. */
const sizeOf = (ahead: readonly Event[], channel: 'bolus' | 'extended'): number => {
  const completed = `${channel}.completed`;
  const end = ahead.findIndex(({ type }) => type === completed || type === 'bolus.admitted');
  const isStopped = ahead.slice(0, end === -1 ? undefined : end).some(({ type }) => type === JAM);
  if (ahead[end]?.type !== completed) return isStopped ? SIX_UNITS : TWO_UNITS;
  const pulses = ahead.slice(0, end).filter(event => 'channel' in event && event.channel === channel).length;
  const least = ahead.some(event => 'hour' in event && event.hour === 'much') ? PULSES_BEFORE_MUCH : 1;
  return Math.ceil(Math.max(least, pulses) / 2) * HARD.bolusStepUu;
};

const pendingBolus = ({ bench }: Situation): string =>
  bench.pump().runtime.state().ledger.bolus.current?.bolus ?? 'none';

const tempLength = (ahead: readonly Event[]): number =>
  ahead.some(({ type }) => type === 'tempBasal.ended') ? 900_000 : 86_400_000;

const acknowledgeAll = (situation: Situation): Cause => ({
  when: 'atOnce',
  takesTime: false,
  act: () => {
    for (const { alarm } of situation.bench.shown() ?? []) {
      if (!stopsTherapy(alarm)) continue;
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
    // Under limits that were made tight for a full hour no basal pulse would be next.
    if (runtime.state().ledger.settings?.maxBasalUuPerHour === TIGHT_HOUR.maxBasalUuPerHour)
      runtime.submit(settingsWith(situation, {}));
    // The sounder that is tested at power-on has answered by then, and the pulse is what is due next.
    await clock.advanceTo(after(clock.now(), milliseconds(200)));
    // Not a timer: one of the button that was let go may be nearer.
    const at = nextDeadline(runtime.state().ledger);
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
