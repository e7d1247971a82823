import { ofMachine } from '../../smallProperty.ts';

/** What must hold of a button that may be stuck. */
export const buttonProperties = ofMachine('button', [
  {
    name: 'a button that is down for its delay is not believed, and that is told',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['timer.buttonHeldElapsed'] },
      is: { to: 'button.press.stuck.held', raises: 'buttonStuck', asks: ['distrustButton'] },
    },
  },
  {
    name: 'no button is believed that stays down',
    req: ['SR-035'],
    rule: {
      whenever: 'button.press.down',
      leadsTo: { not: 'button.press.down' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a button that stays down for longer has a worse alarm, which ends a bolus',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['timer.buttonJamElapsed'] },
      is: { to: 'button.press.stuck.jammed', raises: { alarm: 'buttonStuck', grade: 'worse' } },
    },
  },
  {
    name: 'a button that stays down has the worse alarm in the end',
    req: ['SR-035'],
    rule: {
      whenever: 'button.press.stuck.held',
      leadsTo: { not: 'button.press.stuck.held' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a button that was stuck is believed again only after it has rested for its delay, or after a restart',
    req: ['SR-035'],
    rule: {
      eachStep: { from: 'button.press.stuck', to: { not: 'button.press.stuck' } },
      is: { on: ['timer.buttonRestElapsed', 'power.lost'], ceases: ['buttonStuck'], asks: ['trustButton'] },
    },
  },
  {
    name: 'a button that has rested is believed',
    req: ['SR-035'],
    rule: { eachStep: { on: ['timer.buttonRestElapsed'] }, is: { to: 'button.press.free' } },
  },
  {
    name: 'a button that rests is believed in the end, or pressed',
    req: ['SR-035'],
    rule: {
      whenever: 'button.press.stuck.resting',
      leadsTo: { not: 'button.press.stuck.resting' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a button that was stuck rests from when it is released',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.released'], from: 'button.press.stuck' },
      is: { to: 'button.press.stuck.resting' },
    },
  },
  {
    name: 'a press in that rest begins it anew',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.pressed'], from: 'button.press.stuck.resting' },
      is: { to: 'button.press.stuck.held' },
    },
  },
  {
    name: 'a button that is pressed is timed',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.pressed'], from: 'button.press.free' },
      is: { to: 'button.press.down' },
    },
  },
  {
    name: 'a button that was released in time is as if it had never been pressed',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.released'], from: 'button.press.down' },
      is: { to: 'button.press.free' },
    },
  },
  {
    name: 'only a button that was down for its delay is stuck',
    req: ['SR-035'],
    rule: {
      eachStep: { from: { not: 'button.press.stuck' }, to: 'button.press.stuck' },
      is: { from: 'button.press.down', on: ['timer.buttonHeldElapsed'] },
    },
  },
  {
    name: 'nothing is held against a button after a restart',
    req: ['SR-035'],
    rule: { eachStep: { on: ['power.lost'] }, is: { to: 'button.press.free' } },
  },
]);
