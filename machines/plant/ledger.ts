import { plant, type Region } from './setup.ts';

/**
 * What the ledger may say, and when: an over-approximation of `src/domain/ledger`, which a property
 * test holds against the real one. Quantities are left out; whatever depends on one may or may not come.
 */

/** Basal pulses fall due between a start and a stop of delivery; one may have fallen due in the step that stops. */
export const delivery = plant.createStateConfig({
  initial: 'off',
  states: {
    off: { on: { 'asked.startDelivery': 'on' } },
    on: { on: { 'asked.stopDelivery': 'ending' } },
    ending: {
      description: 'The last pulse to fall due is on its way to a gate that is closed by now.',
      on: { 'asked.skipPulse': 'off', 'asked.startDelivery': 'on', 'power.lost': 'off' },
    },
  },
} satisfies Region);

/** The one pulse in flight, from its claim until its outcome is recorded. */
export const flight = plant.createStateConfig({
  initial: 'free',
  states: {
    free: {
      on: {
        'pulse.due': { guard: 'mayBeDue', actions: 'noteChannel' },
        'asked.claimPulse': 'claimed',
        'asked.skipPulse': { actions: 'forgetChannel' },
      },
    },
    claimed: {
      initial: 'unanswered',
      states: {
        unanswered: { on: { 'asked.readEncoder': 'verifying' } },
        verifying: {
          description: 'The encoder is read once the drive has arrived: one verdict, or none.',
          on: {
            'pulse.verified': { guard: 'isOn', target: 'judged' },
            'pulse.unverified': { guard: 'isOn', target: 'judged' },
          },
        },
        judged: {},
      },
      on: { 'asked.countVerified': 'counted', 'asked.countInDoubt': 'counted', 'asked.voidPulse': 'counted' },
    },
    counted: {
      description: 'No other pulse falls due before the outcome is durable, or the power was away.',
      on: {
        'outcome.recorded': { guard: 'outcomeIsAwaited', target: 'free', actions: 'forgetChannel' },
        'power.applied': { guard: 'isOff', target: 'free', actions: 'forgetChannel' },
      },
    },
  },
  on: {
    'motor.strayed': { guard: 'isAtRest', actions: 'offer' },
    'delivery.exceeded': { guard: 'isOn', actions: 'offer' },
    // How many stalls the day has seen, only the ledger knows.
    'stall.repeated': { guard: 'isOn', actions: 'offer' },
  },
} satisfies Region);

/** The bolus on record: admitted; what of it is given now begun, ended, and settled once none of its pulses flies. */
export const bolus = plant.createStateConfig({
  initial: 'none',
  states: {
    none: { on: { 'bolus.admitted': { guard: 'isOn', target: 'pending' } } },
    pending: {
      on: {
        'asked.startBolus': 'active',
        'asked.startCombo': { guard: 'extendedIsFree', target: 'active' },
        'asked.startExtended': { guard: 'extendedIsFree', target: 'none' },
        'asked.discardBolus': 'none',
      },
    },
    active: {
      on: {
        'bolus.completed': { guard: 'mayBeComplete', actions: 'offer' },
        'asked.endBolus': 'ended',
      },
    },
    ended: {
      on: {
        // The pulse that was counted in the step that ended the bolus may have been its last.
        'bolus.completed': { guard: 'mayBeComplete', actions: 'offer' },
        'bolus.settled': { guard: 'noneOfItsPulsesFlies', target: 'none' },
      },
    },
  },
  on: { 'bolus.refused': { guard: 'isOn', actions: 'offer' } },
} satisfies Region);

/** Another rate than the profile's ends only after it was started. What the clock is worth may change at any time. */
export const rate = plant.createStateConfig({
  initial: 'scheduled',
  states: {
    scheduled: { on: { 'asked.startTempBasal': 'temporary', 'asked.reduceBasal': 'temporary' } },
    temporary: {
      on: { 'tempBasal.ended': { guard: 'isOn', actions: 'offer' }, 'asked.endTempBasal': 'scheduled' },
    },
  },
  on: {
    'limit.basalReached': { guard: 'isOn', actions: 'offer' },
    'clock.suspected': { guard: 'isOn', actions: 'offer' },
    'clock.lost': { guard: 'isOn', actions: 'offer' },
    'clock.trusted': { guard: 'isOn', actions: 'offer' },
    'tempBasal.admitted': { guard: 'isOn', actions: 'offer' },
    'tempBasal.refused': { guard: 'isOn', actions: 'offer' },
  },
} satisfies Region);

/**
 * What is announced of the reservoir and of the line. Levels are the pump's own knowledge, and a level may
 * fall to any other between two facts, so each may come at any time.
 */
export const levels = plant.createStateConfig({
  initial: 'settled',
  states: {
    settled: { on: { 'asked.acceptCartridge': 'renewed' } },
    renewed: { on: { 'reservoir.refilled': 'settled' } },
  },
  on: {
    'reservoir.low': { actions: 'offer' },
    'reservoir.veryLow': { actions: 'offer' },
    'reservoir.emptied': { actions: 'offer' },
    'limit.hourlyReached': { guard: 'isOn', actions: 'offer' },
    'limit.dailyReached': { guard: 'isOn', actions: 'offer' },
    'basal.withheld': { guard: 'isOn', actions: 'offer' },
    'basal.restored': { guard: 'isOn', actions: 'offer' },
    'delivery.interrupted': { guard: 'isOn', actions: 'offer' },
    'cartridge.accepted': { actions: 'offer' },
    'cartridge.refused': { actions: 'offer' },
    'force.lost': { guard: 'isOn', actions: 'offer' },
    'occlusion.suspected': { guard: 'isOn', actions: 'offer' },
    'occlusion.detected': { guard: 'lineIsBlocked', actions: 'offer' },
    'occlusion.relieved': { guard: 'lineIsOpen', actions: 'offer' },
  },
} satisfies Region);
