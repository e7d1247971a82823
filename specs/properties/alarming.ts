import type { Property } from '../property.ts';
import { COMMANDED, RAISED_ELSEWHERE, stopped } from './words.ts';

/** Alarms: every stop is announced, and dealing with an alarm changes nothing. */
export const alarming: readonly Property[] = [
  {
    name: 'a stop that nobody commanded raises a HIGH alarm in that very step',
    req: ['SR-080'],
    invariant: 'I13',
    world: 'plant',
    rule: {
      eachStep: {
        from: 'pump.permission.delivering',
        to: stopped,
        notOn: [...COMMANDED, ...RAISED_ELSEWHERE],
      },
      is: { raises: { priority: 'high' } },
    },
  },
  {
    name: 'fail-safe is entered with a HIGH alarm',
    req: ['SR-080', 'SR-045'],
    invariant: 'I13',
    world: 'any',
    rule: {
      eachStep: {
        from: { not: 'pump.life.failSafe' },
        to: 'pump.life.failSafe',
        notOn: RAISED_ELSEWHERE,
      },
      is: { raises: { priority: 'high' }, asks: ['stopMotor'] },
    },
  },
  {
    name: 'a LOW alarm never stops delivery',
    req: ['SR-087'],
    world: 'any',
    rule: {
      eachStep: {
        from: 'pump.permission.delivering',
        raises: { priority: 'low' },
        raisesNone: { priority: 'high' },
        notOn: COMMANDED,
      },
      is: { to: 'pump.permission.delivering' },
    },
  },
  {
    name: 'dealing with an alarm never changes the pump',
    req: ['SR-040'],
    world: 'any',
    rule: { unmovedBy: ['alarm.acknowledged', 'alarm.paused'] },
  },
  {
    name: 'the end of the stops does not start delivery',
    req: ['SR-038', 'SR-040'],
    world: 'any',
    rule: {
      eachStep: { on: ['alarm.stopsCleared'], from: stopped },
      is: { to: stopped, asksNone: ['startDelivery', 'moveMotor'] },
    },
  },
  {
    name: 'a restart after an end without order stops therapy with a HIGH alarm',
    req: ['SR-070', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['journal.read'], verdicts: ['interrupted'], from: 'pump.life.recovering' },
      is: { raises: 'powerInterrupted', to: 'pump.conditions.stopped' },
    },
  },
  {
    name: 'a restart that leaves a doubt stops therapy with a HIGH alarm',
    req: ['SR-070', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['restart.doubted', 'restart.verified'], from: 'pump.life.recovering', to: stopped },
      is: { raises: 'powerInterrupted', to: 'pump.conditions.stopped' },
    },
  },
  {
    name: 'a clean journal alone starts nothing and leaves nothing behind',
    req: ['SR-070', 'SR-004'],
    world: 'any',
    rule: {
      eachStep: { on: ['journal.read'], verdicts: ['clean'], from: 'pump.life.recovering' },
      is: { to: { all: ['pump.life.recovering', stopped] }, asksNone: ['startDelivery', 'moveMotor'] },
    },
  },
  {
    name: 'after a restart no dose moves before a person resumes or the restart is verified',
    req: ['SR-070', 'SR-038'],
    world: 'any',
    rule: {
      after: { on: ['power.lost'] },
      never: { asks: ['moveMotor'], from: { not: { owner: 'prime' } } },
      until: { on: ['resume.requested', 'restart.verified'] },
    },
  },
];
