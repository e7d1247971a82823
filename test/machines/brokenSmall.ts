import { type At, answers } from './spoil.ts';

const withoutDelay = (path: string) => (at: At) => {
  at(path).after = {};
};
const elapses = (path: string, delay: string, answer: unknown) => (at: At) => {
  at(path).after[delay] = answer;
};
const loses = (path: string, event: string) => (at: At) => {
  delete at(path).on[event];
};

/**
 * Small mistakes that a property of a small machine must find, by its name. For a property that is not here the record
 * of planted faults names one (`specs/generated/plantedSmall.json`).
 */
export const smallMistakes: Readonly<Record<string, (at: At) => void>> = {
  'a HIGH alarm reaches the siren unless somebody acts': withoutDelay('signal.sounding.insistent'),
  'a HIGH alarm that sounds goes on until somebody acts or its cause ends it': elapses(
    'signal.sounding.first',
    'escalation',
    '#alarm.signal.paused',
  ),
  'a HIGH alarm that was silenced comes back while its cause lasts': withoutDelay('signal.acknowledged'),
  'a pause is over with its delay': elapses('signal.paused', 'audioPause', {
    target: 'paused',
    reenter: true,
  }),
  'another alarm of the same urgency ends a pause': answers('signal.paused', 'alarm.joined', {
    target: 'paused',
    reenter: true,
  }),
  'delivery is stopped for want of a person only after a warning': answers(
    'attendance.counting',
    'autoOff.reached',
    'expired',
  ),
  'a person who is there takes the warning back': loses('attendance.warning', 'autoOff.answered'),
  'a screen that nobody touches for one delay is locked': elapses('screen.unlocked', 'screenLock', {
    target: 'unlocked',
    reenter: true,
  }),
  'a screen is unlocked only by unlocking it, and nothing is entered on a locked one': answers(
    'entry.none',
    'entry.opened',
    'open',
  ),
  'a remote may ask for a bolus only when it is paired and was admitted': answers(
    'link.paired.idle',
    'remote.heard',
    'permitted',
  ),
  'no remote is permitted anything before one was paired': answers(
    'link.unpaired',
    'remote.admitted',
    'paired.permitted',
  ),
  'a permission is over with its delay': elapses('link.paired.permitted', 'remotePermission', {
    actions: 'refuseRemote',
  }),
  'a window for pairing closes': withoutDelay('pairing.open'),
  'a remote that is not heard is announced, and nothing else follows': elapses(
    'contact.awaited',
    'remoteContact',
    { target: 'lost', actions: 'revokePermission' },
  ),
  'one check follows another': withoutDelay('check.waiting'),
  'a check that is not answered before its delay is over has failed': elapses(
    'check.running',
    'checkAnswer',
    { target: 'running', reenter: true },
  ),
  'speaker and vibrator are tested again and again': withoutDelay('test.waiting'),
  'a test that nobody answers counts as failed': elapses('test.testing', 'sounderAnswer', 'waiting'),
  'a supervisor that is silent for one delay is lost, with an alarm': elapses(
    'link.agreeing.missing',
    'supervisorSilence',
    'beating',
  ),
  'a beat that is missed is made good or the supervisor is lost': withoutDelay('link.agreeing.missing'),
  'a supervisor that disagrees or forbids is lost at once, for good': answers(
    'link.lost',
    'supervisor.agreed',
    'agreeing',
  ),
  'automation starts only from its footing, with a command that was accepted': answers(
    'mode.closedLoop.attempting',
    'automation.accepted',
    'active',
  ),
  'no automation before a person has enabled it': answers('mode.manual', 'automation.ready', 'closedLoop'),
  'automation without glucose falls back at once': loses('mode.closedLoop.late', 'glucose.lost'),
  'what limits automation for too long ends it with an alarm': elapses(
    'mode.closedLoop.safeBasal',
    'limitation',
    { target: '#therapy.mode.manual', actions: 'endAutomation' },
  ),
  'automation that is limited does not stay so': withoutDelay('mode.closedLoop.limited'),
  'automation too long at an extreme falls back and says so': answers(
    'mode.closedLoop.active',
    'automation.saturated',
    'safeBasal',
  ),
  'basal follows a controller only while automation is active': at => {
    at('mode.closedLoop.late').entry = 'followController';
  },
  'what ends the activity of a controller takes its rate and its bolus away in the same step': at => {
    at('mode.closedLoop.active').exit = [];
  },
  'whatever ends automation gives basal back to the profile': at => {
    at('mode.closedLoop').exit = [];
  },
  'readings that grow old let nothing be increased': answers('mode.closedLoop.active', 'glucose.stale', {
    actions: 'onlyLower',
  }),
  'automation does not outlive its sensor': answers('mode.closedLoop.active', 'sensor.started', {
    actions: 'limitBasal',
  }),
  'only a controller that is wanted and not excluded is asked, and on a reading that was believed': answers(
    'inquiry.quiet',
    'automation.accepted',
    'asking',
  ),
  'a controller that does not answer is not waited for': elapses('inquiry.asking', 'answer', {
    target: 'asking',
    reenter: true,
  }),
  'an answer after its time is answered by nothing': elapses('inquiry.asking', 'answer', 'quiet'),
  'basal is withheld only for low glucose, by a policy that was chosen, and that is told': answers(
    'basal.flowing',
    'glucose.predictedLow',
    'withheld',
  ),
  'whatever ends a suspension gives basal back': at => {
    at('basal.withheld').exit = [];
  },
  'a window that is used up ends the suspension with an alarm': loses(
    'basal.withheld',
    'lowSuspend.exhausted',
  ),
  'nothing is withheld during a lock-out': loses('basal.withheld', 'lowSuspend.overruled'),
  'nothing is withheld without a policy': loses('basal.withheld', 'lowSuspend.disarmed'),
  'a person who overrules is not overruled before the delay is over': loses(
    'lockout.free',
    'lowSuspend.overruled',
  ),
  'every lock-out ends': withoutDelay('lockout.unanswered'),
  'only a suspension that nobody answered locks out for long': answers(
    'lockout.free.answered',
    'lowSuspend.exhausted',
    '#lowSuspend.lockout.unanswered',
  ),
  'without readings basal flows at once': answers('basal.withheld', 'glucose.unseen', {
    actions: 'judgeGlucose',
  }),
  'without readings after a low one basal flows when the delay is over': elapses(
    'basal.withheld.unseen',
    'blindness',
    { target: 'unseen', reenter: true },
  ),
  'no suspension stays without readings': withoutDelay('basal.withheld.unseen'),
  'who has used up the hour gets no second one before the clock was set': answers(
    'trust.doubted.expired',
    'clock.suspected',
    '#clock.trust.doubted.bearable',
  ),
  'one reset alone does not stop the pump for good': answers('resets.none', 'watchdog.fired', 'repeated'),
  'what was given before is unknown until a person starts delivery': answers(
    'past.lost',
    'journal.setAside',
    'known',
  ),
  'settings come into use only by the second step, of what was proposed and shown': answers(
    'proposal.idle',
    'settings.agreed',
    { actions: 'applySettings' },
  ),
  'a bolus by the button is confirmed only by a second hold': answers('entry.asking', 'button.pressed', {
    target: 'idle',
    actions: 'confirmQuick',
  }),
  'an hour that misses much is not taken for one that misses little': answers(
    'hour.farShort',
    'basal.short',
    'short',
  ),
  'no alarm gets better before it is over': answers('condition.present', 'alarm.raised', {
    actions: 'forgetGrade',
  }),
};
