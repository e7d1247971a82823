import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the screen: its lock, and what is entered on it. */
export const lockProperties = ofMachine('lock', [
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
  {
    name: 'a touch of a locked screen unlocks nothing and keeps no entry alive',
    req: ['SR-107'],
    rule: {
      eachStep: { on: ['screen.touched'], from: 'lock.screen.locked' },
      is: { to: 'lock.screen.locked', entersNone: ['lock.entry.open'] },
    },
  },
  {
    name: 'whoever goes on with an entry has the whole delay again',
    req: ['SR-107'],
    rule: {
      eachStep: { on: ['screen.touched'], from: { all: ['lock.screen.unlocked', 'lock.entry.open'] } },
      is: { enters: 'lock.entry.open' },
    },
  },
  {
    name: 'whoever goes on typing is not locked out',
    req: ['SR-107'],
    rule: {
      eachStep: { on: ['screen.touched', 'screen.unlocked'], from: 'lock.screen.unlocked' },
      is: { enters: 'lock.screen.unlocked' },
    },
  },
  {
    name: 'a screen is unlocked by unlocking it',
    req: ['SR-107'],
    rule: { eachStep: { on: ['screen.unlocked'] }, is: { to: 'lock.screen.unlocked' } },
  },
  {
    name: 'a screen is locked by locking it',
    req: ['SR-107'],
    rule: { eachStep: { on: ['screen.locked'] }, is: { to: 'lock.screen.locked' } },
  },
  {
    name: 'no screen that nobody touches stays unlocked',
    req: ['SR-107'],
    rule: {
      whenever: 'lock.screen.unlocked',
      leadsTo: {
        step: {
          on: [
            'timer.screenLockElapsed',
            'screen.touched',
            'screen.unlocked',
            'screen.locked',
            'fault.latched',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'an entry is opened on a screen that is unlocked',
    req: ['SR-107'],
    rule: { eachStep: { on: ['entry.opened'], from: 'lock.screen.unlocked' }, is: { to: 'lock.entry.open' } },
  },
  {
    name: 'an entry that is closed is gone',
    req: ['SR-107'],
    rule: { eachStep: { on: ['entry.closed'] }, is: { to: 'lock.entry.none' } },
  },
  {
    name: 'half an entry does not wait without end',
    req: ['SR-026'],
    rule: {
      whenever: 'lock.entry.open',
      leadsTo: {
        step: { on: ['timer.entryElapsed', 'screen.touched', 'entry.closed', 'fault.latched', 'power.lost'] },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'half an entry that nobody goes on with is discarded, and told',
    req: ['SR-026'],
    rule: {
      eachStep: { on: ['timer.entryElapsed'] },
      is: { to: 'lock.entry.none', raises: 'entryIncomplete', ceases: ['entryIncomplete'] },
    },
  },
  {
    name: 'a fault or a restart locks the screen and discards the entry',
    req: ['SR-107'],
    rule: {
      eachStep: { on: ['fault.latched', 'power.lost'] },
      is: { to: { all: ['lock.screen.locked', 'lock.entry.none'] } },
    },
  },
]);
