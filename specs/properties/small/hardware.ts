import { ofMachine } from '../../smallProperty.ts';

/** What must hold of a pump whose hardware has had to help itself. */
export const hardwareProperties = ofMachine('hardware', [
  {
    name: 'a watchdog that has fired is told with a HIGH alarm, which waits for a person',
    req: ['SR-067', 'SR-070'],
    rule: {
      eachStep: { on: ['watchdog.fired'], from: 'hardware.resets.none' },
      is: { raises: { alarm: 'watchdogReset', grade: 'first' }, ceases: ['watchdogReset'] },
    },
  },
  {
    name: 'one reset alone does not stop the pump for good',
    req: ['SR-071'],
    rule: {
      eachStep: { on: ['watchdog.fired'], from: 'hardware.resets.none' },
      is: { to: 'hardware.resets.none' },
    },
  },
  {
    name: 'resets that are repeated stop the pump for good',
    req: ['SR-071'],
    rule: { eachStep: { on: ['resets.repeated'] }, is: { to: 'hardware.resets.repeated' } },
  },
  {
    name: 'a stop by resets that are repeated has a HIGH alarm',
    req: ['SR-071', 'SR-080'],
    rule: {
      eachStep: { from: 'hardware.resets.none', to: 'hardware.resets.repeated' },
      is: { raises: { alarm: 'watchdogReset', grade: 'worse' } },
    },
  },
  {
    name: 'a motor that was cut off stops the pump for good',
    req: ['SR-009'],
    rule: { eachStep: { on: ['motor.cut'] }, is: { to: 'hardware.cutoff.fired' } },
  },
  {
    name: 'a stop by the cut-off of the motor has a HIGH alarm',
    req: ['SR-009', 'SR-080'],
    rule: {
      eachStep: { from: 'hardware.cutoff.armed', to: 'hardware.cutoff.fired' },
      is: { raises: 'motorOnTooLong' },
    },
  },
  {
    name: 'only a self-test that has passed ends a stop by resets',
    req: ['SR-071'],
    rule: {
      eachStep: { from: 'hardware.resets.repeated', to: 'hardware.resets.none' },
      is: { on: ['selfTest.passed'], ceases: ['watchdogReset'] },
    },
  },
  {
    name: 'only a self-test that has passed ends a stop by the cut-off',
    req: ['SR-009'],
    rule: {
      eachStep: { from: 'hardware.cutoff.fired', to: 'hardware.cutoff.armed' },
      is: { on: ['selfTest.passed'], ceases: ['motorOnTooLong'] },
    },
  },
  {
    name: 'a self-test that has passed ends what the hardware has stopped',
    req: ['SR-009', 'SR-071'],
    rule: {
      eachStep: { on: ['selfTest.passed'] },
      is: { to: { all: ['hardware.resets.none', 'hardware.cutoff.armed'] } },
    },
  },
]);
