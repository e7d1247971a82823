import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the things that make an alarm heard. */
export const sounderProperties = ofMachine('sounder', [
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
  {
    name: 'what makes alarms heard is whole only where all of it works',
    req: ['SR-085'],
    rule: {
      eachStep: { on: ['sounder.tested'], to: 'sounder.voice.whole' },
      is: { speaker: 'working', vibrator: 'working', buzzer: 'working' },
    },
  },
  {
    name: 'where all of it works nothing is wrong with what makes alarms heard',
    req: ['SR-085'],
    rule: {
      eachStep: { on: ['sounder.tested'], speaker: 'working', vibrator: 'working', buzzer: 'working' },
      is: { to: 'sounder.voice.whole' },
    },
  },
  {
    name: 'a pump whose speaker and vibrator are dead may not deliver',
    req: ['SR-085'],
    rule: {
      eachStep: { on: ['sounder.tested'], speaker: 'dead', vibrator: 'dead' },
      is: { to: 'sounder.voice.failed.mute' },
    },
  },
  {
    name: 'a pump that can still be heard or felt is not stopped',
    req: ['SR-085', 'SR-087'],
    rule: {
      eachStep: { on: ['sounder.tested'], to: 'sounder.voice.failed.mute' },
      is: { speaker: 'dead', vibrator: 'dead' },
    },
  },
  {
    name: 'each test says how the things that make alarms heard are',
    req: ['SR-085'],
    rule: { eachStep: { on: ['sounder.tested'] }, is: { to: { not: 'sounder.voice.unknown' } } },
  },
  {
    name: 'a pump that nobody hears stops with a HIGH alarm',
    req: ['SR-080', 'SR-085'],
    rule: {
      eachStep: { from: { not: 'sounder.voice.failed.mute' }, to: 'sounder.voice.failed.mute' },
      is: { raises: { alarm: 'sounderFault', grade: 'worse' } },
    },
  },
  {
    name: 'a thing that makes alarms heard and is dead is announced',
    req: ['SR-085'],
    rule: {
      eachStep: { from: { not: 'sounder.voice.failed' }, to: 'sounder.voice.failed' },
      is: { raises: { alarm: 'sounderFault', grade: 'first' } },
    },
  },
  {
    name: 'only a test in which all works ends the alarm of a dead sounder',
    req: ['SR-085'],
    rule: {
      eachStep: { from: 'sounder.voice.failed', to: { not: 'sounder.voice.failed' } },
      is: { on: ['sounder.tested'], to: 'sounder.voice.whole', ceases: ['sounderFault'] },
    },
  },
  {
    name: 'speaker and vibrator are tested at power-on',
    req: ['SR-085'],
    rule: {
      eachStep: { on: ['power.applied'], from: 'sounder.test.off' },
      is: { to: 'sounder.test.testing' },
    },
  },
  {
    name: 'a test is asked for, whatever begins it',
    req: ['SR-085'],
    rule: {
      eachStep: { from: { not: 'sounder.test.testing' }, to: 'sounder.test.testing' },
      is: { asks: ['testSounder'] },
    },
  },
  {
    name: 'the day after a test has its own test',
    req: ['SR-085'],
    rule: { eachStep: { on: ['timer.sounderPeriodElapsed'] }, is: { to: 'sounder.test.testing' } },
  },
  {
    name: 'a test that was answered, or not, waits for the next',
    req: ['SR-085'],
    rule: {
      eachStep: { on: ['sounder.tested', 'timer.sounderAnswerElapsed'], from: 'sounder.test.testing' },
      is: { to: 'sounder.test.waiting' },
    },
  },
  {
    name: 'no test of the sounder lasts without end',
    req: ['SR-085'],
    rule: {
      whenever: 'sounder.test.testing',
      leadsTo: { not: 'sounder.test.testing' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'without power nothing is tested',
    req: ['SR-085'],
    rule: { eachStep: { on: ['power.lost'] }, is: { to: 'sounder.test.off' } },
  },
]);
