import { noLongerWithheld } from './basal.ts';
import { pump, type Region } from './setup.ts';

/** A person at the pump resumes, and nothing that stops delivery is left (SR-039). */
const byHand = [
  { guard: 'mayResumeByHand', target: 'delivering', actions: 'resumeAlarms' },
  { actions: 'refuseResume' },
] as const;

/** Whether therapy may be given, and who must act before it may again. */
export const permission = pump.createStateConfig({
  initial: 'suspendedAfterRecovery',
  states: {
    delivering: {
      description:
        'A person has started delivery and nothing has stopped it since, but for a short restart that was verified.',
      tags: 'therapyPermitted',
      entry: 'startDelivery',
      // What is stopped altogether is not withheld any more; that it is stopped, others tell.
      exit: ['stopDelivery', noLongerWithheld],
      on: {
        'suspend.requested': [
          { guard: 'isRemote', target: 'suspendedRemotely' },
          { target: 'suspendedByUser', meta: { req: ['SR-003', 'SR-037'] } },
        ],
        'alarm.stopRaised': { target: 'suspendedByAlarm', meta: { req: ['SR-002', 'SR-080'] } },
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
    },
    suspendedByUser: {
      description:
        'The user has stopped delivery, perhaps for a chosen time. The pump never resumes by itself.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-038', 'SR-042'] },
      on: {
        'resume.requested': [...byHand],
        'alarm.stopRaised': 'suspendedByAlarm',
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
    },
    suspendedRemotely: {
      description:
        'Somebody with a paired remote has stopped delivery, and may start it again; so may the user.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-037', 'SR-038'] },
      on: {
        'suspend.requested': [{ guard: 'isRemote' }, { target: 'suspendedByUser' }],
        'resume.requested': [
          { guard: 'nothingStops', target: 'delivering', actions: 'resumeAlarms' },
          { actions: 'refuseResume' },
        ],
        'alarm.stopRaised': 'suspendedByAlarm',
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
    },
    suspendedByAlarm: {
      description:
        'An alarm has stopped delivery. It stays stopped until the cause is gone and a person resumes.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-038', 'SR-039'] },
      on: {
        'resume.requested': [...byHand],
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
    },
    suspendedForChange: {
      description:
        'Cartridge and set are being changed, or have been. Delivery waits for a person, however the change ends.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-038', 'SR-051'] },
      on: { 'resume.requested': [...byHand] },
    },
    suspendedAfterRecovery: {
      description:
        'The pump has just started. A person must say that delivery may begin, or have said that it may go on after a clean, short, verified restart.',
      tags: 'stopped',
      meta: { req: ['SR-024', 'SR-038', 'SR-070'] },
      on: {
        'resume.requested': [...byHand],
        'restart.verified': { guard: 'mayGoOn', target: 'delivering', meta: { req: ['SR-038', 'SR-070'] } },
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
    },
  },
  on: {
    // It runs already. Whoever asks hears that.
    'resume.requested': { actions: 'refuseResume' },
    'fault.*': '.suspendedAfterRecovery',
    'power.lost': '.suspendedAfterRecovery',
  },
} satisfies Region);
