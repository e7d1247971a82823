import { ofMachine } from '../../smallProperty.ts';

/** What must hold while the time of day is not to be believed. */
export const clockProperties = ofMachine('clock', [
  {
    name: 'a clock that is doubted is announced by a HIGH alarm',
    req: ['SR-078'],
    rule: {
      eachStep: { on: ['clock.suspected', 'clock.lost'], from: 'clock.trust.valid' },
      is: { to: 'clock.trust.doubted.bearable', raises: { alarm: 'clockLost', grade: 'first' } },
    },
  },
  {
    name: 'a clock that tells no time at all is announced as worse than one that has leapt',
    req: ['SR-078'],
    rule: {
      eachStep: {
        on: ['clock.lost'],
        from: { any: ['clock.trust.valid', 'clock.trust.doubted.bearable.suspect'] },
      },
      is: { to: 'clock.trust.doubted.bearable.lost', raises: { alarm: 'clockLost', grade: 'worse' } },
    },
  },
  {
    name: 'a clock that has leapt is only suspected',
    req: ['SR-078'],
    rule: {
      eachStep: { on: ['clock.suspected'], from: 'clock.trust.valid' },
      is: { to: 'clock.trust.doubted.bearable.suspect' },
    },
  },
  {
    name: 'delivery by a clock that is doubted does not go on without end',
    req: ['SR-078'],
    rule: {
      whenever: 'clock.trust.doubted.bearable',
      leadsTo: { not: 'clock.trust.doubted.bearable' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'after its hour a clock that is doubted stops delivery with a HIGH alarm',
    req: ['SR-078', 'SR-080'],
    rule: {
      eachStep: { on: ['timer.clockGraceElapsed'] },
      is: { to: 'clock.trust.doubted.expired', raises: { alarm: 'clockLost', grade: 'worst' } },
    },
  },
  {
    name: 'the hour of a clock that is doubted is one, whatever becomes of the clock meanwhile',
    req: ['SR-078'],
    rule: {
      eachStep: { from: 'clock.trust.doubted.bearable', to: 'clock.trust.doubted.bearable' },
      is: { entersNone: ['clock.trust.doubted.bearable'] },
    },
  },
  {
    name: 'a doubt is over when somebody has set the clock, and not before',
    req: ['SR-078'],
    rule: {
      eachStep: { from: 'clock.trust.doubted', to: 'clock.trust.valid' },
      is: { on: ['clock.trusted'], ceases: ['clockLost'] },
    },
  },
  {
    name: 'a clock that is trusted stops nothing',
    req: ['SR-078'],
    rule: { eachStep: { on: ['clock.trusted'] }, is: { to: 'clock.trust.valid' } },
  },
  {
    name: 'a restart leaves nothing of the hour',
    req: ['SR-078'],
    rule: {
      eachStep: { on: ['power.lost'], from: 'clock.trust.doubted.bearable' },
      is: { to: 'clock.trust.doubted.dormant' },
    },
  },
  {
    name: 'a pump that starts with a doubt stops delivery with a HIGH alarm',
    req: ['SR-078', 'SR-080'],
    rule: {
      eachStep: { on: ['power.applied'], from: 'clock.trust.doubted.dormant' },
      is: { to: 'clock.trust.doubted.expired', raises: { alarm: 'clockLost', grade: 'worst' } },
    },
  },
  {
    name: 'who has used up the hour gets no second one before the clock was set',
    req: ['SR-078'],
    rule: {
      after: { to: 'clock.trust.doubted.expired' },
      never: { to: 'clock.trust.doubted.bearable' },
      until: { on: ['clock.trusted'] },
    },
  },
]);
