import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the link to a remote, whoever sends what. */
export const remoteProperties = ofMachine('remote', [
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
  {
    name: 'a window for pairing has a code of its own each time a person opens it',
    req: ['SR-110'],
    rule: {
      eachStep: { on: ['pairing.opened'] },
      is: { to: 'remote.pairing.open', enters: 'remote.pairing.open', asks: ['openPairing'] },
    },
  },
  {
    name: 'a window for pairing is good for one attempt, and not for a fault or a restart',
    req: ['SR-110'],
    rule: {
      eachStep: {
        on: ['pairing.failed', 'remote.paired', 'fault.latched', 'power.lost', 'timer.pairingWindowElapsed'],
      },
      is: { to: 'remote.pairing.closed' },
    },
  },
  {
    name: 'a remote that was paired is paired',
    req: ['SR-110'],
    rule: { eachStep: { on: ['remote.paired'] }, is: { to: 'remote.link.paired' } },
  },
  {
    name: 'a remote that was forgotten may ask for nothing any more',
    req: ['SR-110'],
    rule: {
      eachStep: { on: ['remote.forgotten'] },
      is: { to: { all: ['remote.link.unpaired', 'remote.contact.none'] } },
    },
  },
  {
    name: 'a remote that was admitted may ask for one bolus',
    req: ['SR-110'],
    rule: {
      eachStep: { on: ['remote.admitted'], from: 'remote.link.paired.idle' },
      is: { to: 'remote.link.paired.permitted', asks: ['grantPermission', 'permitRemote'] },
    },
  },
  {
    name: 'while one remote may ask for a bolus another is refused',
    req: ['SR-110'],
    rule: {
      eachStep: { on: ['remote.admitted'], from: 'remote.link.paired.permitted' },
      is: { to: 'remote.link.paired.permitted', asks: ['refuseRemote'] },
    },
  },
  {
    name: 'a remote that is refused is told',
    req: ['SR-110'],
    rule: { eachStep: { on: ['remote.refused'] }, is: { asks: ['refuseRemote'] } },
  },
  {
    name: 'a permission is over when it was used, and with whatever stops delivery',
    req: ['SR-110', 'SR-031'],
    rule: {
      eachStep: {
        on: [
          'remote.spent',
          'delivery.stopped',
          'fault.latched',
          'power.lost',
          'timer.remotePermissionElapsed',
        ],
        from: 'remote.link.paired.permitted',
      },
      is: { to: 'remote.link.paired.idle', asks: ['revokePermission'] },
    },
  },
  {
    name: 'no permission lasts without end',
    req: ['SR-110'],
    rule: {
      whenever: 'remote.link.paired.permitted',
      leadsTo: { not: 'remote.link.paired.permitted' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'what a remote has changed is told to the person at the pump',
    req: ['SR-110'],
    rule: {
      eachStep: { on: ['remote.commanded'], from: 'remote.link.paired' },
      is: { raises: 'remoteChange', ceases: ['remoteChange'] },
    },
  },
  {
    name: 'a remote that is heard has its whole delay again',
    req: ['SR-112'],
    rule: {
      eachStep: {
        on: ['remote.heard', 'remote.paired', 'power.applied'],
        from: { not: 'remote.contact.none' },
      },
      is: { to: 'remote.contact.awaited', enters: 'remote.contact.awaited' },
    },
  },
  {
    name: 'a remote that was paired is listened for',
    req: ['SR-112'],
    rule: { eachStep: { on: ['remote.paired'] }, is: { to: 'remote.contact.awaited' } },
  },
  {
    name: 'a remote that was not heard for its delay is lost',
    req: ['SR-112'],
    rule: { eachStep: { on: ['timer.remoteContactElapsed'] }, is: { to: 'remote.contact.lost' } },
  },
  {
    name: 'no remote is listened for without end',
    req: ['SR-112'],
    rule: {
      whenever: 'remote.contact.awaited',
      leadsTo: {
        step: {
          on: [
            'timer.remoteContactElapsed',
            'remote.heard',
            'remote.paired',
            'power.applied',
            'remote.forgotten',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a remote that is heard again is lost no longer',
    req: ['SR-112'],
    rule: {
      eachStep: { from: 'remote.contact.lost', to: { not: 'remote.contact.lost' } },
      is: { ceases: ['remoteLost'] },
    },
  },
]);
