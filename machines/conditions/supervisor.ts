import { setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type SupervisorEvent =
  | { readonly type: 'supervisor.agreed' }
  | { readonly type: 'supervisor.beat' }
  | { readonly type: 'supervisor.missed' }
  | { readonly type: 'supervisor.vetoed' }
  | { readonly type: 'supervisor.disagreed' }
  | { readonly type: 'selfTest.passed' }
  | { readonly type: 'power.lost' };

const supervisor = setup({
  types: { events: {} as SupervisorEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: alarming,
  delays: { supervisorSilence: TIMING.supervisorSilence },
});

type Region = Parameters<typeof supervisor.createStateConfig>[0];

/** The second channel: it beats once a second, counts by the encoder alone, and may cut the motor. */
const link = supervisor.createStateConfig({
  initial: 'absent',
  states: {
    absent: {
      description: 'No second channel of its own has spoken since the power came.',
      on: { 'supervisor.agreed': 'agreeing', 'supervisor.vetoed': 'lost', 'supervisor.disagreed': 'lost' },
    },
    agreeing: {
      meta: { req: ['SR-113'] },
      on: {
        'supervisor.vetoed': 'lost',
        'supervisor.disagreed': 'lost',
        'power.lost': 'absent',
      },
      initial: 'beating',
      states: {
        beating: {
          description: 'Each beat is watched where it comes in; told are those that bring something new.',
          on: { 'supervisor.missed': 'missing' },
        },
        missing: {
          description: 'A beat is overdue. With the second that is missed, two seconds have passed.',
          meta: { req: ['SR-114'] },
          on: { 'supervisor.beat': 'beating' },
          after: { supervisorSilence: '#supervisor.link.lost.silent' },
        },
      },
    },
    lost: {
      description: 'For good: who of the two is wrong, neither can tell.',
      tags: 'stopped',
      meta: { req: ['SR-113', 'SR-114', 'SR-117'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'supervisorLost' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'supervisorLost' } },
      initial: 'vetoing',
      states: {
        silent: { description: 'Two beats were missed.' },
        vetoing: { description: 'It counts otherwise than we do, is configured otherwise, or forbids.' },
      },
      on: { 'selfTest.passed': 'absent' },
    },
  },
} satisfies Region);

/** The link to the independent supervisor. */
export const supervisorMachine = supervisor.createMachine({
  id: 'supervisor',
  type: 'parallel',
  states: { link },
});
