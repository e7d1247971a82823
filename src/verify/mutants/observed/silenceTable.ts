import type { Silence } from './silences.ts';

const ATTENDANCE =
  'the ledger says of attendance each thing once and in turn: that it counts, that the end is near, that it has come, that somebody is there';
const POLICY = 'without a policy the ledger judges no glucose, and a hold ends with it';
const HOLD = 'a hold alone grows unseen and is seen again, each in turn, and low is not said while it lasts';
const REMINDERS = 'what was not said is not settled';
const SHORTFALL =
  'a shortfall is said when it becomes another one, and a larger one becomes no smaller but none';
const STORM = 'a storm begins where there is none, and ends where there is one';

const FAIL_SAFE = 'a pump in fail-safe hears of nothing from outside but faults and its power switch';
const BOOT = 'nothing is delivered before a pump operates';
const SECOND_BOOT = 'a boot that no loss of power came before reaches no chart';
const STOPS = 'that stops are cleared is said to a pump that knows of one';
const ONE_PULSE = 'no pulse is offered before the last one is counted and recorded';
const NO_BOLUS = 'a bolus that is not there is neither confirmed nor completed';
const LEVELS = 'the ledger says each level of the reservoir on the way down';
const OCCLUSION = 'a line that was not suspected is not relieved';

const PULSE = ['pulse.due', 'intent.recorded', 'motor.arrived', 'pulse.verified', 'outcome.recorded'];
const DELIVERY = [...PULSE, 'bolus.completed', 'extended.completed', 'limit.hourlyReached', 'stall.repeated'];
const OUTSIDE = [
  'power.applied',
  'selfTest.passed',
  'selfTest.failed',
  'journal.read',
  'journal.failed',
  'restart.verified',
  'restart.doubted',
  'resume.requested',
  'suspend.requested',
  'change.requested',
  'change.cancelled',
  'stall.repeated',
];

const ofPump = (whileIn: string, never: readonly string[], because: string): Silence => ({
  chart: 'pump',
  whileIn: [`pump.${whileIn}`],
  never,
  because,
});

/** Of the pump's own chart: what is left of what its plant allows. */
const PUMP: readonly Silence[] = [
  ofPump('life.failSafe', OUTSIDE, FAIL_SAFE),
  ofPump('life.off', DELIVERY, BOOT),
  ofPump('life.selfTest', DELIVERY, BOOT),
  ofPump('life.recovering', DELIVERY, BOOT),
  ofPump('life.selfTest', ['power.applied'], SECOND_BOOT),
  ofPump('life.recovering', ['power.applied'], SECOND_BOOT),
  ofPump('life.operating', ['power.applied'], SECOND_BOOT),
  ofPump('conditions.clear', ['alarm.stopsCleared'], STOPS),
  ofPump('motor.underway', ['pulse.due'], ONE_PULSE),
  ofPump('motor.concluding', ['pulse.due'], ONE_PULSE),
  ofPump('bolus.idle', ['bolus.completed', 'bolus.confirmed', 'bolus.confirmedAgain'], NO_BOLUS),
  ofPump('extended.idle', ['extended.completed'], NO_BOLUS),
  ofPump('reservoir.ok', ['reservoir.veryLow', 'reservoir.emptied'], LEVELS),
  ofPump('occlusion.clear', ['occlusion.relieved'], OCCLUSION),
];

const reminder = (name: 'missedBolus' | 'glucoseCheck' | 'siteChange'): Silence => ({
  chart: 'reminders',
  whileIn: [`reminders.${name}.quiet`],
  never: [`${name}.settled`],
  because: REMINDERS,
});

/** Each with what it is founded on in the ledger. */
export const SILENCES: readonly Silence[] = [
  ...PUMP,
  {
    chart: 'autoOff',
    whileIn: ['autoOff.attendance.off'],
    never: ['autoOff.near', 'autoOff.reached'],
    because: ATTENDANCE,
  },
  {
    chart: 'autoOff',
    whileIn: ['autoOff.attendance.counting'],
    never: ['autoOff.armed', 'autoOff.reached', 'autoOff.answered'],
    because: ATTENDANCE,
  },
  {
    chart: 'autoOff',
    whileIn: ['autoOff.attendance.warning'],
    never: ['autoOff.armed', 'autoOff.near'],
    because: ATTENDANCE,
  },
  {
    chart: 'autoOff',
    whileIn: ['autoOff.attendance.expired'],
    never: ['autoOff.armed', 'autoOff.near', 'autoOff.reached', 'autoOff.disarmed'],
    because: ATTENDANCE,
  },
  {
    chart: 'lowSuspend',
    whileIn: ['lowSuspend.policy.off'],
    never: [
      'glucose.predictedLow',
      'glucose.recovering',
      'glucose.seen',
      'glucose.unseen',
      'glucose.unseenLow',
      'lowSuspend.exhausted',
    ],
    because: POLICY,
  },
  {
    chart: 'lowSuspend',
    whileIn: ['lowSuspend.basal.flowing'],
    never: ['glucose.unseen', 'glucose.unseenLow'],
    because: HOLD,
  },
  {
    chart: 'lowSuspend',
    whileIn: ['lowSuspend.basal.withheld'],
    never: ['glucose.predictedLow'],
    because: HOLD,
  },
  {
    chart: 'lowSuspend',
    whileIn: ['lowSuspend.basal.withheld.seen'],
    never: ['glucose.seen'],
    because: HOLD,
  },
  {
    chart: 'lowSuspend',
    whileIn: ['lowSuspend.basal.withheld.unseen'],
    never: ['glucose.unseen', 'glucose.unseenLow'],
    because: HOLD,
  },
  reminder('missedBolus'),
  reminder('glucoseCheck'),
  reminder('siteChange'),
  {
    chart: 'shortfall',
    whileIn: ['shortfall.hour.sufficient'],
    never: ['basal.sufficient'],
    because: SHORTFALL,
  },
  { chart: 'shortfall', whileIn: ['shortfall.hour.short'], never: ['basal.short'], because: SHORTFALL },
  {
    chart: 'shortfall',
    whileIn: ['shortfall.hour.farShort'],
    never: ['basal.short', 'basal.farShort'],
    because: SHORTFALL,
  },
  { chart: 'storm', whileIn: ['storm.repetition.calm'], never: ['storm.ended'], because: STORM },
  { chart: 'storm', whileIn: ['storm.repetition.raging'], never: ['storm.detected'], because: STORM },
];

/** By which silences nothing is seen of a mutant, in words. */
export const silenceWords = (silences: readonly Silence[]): string =>
  [...new Set(silences.map(({ because }) => because))].join('; ');
