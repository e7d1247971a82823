import { type OfMachine, ofMachine as of } from '../smallProperty.ts';
import { lowSuspendProperties } from './lowSuspend.ts';
import { therapyProperties } from './therapy.ts';

/** What must hold of the small machines beside the pump, each by itself. */
export const smallProperties: readonly OfMachine[] = [
  of('alarm', [
    {
      name: 'a HIGH alarm reaches the siren unless somebody acts',
      req: ['SR-081'],
      of: 'high',
      rule: {
        whenever: 'alarm.signal.sounding',
        leadsTo: {
          any: [
            'alarm.signal.sounding.siren',
            'alarm.signal.paused',
            'alarm.signal.acknowledged',
            'alarm.signal.silent',
          ],
        },
        given: ['running timers elapse'],
      },
    },
    {
      name: 'a HIGH alarm that sounds goes on until somebody acts or its cause ends it',
      req: ['SR-081'],
      of: 'high',
      rule: {
        eachStep: {
          from: 'alarm.signal.sounding',
          notOn: ['alarm.acknowledged', 'alarm.paused', 'alarm.ceased', 'therapy.resumed'],
        },
        is: { to: 'alarm.signal.sounding' },
      },
    },
    {
      name: 'a HIGH alarm that was silenced comes back while its cause lasts',
      req: ['SR-081', 'SR-082'],
      of: 'high',
      rule: {
        whenever: { all: ['alarm.condition.present', { not: 'alarm.signal.sounding' }] },
        leadsTo: { any: ['alarm.signal.sounding', { not: 'alarm.condition.present' }] },
        given: ['running timers elapse'],
      },
    },
    {
      name: 'a pause is over with its delay',
      req: ['SR-082'],
      rule: {
        since: { on: ['alarm.paused'], to: 'alarm.signal.paused' },
        comes: { not: 'alarm.signal.paused' },
        beforeTicks: 1,
        of: 'timer.audioPauseElapsed',
      },
    },
    {
      name: 'another alarm of the same urgency ends a pause',
      req: ['SR-082'],
      rule: {
        eachStep: { on: ['alarm.joined'], from: 'alarm.signal.paused' },
        is: { to: 'alarm.signal.sounding' },
      },
    },
  ]),
  of('autoOff', [
    {
      name: 'delivery is stopped for want of a person only after a warning',
      req: ['SR-044'],
      rule: {
        eachStep: { from: { not: 'autoOff.attendance.expired' }, to: 'autoOff.attendance.expired' },
        is: { from: 'autoOff.attendance.warning', on: ['autoOff.reached'] },
      },
    },
    {
      name: 'a person who is there takes the warning back',
      req: ['SR-044'],
      rule: {
        eachStep: { on: ['autoOff.answered'], from: 'autoOff.attendance.warning' },
        is: { to: 'autoOff.attendance.counting' },
      },
    },
  ]),
  of('lock', [
    {
      name: 'a screen that nobody touches for one delay is locked',
      req: ['SR-107'],
      rule: {
        since: { on: ['screen.touched', 'screen.unlocked'], to: 'lock.screen.unlocked' },
        comes: 'lock.screen.locked',
        beforeTicks: 1,
        of: 'timer.screenLockElapsed',
      },
    },
    {
      name: 'a screen is unlocked only by unlocking it, and nothing is entered on a locked one',
      req: ['SR-107'],
      rule: { no: 'lock.entry.open', before: { step: { on: ['screen.unlocked'] } } },
    },
  ]),
  of('remote', [
    {
      name: 'a remote may ask for a bolus only when it is paired and was admitted',
      req: ['SR-110'],
      rule: {
        eachStep: { asks: ['permitRemote'] },
        is: { on: ['remote.admitted'], from: 'remote.link.paired.idle' },
      },
    },
    {
      name: 'no remote is permitted anything before one was paired',
      req: ['SR-110'],
      rule: { no: { step: { asks: ['permitRemote'] } }, before: { step: { on: ['remote.paired'] } } },
    },
    {
      name: 'a permission is over with its delay',
      req: ['SR-110'],
      rule: {
        since: { asks: ['permitRemote'] },
        comes: { step: { asks: ['revokePermission'] } },
        beforeTicks: 1,
        of: 'timer.remotePermissionElapsed',
      },
    },
    {
      name: 'a window for pairing closes',
      req: ['SR-110'],
      rule: {
        whenever: { step: { asks: ['openPairing'] } },
        leadsTo: { step: { asks: ['closePairing'] } },
        given: ['running timers elapse'],
      },
    },
    {
      name: 'a remote that is not heard is announced, and nothing else follows',
      req: ['SR-112'],
      rule: {
        eachStep: { on: ['timer.remoteContactElapsed'], to: 'remote.contact.lost' },
        is: { raises: 'remoteLost', asksNone: ['revokePermission', 'permitRemote', 'refuseRemote'] },
      },
    },
  ]),
  of('selfCheck', [
    {
      name: 'one check follows another',
      req: ['SR-065'],
      rule: {
        whenever: 'selfCheck.check.waiting',
        leadsTo: { not: 'selfCheck.check.waiting' },
        given: ['running timers elapse'],
      },
    },
    {
      name: 'a check that is not answered before its delay is over has failed',
      req: ['SR-065'],
      rule: {
        since: { asks: ['runCheck'] },
        comes: { not: 'selfCheck.check.running' },
        beforeTicks: 1,
        of: 'timer.checkAnswerElapsed',
      },
    },
  ]),
  of('sounder', [
    {
      name: 'speaker and vibrator are tested again and again',
      req: ['SR-085'],
      rule: {
        whenever: 'sounder.test.waiting',
        leadsTo: { any: ['sounder.test.testing', 'sounder.test.off'] },
        given: ['running timers elapse'],
      },
    },
    {
      name: 'a test that nobody answers counts as failed',
      req: ['SR-085'],
      rule: {
        eachStep: { on: ['timer.sounderAnswerElapsed'] },
        is: { to: 'sounder.voice.failed.mute' },
      },
    },
  ]),
  of('supervisor', [
    {
      name: 'a supervisor that is silent for one delay is lost, with an alarm',
      req: ['SR-114'],
      rule: {
        eachStep: { on: ['timer.supervisorSilenceElapsed'], from: 'supervisor.link.agreeing.missing' },
        is: { to: 'supervisor.link.lost', raises: 'supervisorLost' },
      },
    },
    {
      name: 'a beat that is missed is made good or the supervisor is lost',
      req: ['SR-114'],
      rule: {
        whenever: 'supervisor.link.agreeing.missing',
        leadsTo: { not: 'supervisor.link.agreeing.missing' },
        given: ['running timers elapse'],
      },
    },
    {
      name: 'a supervisor that disagrees or forbids is lost at once, for good',
      req: ['SR-114'],
      rule: {
        after: { on: ['supervisor.disagreed', 'supervisor.vetoed'] },
        never: { to: { not: 'supervisor.link.lost' } },
        until: { on: ['selfTest.passed'] },
      },
    },
  ]),
  therapyProperties,
  lowSuspendProperties,
];
