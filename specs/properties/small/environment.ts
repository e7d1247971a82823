import type { Where } from '../../property.ts';
import { ofMachine, type WordsOf } from '../../smallProperty.ts';

type Here = Where<WordsOf<'environment'>>;

const stopped: Here = {
  any: ['environment.temperature.outside.stopped', 'environment.temperature.outside.returning'],
};

/** What must hold where the pump gets too hot, too cold, too high or too low. */
export const environmentProperties = ofMachine('environment', [
  {
    name: 'a temperature that is not good for insulin is announced, and stops nothing',
    req: ['SR-087', 'SR-108'],
    rule: {
      eachStep: { on: ['temperature.warned'], from: { not: stopped } },
      is: { to: 'environment.temperature.outside.warned' },
    },
  },
  {
    name: 'a temperature out of range is announced',
    req: ['SR-108'],
    rule: {
      eachStep: { from: { not: 'environment.temperature.outside' }, to: 'environment.temperature.outside' },
      is: { raises: 'temperature' },
    },
  },
  {
    name: 'a temperature beyond its limit is borne for one delay at most',
    req: ['SR-108'],
    rule: {
      eachStep: { on: ['temperature.exceeded'], from: { not: stopped } },
      is: { to: 'environment.temperature.outside.exceeding' },
    },
  },
  {
    name: 'a temperature that stays beyond its limit does not stay without a stop',
    req: ['SR-108'],
    rule: {
      whenever: 'environment.temperature.outside.exceeding',
      leadsTo: { not: 'environment.temperature.outside.exceeding' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a temperature that was beyond its limit for the whole delay stops delivery with a HIGH alarm',
    req: ['SR-080', 'SR-108'],
    rule: {
      eachStep: { on: ['timer.temperatureBearableElapsed'] },
      is: { to: 'environment.temperature.outside.stopped', raises: { alarm: 'temperature', grade: 'worse' } },
    },
  },
  {
    name: 'a pump that overheats stops at once with a HIGH alarm',
    req: ['SR-080', 'SR-108'],
    rule: {
      eachStep: { on: ['temperature.overheated'] },
      is: { to: 'environment.temperature.outside.stopped', raises: { alarm: 'temperature', grade: 'worse' } },
    },
  },
  {
    name: 'a pump that was stopped by its temperature is stopped until it was in range for the whole delay',
    req: ['SR-108'],
    rule: {
      eachStep: { from: stopped, to: { not: stopped } },
      is: { on: ['timer.temperatureReturnElapsed', 'power.lost'] },
    },
  },
  {
    name: 'a temperature that leaves its range again begins the delay of its return anew',
    req: ['SR-108'],
    rule: {
      eachStep: { on: ['temperature.warned', 'temperature.exceeded'], from: stopped },
      is: { to: 'environment.temperature.outside.stopped' },
    },
  },
  {
    name: 'a temperature in range again has its delay before it is trusted',
    req: ['SR-108'],
    rule: {
      eachStep: { on: ['temperature.settled'], from: stopped },
      is: { to: 'environment.temperature.outside.returning' },
    },
  },
  {
    name: 'a temperature that stays in range is trusted again',
    req: ['SR-108'],
    rule: {
      whenever: 'environment.temperature.outside.returning',
      leadsTo: { not: 'environment.temperature.outside.returning' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a temperature that has stayed in range is in range',
    req: ['SR-108'],
    rule: {
      eachStep: { on: ['timer.temperatureReturnElapsed'] },
      is: { to: 'environment.temperature.inRange' },
    },
  },
  {
    name: 'a temperature in range that has stopped nothing stops nothing',
    req: ['SR-108'],
    rule: {
      eachStep: { on: ['temperature.settled'], from: { not: stopped } },
      is: { to: 'environment.temperature.inRange' },
    },
  },
  {
    name: 'the alarm of the temperature is over with its cause',
    req: ['SR-108'],
    rule: {
      eachStep: { from: 'environment.temperature.outside', to: { not: 'environment.temperature.outside' } },
      is: { ceases: ['temperature'] },
    },
  },
  {
    name: 'a pressure out of range, or that leaps, stops delivery with a HIGH alarm',
    req: ['SR-080', 'SR-108', 'SR-109'],
    rule: {
      eachStep: { on: ['pressure.exceeded', 'pressure.leapt'] },
      is: { to: 'environment.pressure.outOfRange', raises: 'pressure' },
    },
  },
  {
    name: 'a pressure in range is in range',
    req: ['SR-108'],
    rule: { eachStep: { on: ['pressure.settled'] }, is: { to: 'environment.pressure.inRange' } },
  },
  {
    name: 'only a pressure that has settled ends its alarm, or a restart',
    req: ['SR-108', 'SR-109'],
    rule: {
      eachStep: { from: 'environment.pressure.outOfRange', to: { not: 'environment.pressure.outOfRange' } },
      is: { on: ['pressure.settled', 'power.lost'], ceases: ['pressure'] },
    },
  },
  {
    name: 'nothing is known of the environment after a restart',
    req: ['SR-108'],
    rule: {
      eachStep: { on: ['power.lost'] },
      is: { to: { all: ['environment.temperature.unknown', 'environment.pressure.unknown'] } },
    },
  },
]);
