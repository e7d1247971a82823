import { ofMachine } from '../../smallProperty.ts';

/** What must hold of a person who resumes again and again what the same alarm stops. */
export const stormProperties = ofMachine('storm', [
  {
    name: 'the same alarm that stops again and again stops delivery with a HIGH alarm of its own',
    req: ['SR-086'],
    rule: {
      eachStep: { on: ['storm.detected'], from: 'storm.repetition.calm' },
      is: { to: 'storm.repetition.raging', raises: 'alarmStorm' },
    },
  },
  {
    name: 'only a change of cartridge or site ends it',
    req: ['SR-086'],
    rule: {
      eachStep: { from: 'storm.repetition.raging', to: 'storm.repetition.calm' },
      is: { on: ['storm.ended'], ceases: ['alarmStorm'] },
    },
  },
  {
    name: 'a change of cartridge or site ends it',
    req: ['SR-086'],
    rule: { eachStep: { on: ['storm.ended'] }, is: { to: 'storm.repetition.calm' } },
  },
]);
