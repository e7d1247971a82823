import { PUMP_SILENCES } from './pumpSilences.ts';
import type { Silence } from './silences.ts';
import { CLOCK, SECOND_BOOT } from './silenceWords.ts';

const ATTENDANCE =
  'the ledger says of attendance each thing once and in turn: that it counts, that the end is near, that it has come, that somebody is there';
const POLICY = 'without a policy the ledger finds no glucose low or unseen, and a hold ends with it';
const HOLD = 'a hold alone grows unseen and is seen again, each in turn, and low is not said while it lasts';
const SHORTFALL =
  'a shortfall is said when it becomes another one, and a larger one becomes no smaller but none';
const STORM = 'a storm begins where there is none, and ends where there is one';

const METER =
  'a meter contradicts a reading of at most twelve minutes, and what a person enters is heard before that';
const EXTREME =
  'only the rate of a controller that steers is long at an extreme: whatever else steers forgets it, and lasts for less';
const LEVEL = 'the ledger says a level of temperature or pressure when it has become another one';

const SESSION = 'that a sensor nears its end is said while one is active';
const RETURN = 'a reading that is as fresh as the one before it says so by being accepted';
const PROPOSAL = 'what is agreed or withdrawn has been proposed';
const AGREED = 'a second channel contradicts what it has agreed on since the power came';
const SUSPENDED = 'that the time of a suspension is over is said while it lasts';
const JUDGED = 'a value is seen before it is judged';
const FOOTING =
  'where automation stands is said while a person wants it, and it has ended before the next reading';
const JOINED = 'only of a pause that it ends is an alarm told that another has joined';

/** Each with what it is founded on in the ledger. */
export const SILENCES: readonly Silence[] = [
  ...PUMP_SILENCES,
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
  {
    chart: 'therapy',
    whileIn: ['therapy.mode.closedLoop.late'],
    never: ['glucose.contradicted'],
    because: METER,
  },
  {
    chart: 'therapy',
    whileIn: ['therapy.mode.closedLoop.safeBasal'],
    never: ['glucose.contradicted'],
    because: METER,
  },
  ...(['attempting', 'limited', 'safeBasal'] as const).map(state => ({
    chart: 'therapy',
    whileIn: [`therapy.mode.closedLoop.${state}`],
    never: ['automation.saturated'],
    because: EXTREME,
  })),
  {
    chart: 'environment',
    whileIn: ['environment.temperature.inRange'],
    never: ['temperature.settled'],
    because: LEVEL,
  },
  {
    chart: 'environment',
    whileIn: ['environment.temperature.outside.returning'],
    never: ['temperature.settled'],
    because: LEVEL,
  },
  {
    chart: 'environment',
    whileIn: ['environment.pressure.inRange'],
    never: ['pressure.settled'],
    because: LEVEL,
  },
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
  { chart: 'clock', whileIn: ['clock.trust.doubted'], never: ['clock.suspected'], because: CLOCK },
  ...(['testing', 'waiting'] as const).map(state => ({
    chart: 'sounder',
    whileIn: [`sounder.test.${state}`],
    never: ['power.applied'],
    because: SECOND_BOOT,
  })),
  ...(['none', 'warmup', 'failed', 'expired'] as const).map(state => ({
    chart: 'sensor',
    whileIn: [`sensor.session.${state}`],
    never: ['sensor.expiring'],
    because: SESSION,
  })),
  {
    chart: 'sensor',
    whileIn: ['sensor.freshness.lost.returning'],
    never: ['glucose.fresh'],
    because: RETURN,
  },
  {
    chart: 'programming',
    whileIn: ['programming.proposal.idle'],
    never: ['settings.agreed', 'settings.withdrawn'],
    because: PROPOSAL,
  },
  {
    chart: 'supervisor',
    whileIn: ['supervisor.link.absent'],
    never: ['supervisor.disagreed'],
    because: AGREED,
  },
  {
    chart: 'suspension',
    whileIn: ['suspension.reminder.quiet'],
    never: ['suspension.expired'],
    because: SUSPENDED,
  },
  ...[
    { chart: 'remote', whileIn: ['remote.link.paired.permitted'] },
    { chart: 'clock', whileIn: ['clock.trust.doubted.bearable'] },
  ].map(place => ({ ...place, never: ['power.applied'], because: SECOND_BOOT })),
  {
    chart: 'lowSuspend',
    whileIn: ['lowSuspend.basal.withheld.unseen'],
    never: ['glucose.recovering'],
    because: JUDGED,
  },
  ...(['unready', 'ready'] as const).map(footing => ({
    chart: 'therapy',
    whileIn: ['therapy.mode.manual', `therapy.footing.${footing}`],
    never: ['glucose.accepted'],
    because: FOOTING,
  })),
  ...(['silent', 'sounding', 'acknowledged'] as const).map(state => ({
    chart: 'alarm',
    whileIn: [`alarm.signal.${state}`],
    never: ['alarm.joined'],
    because: JOINED,
  })),
];

/** By which silences nothing is seen of a mutant, in words. */
export const silenceWords = (silences: readonly Silence[]): string =>
  [...new Set(silences.map(({ because }) => because))].join('; ');
