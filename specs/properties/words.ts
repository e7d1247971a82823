import type { Asks, Happens, Where } from '../property.ts';

/** Nothing may move: no power yet, not yet ready, or never again. */
export const bootOrFault: Where = {
  any: ['pump.life.off', 'pump.life.selfTest', 'pump.life.recovering', 'pump.life.failSafe'],
};
/** The chart's half of the gate for a dose (SR-001, SR-048). */
export const doseGateOpen: Where = {
  all: [
    'pump.life.operating',
    'pump.supply.ready',
    'pump.permission.delivering',
    'pump.conditions.clear',
    { not: 'pump.occlusion.occluded' },
    { not: 'pump.reservoir.empty' },
  ],
};
/** A person holds the key, or the cannula takes what was asked (SR-049). */
export const priming: Where = {
  any: ['pump.supply.changing.primingTubing', 'pump.supply.changing.fillingCannula'],
};
/** The chart's half of the gate for what fills tubing and cannula. */
export const primeGateOpen: Where = {
  all: ['pump.life.operating', priming, { not: 'pump.occlusion.occluded' }, { not: 'pump.reservoir.empty' }],
};
export const gateOpen: Where = { any: [doseGateOpen, primeGateOpen] };
/** What a resume must wait for (SR-039). */
export const somethingStops: Where = {
  any: [
    bootOrFault,
    { not: 'pump.supply.ready' },
    'pump.conditions.stopped',
    'pump.occlusion.occluded',
    'pump.reservoir.empty',
    'pump.motor.uncertain',
    'pump.motor.halting',
  ],
};
/** What a resume waits for, all of it: the motor rests, too (SR-039). */
export const resumable: Where = {
  all: [
    'pump.life.operating',
    'pump.supply.ready',
    'pump.conditions.clear',
    'pump.motor.still',
    { not: 'pump.occlusion.occluded' },
    { not: 'pump.reservoir.empty' },
  ],
};
/** No bolus is shown, given or being ended. */
export const noBolus: Where = { all: ['pump.bolus.idle', 'pump.extended.idle'] };
/** A pump that has just started and lacks nothing. */
export const restartable: Where = {
  all: [
    'pump.life.recovering',
    'pump.permission.suspendedAfterRecovery',
    'pump.supply.ready',
    'pump.conditions.clear',
    'pump.motor.still',
    { not: 'pump.occlusion.occluded' },
    { not: 'pump.reservoir.empty' },
    noBolus,
  ],
};
/** The motor is on, or has just been. */
export const energised: Where = { any: ['pump.motor.underway.moving', 'pump.motor.underway.verifying'] };
/** Delivery does not run, for whatever reason. */
export const stopped: Where = { not: 'pump.permission.delivering' };
/** What begins a bolus that is given now, one that is spread over time, and any. */
export const STARTS_NOW: readonly Asks[] = ['startBolus', 'startCombo'];
export const STARTS_SPREAD: readonly Asks[] = ['startExtended', 'startCombo'];
export const STARTS: readonly Asks[] = ['startBolus', 'startExtended', 'startCombo'];
/** Stops that a person commands, and the loss of power, which is announced at the next start. */
export const COMMANDED: readonly Happens[] = ['suspend.requested', 'change.requested', 'power.lost'];
/** Stops whose alarm a small machine has raised in the same step; a test of the step function holds them to it. */
export const RAISED_ELSEWHERE: readonly Happens[] = ['alarm.stopRaised', 'fault.detected'];
