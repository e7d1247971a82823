import { setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type SelfCheckEvent =
  | { readonly type: 'check.passed' }
  | { readonly type: 'check.failed' }
  | { readonly type: 'selfTest.passed' }
  | { readonly type: 'power.lost' };

const selfCheck = setup({
  types: { events: {} as SelfCheckEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: { ...alarming, runCheck: () => {} },
  delays: { checkPeriod: TIMING.checkPeriod, checkAnswer: TIMING.checkAnswer },
});

type Region = Parameters<typeof selfCheck.createStateConfig>[0];

/** Program, memory and what is stored, looked at again and again while the pump delivers. */
const check = selfCheck.createStateConfig({
  initial: 'off',
  states: {
    off: { on: { 'selfTest.passed': 'waiting', 'check.failed': 'failed' } },
    waiting: {
      meta: { req: ['SR-065'] },
      on: { 'check.failed': 'failed', 'power.lost': 'off' },
      after: { checkPeriod: 'running' },
    },
    running: {
      description: 'Delivery goes on. No answer is an answer too: whoever cannot check is not whole.',
      meta: { req: ['SR-065'] },
      entry: 'runCheck',
      on: { 'check.passed': 'waiting', 'check.failed': 'failed', 'power.lost': 'off' },
      after: { checkAnswer: 'failed' },
    },
    failed: {
      description: 'For good: only a restart that passes the self-test ends it.',
      tags: 'stopped',
      meta: { req: ['SR-065', 'SR-066'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'periodicTestFailed' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'periodicTestFailed' } },
      on: { 'selfTest.passed': 'waiting' },
    },
  },
} satisfies Region);

/** The periodic self-test. */
export const selfCheckMachine = selfCheck.createMachine({
  id: 'selfCheck',
  type: 'parallel',
  states: { check },
});
