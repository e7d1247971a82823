import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { type AlarmName, alarmNames, gradeOf, isAlarmName } from '../domain/alarms.ts';
import type { Derived, Envelope } from '../domain/facts.ts';
import { absorb, apply, forgetGlucose, watchGlucose } from '../domain/ledger/ledger.ts';
import type { LedgerOrder } from '../domain/ledger/orders.ts';
import { annunciationOf, endsPauseOf, isNews, stopping, withholding } from './annunciator.ts';
import { address, type Raised } from './asked.ts';
import { type ChartEvent, type Effect, takeEvent, takePump } from './charts.ts';
import { detailed } from './details.ts';
import { type Draft, draftOf, finish, type Stepped } from './draft.ts';
import { refuseClosedGate } from './gate.ts';
import { hearersOf } from './hearers.ts';
import type { SmallName } from './machines.ts';
import { refusalOf, refusedForGood } from './refusal.ts';
import {
  goesOn,
  isOutOfService,
  isSecondBoot,
  lifeOf,
  losesRecordsWhileOn,
  ofAlarms,
  WATCHING,
} from './service.ts';
import { settingsRecord } from './settingsRecord.ts';
import type { MachineId, PumpState } from './state.ts';
import { timersAfter } from './timers.ts';
import { elapsed, eventFor, type Happening } from './vocabulary.ts';

/** More rounds than this in one step is a loop, and a defect. */
const ROUNDS_MOST = 16;

/**
 * The whole pump as one pure function. The ledger absorbs time and fact and derives facts; fact and
 * derived facts go to the conditions and the sensor, the pump, what follows it, and the alarms, in that
 * order; what they ask of the ledger and of each other is done at once and may derive more; when nothing
 * is left the gate is asked and commands leave. Throws only for our own defects.
 */
export const step = (state: PumpState, envelope: Envelope): Stepped => {
  if (envelope.fact.type !== 'fault.latched') return settle(state, envelope);
  try {
    return settle(state, envelope);
  } catch {
    // What is broken may be broken here too. A fault is latched whatever else fails.
    return latched(state, envelope);
  }
};

const FAIL_SAFE = takePump(initialTransition(pumpMachine)[0], { type: 'fault.latched' }).next;

const latched = (state: PumpState, envelope: Envelope): Stepped => {
  const draft = draftOf({ ...state, pump: FAIL_SAFE, timers: state.timers.filter(goesOn) }, envelope);
  takeByAlarm(draft, 'internalFault', { type: 'alarm.raised', grade: 'first' });
  draft.commands.push({ type: 'stopMotor' });
  announce(draft, state);
  return finish(draft);
};

const settle = (state: PumpState, envelope: Envelope): Stepped => {
  const isOut = isOutOfService(state, envelope);
  const draft = isOut ? outOfService(state, envelope) : draftOf(state, envelope);
  const { fact } = envelope;
  if (isOut) {
    takeByAlarms(draft, fact);
    draft.commands.push(...refusedForGood(fact, draft));
  } else if (isSecondBoot(state, envelope)) {
    raise(draft, 'world', { alarm: 'internalFault', grade: 'first' });
    drain(draft);
  } else {
    const absorbed = absorb(state.ledger, envelope);
    draft.ledger = absorbed.ledger;
    // An answer that the ledger calls stray must not pass for the one the chart waits for.
    draft.queue = absorbed.derived.some(({ type }) => type === 'pulse.stray') ? [] : [fact];
    derive(draft, absorbed.derived);
    if (losesRecordsWhileOn(state, envelope))
      raise(draft, 'world', { alarm: 'internalFault', grade: 'first' });
    drain(draft);
    if (isStopOver(state, draft)) order(draft, { type: 'doubtRestart' });
  }
  draft.commands.push(...settingsRecord(state.ledger, draft.ledger));
  announce(draft, state);
  refuseClosedGate(draft.commands, draft.pump, draft.ledger, draft.envelope);
  return finish(draft);
};

/**
 * Whether a pump that starts was stopped by alarms until now. Over and seen, they would leave no trace: the short
 * restart would go on, and a person be asked nothing.
 */
const isStopOver = (before: PumpState, { ledger, alarms }: Draft): boolean =>
  ledger.left?.delivering === true && stopping(before.alarms).length > 0 && stopping(alarms).length === 0;

/** Fail-safe watches glucose, and nothing else. If that is what is broken, it sleeps, and the alarms go on. */
const outOfService = (state: PumpState, envelope: Envelope): Draft => {
  const draft = draftOf({ ...state, timers: state.timers.filter(goesOn) }, envelope);
  try {
    const { ledger, derived } = watchGlucose(state.ledger, envelope);
    draft.ledger = ledger;
    draft.derived.push(...derived);
    for (const happening of [envelope.fact, ...derived])
      for (const name of WATCHING) takeBySmall(draft, name, happening);
    return draft;
  } catch {
    const ledger = forgetGlucose(state.ledger);
    return draftOf({ ...state, ledger, timers: state.timers.filter(ofAlarms) }, envelope);
  }
};

const drain = (draft: Draft): void => {
  for (let round = 0; draft.queue.length > 0 || reconcile(draft); round += 1) {
    if (round >= ROUNDS_MOST)
      throw new Error(
        `a step did not settle in ${ROUNDS_MOST} rounds: ${draft.queue.map(each => each.type).join(', ')}`,
      );
    const happenings = draft.queue;
    draft.queue = [];
    for (const happening of happenings) take(draft, happening);
  }
};

/** Tells the ledger which alarms forbid a bolus, and the pump whether they stop it. Whether anything follows. */
const reconcile = (draft: Draft): boolean => {
  const by = withholding(draft.alarms);
  if (!areSame(by, draft.ledger.bolus.withheldBy)) order(draft, { type: 'withholdBoluses', by });
  const remain = stopping(draft.alarms).length > 0;
  const { isUp, isStopped } = lifeOf(draft.pump);
  if (isUp && remain !== isStopped)
    derive(draft, [{ type: remain ? 'alarm.stopRaised' : 'alarm.stopsCleared' }]);
  return draft.queue.length > 0;
};

const areSame = (these: readonly AlarmName[], those: readonly AlarmName[]): boolean =>
  these.length === those.length && these.every((name, index) => name === those[index]);

const derive = (draft: Draft, derived: readonly Derived[]): void => {
  draft.derived.push(...derived);
  draft.queue.push(...derived);
};

const take = (draft: Draft, happening: Happening): void => {
  const refusal = refusalOf(happening, draft, draft.envelope);
  if (refusal !== null) {
    draft.commands.push(refusal.command);
    // The bolus that waits is withdrawn when it is the one that was meant; another one goes on waiting.
    if (refusal.withdraws) takeByPump(draft, { type: 'bolus.cancelled', part: 'normal' }, happening);
    return;
  }
  const { before, after } = hearersOf(happening.type);
  for (const name of before) takeBySmall(draft, name, happening);
  const event =
    timerEvent(draft, happening, 'pump') ??
    detailed(eventFor(draft.pump.machine, happening), happening, draft.ledger, draft.envelope);
  if (event !== null) takeByPump(draft, event, happening);
  for (const name of after) takeBySmall(draft, name, happening);
  takeByAlarms(draft, happening);
};

/** The running timer that a timer fact ends. A fact whose timer was cancelled meanwhile ends nothing. */
const timerEvent = (draft: Draft, happening: Happening, machine: MachineId): ChartEvent | null => {
  if (!happening.type.startsWith('timer.')) return null;
  const delay = elapsed(draft.envelope.fact)?.delay;
  const timer = draft.timers.find(each => each.machine === machine && each.delay === delay);
  if (timer === undefined || timer.at > draft.envelope.monoMs) return null;
  draft.timers = draft.timers.filter(each => each !== timer);
  return { type: timer.event };
};

const takeByPump = (draft: Draft, event: ChartEvent, happening: Happening): void => {
  draft.deliveries.push({ machine: 'pump', before: draft.pump, event });
  const { next, effects } = takePump(draft.pump, event);
  draft.pump = next;
  carryOut(draft, 'pump', effects, happening);
};

const takeBySmall = (draft: Draft, name: SmallName, happening: Happening): void => {
  const before: AnyMachineSnapshot = draft.machines[name];
  // The chart whose state it is: a mutant of it takes its place.
  const machine: AnyStateMachine = before.machine;
  const event = timerEvent(draft, happening, name) ?? eventFor(machine, happening);
  if (event === null) return;
  draft.deliveries.push({ machine: name, before, event });
  const { next, effects } = takeEvent(machine, before, event);
  if (next !== before) draft.machines = { ...draft.machines, [name]: next };
  carryOut(draft, name, effects, happening);
};

/** Facts that name an alarm go to that instance. */
const takeByAlarms = (draft: Draft, happening: Happening): void => {
  if (!('alarm' in happening) || !isAlarmName(happening.alarm)) return;
  const event = happening.type.startsWith('timer.')
    ? timerEvent(draft, happening, `alarm:${happening.alarm}`)
    : { type: happening.type };
  if (event !== null) takeByAlarm(draft, happening.alarm, event);
};

const takeByAlarm = (draft: Draft, name: AlarmName, event: ChartEvent): void => {
  const before = draft.alarms[name];
  const machine = `alarm:${name}` as const;
  draft.deliveries.push({ machine, before, event });
  const { next, effects } = takeEvent(before.machine, before, event);
  if (next !== before) draft.alarms = { ...draft.alarms, [name]: next };
  for (const effect of effects) time(draft, machine, effect);
  if (before.hasTag('active') && !next.hasTag('active')) {
    const { [name]: _over, ...since } = draft.since;
    draft.since = since;
  }
  if (!before.hasTag('active') && next.hasTag('active')) {
    draft.since = {
      ...draft.since,
      [name]: { monoMs: draft.envelope.monoMs, wallMs: draft.envelope.wallMs },
    };
  }
  if (isNews(before, next)) endPauses(draft, name);
};

const endPauses = (draft: Draft, joined: AlarmName): void => {
  for (const name of alarmNames) {
    if (endsPauseOf(draft.alarms[name], draft.alarms[joined]))
      takeByAlarm(draft, name, { type: 'alarm.joined' });
  }
};

const carryOut = (
  draft: Draft,
  machine: MachineId,
  effects: readonly Effect[],
  happening: Happening,
): void => {
  for (const effect of effects) {
    if (effect.type !== 'asked') {
      time(draft, machine, effect);
      continue;
    }
    const { ledger, pump, alarms, envelope } = draft;
    const addressed = address(effect, { ledger, pump, alarms, envelope, happening });
    if (addressed.to === 'world') {
      draft.commands.push(addressed.command);
    } else if (addressed.to === 'ledger') {
      order(draft, addressed.order);
    } else if (addressed.do === 'resume') {
      resumeAlarms(draft);
    } else {
      const { alarm } = addressed;
      if (addressed.do === 'cease') takeByAlarm(draft, alarm, { type: 'alarm.ceased' });
      else raise(draft, machine, addressed);
    }
  }
};

const order = (draft: Draft, wanted: LedgerOrder): void => {
  const applied = apply(draft.ledger, wanted, draft.envelope);
  draft.ledger = applied.ledger;
  derive(draft, applied.derived);
};

/** Alarms that are dealt with end by a resume. Which ones those are, the ledger counts (SR-086). */
const resumeAlarms = (draft: Draft): void => {
  const active = alarmNames.filter(name => draft.alarms[name].hasTag('active'));
  for (const name of active) takeByAlarm(draft, name, { type: 'therapy.resumed' });
  const alarms = active.filter(name => !draft.alarms[name].hasTag('active'));
  order(draft, { type: 'noteResume', alarms });
};

/**
 * What anybody else finds broken for good stops the pump for good, and one more reason to stop is told to a
 * pump that is stopped already: it may be filling a set. The pump's own chart stops itself.
 */
const raise = (draft: Draft, by: MachineId | 'world', { alarm, grade }: Raised): void => {
  const isKnown = stopping(draft.alarms).includes(alarm);
  takeByAlarm(draft, alarm, { type: 'alarm.raised', grade });
  const { stops } = gradeOf(alarm, grade);
  const isNew = by !== 'pump' && stops === 'therapy' && !isKnown;
  if (isNew && draft.pump.matches({ life: 'operating' })) derive(draft, [{ type: 'alarm.stopRaised' }]);
  if (by !== 'pump' && stops === 'forGood') derive(draft, [{ type: 'fault.detected' }]);
  if (stops === 'bolus') derive(draft, [{ type: 'alarm.bolusStopRaised' }]);
};

const time = (draft: Draft, machine: MachineId, effect: Effect): void => {
  draft.timers = timersAfter(draft.timers, machine, effect, draft.envelope.monoMs);
};

/** What is shown follows from the alarms alone: while they stay, it stays. */
const announce = (draft: Draft, before: PumpState): void => {
  // An annunciator that has just got its power shows nothing, whatever it showed before.
  const isBlank = draft.envelope.fact.type === 'power.applied';
  if (draft.alarms === before.alarms && !isBlank) return;
  const alarms = annunciationOf(draft.alarms, draft.since);
  const shown = isBlank ? [] : draft.annunciation;
  draft.annunciation = alarms;
  if (JSON.stringify(alarms) !== JSON.stringify(shown)) draft.commands.push({ type: 'annunciate', alarms });
};
