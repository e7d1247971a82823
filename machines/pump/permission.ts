import { pump, type Region } from './setup.ts';

/** Whether therapy may be given, and who must act before it may again. */
export const permission = pump.createStateConfig({
  initial: 'suspendedAfterRecovery',
  states: {
    delivering: {
      description: 'A person has started delivery and nothing has stopped it since.',
      tags: 'therapyPermitted',
      entry: ['startDelivery', 'resumeAlarms'],
      exit: 'stopDelivery',
      on: {
        'suspend.requested': { target: 'suspendedByUser', meta: { req: ['SR-003', 'SR-037'] } },
        'alarm.stopRaised': { target: 'suspendedByAlarm', meta: { req: ['SR-002', 'SR-080'] } },
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
        // A cartridge is changed with delivery stopped; if it was not, it is now.
        'cartridge.replaced': { target: 'suspendedByUser', meta: { req: ['SR-051'] } },
      },
    },
    suspendedByUser: {
      description: 'The user has stopped delivery. The pump only reminds; it never resumes by itself.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-038', 'SR-041'] },
      exit: { type: 'ceaseAlarm', params: { alarm: 'suspensionReminder' } },
      on: {
        'resume.requested': [{ guard: 'nothingStops', target: 'delivering' }, { actions: 'refuseResume' }],
        'alarm.stopRaised': 'suspendedByAlarm',
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
      after: {
        // Re-entry restarts the delay: the reminder returns until somebody acts.
        suspension: {
          target: 'suspendedByUser',
          reenter: true,
          actions: { type: 'raiseAlarm', params: { alarm: 'suspensionReminder' } },
        },
      },
    },
    suspendedByAlarm: {
      description:
        'An alarm has stopped delivery. It stays stopped until the cause is gone and a person resumes.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-038', 'SR-039'] },
      on: {
        'resume.requested': [
          { guard: 'nothingStops', target: 'delivering' },
          { actions: 'refuseResume', meta: { req: ['SR-039'] } },
        ],
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
      },
    },
    suspendedForChange: {
      description:
        'Cartridge and set are being changed, or have been. Delivery waits for a person, however the change ends.',
      tags: 'stopped',
      meta: { req: ['SR-012', 'SR-038', 'SR-051'] },
      exit: { type: 'ceaseAlarm', params: { alarm: 'suspensionReminder' } },
      on: {
        'resume.requested': [
          { guard: 'nothingStops', target: 'delivering' },
          { actions: 'refuseResume', meta: { req: ['SR-039'] } },
        ],
      },
      after: {
        suspension: {
          target: 'suspendedForChange',
          reenter: true,
          actions: { type: 'raiseAlarm', params: { alarm: 'suspensionReminder' } },
        },
      },
    },
    suspendedAfterRecovery: {
      description: 'The pump has just started. A person must say that delivery may begin.',
      tags: 'stopped',
      meta: { req: ['SR-024', 'SR-038', 'SR-070'] },
      exit: { type: 'ceaseAlarm', params: { alarm: 'suspensionReminder' } },
      on: {
        // Re-entry starts the delay: a pump that nobody has resumed since its start reminds, too.
        'power.applied': { target: 'suspendedAfterRecovery', reenter: true },
        'change.requested': { target: 'suspendedForChange', meta: { req: ['SR-051'] } },
        'resume.requested': [
          { guard: 'nothingStops', target: 'delivering' },
          { actions: 'refuseResume', meta: { req: ['SR-039'] } },
        ],
      },
      after: {
        suspension: {
          target: 'suspendedAfterRecovery',
          reenter: true,
          actions: { type: 'raiseAlarm', params: { alarm: 'suspensionReminder' } },
        },
      },
    },
  },
  on: { 'fault.*': '.suspendedAfterRecovery', 'power.lost': '.suspendedAfterRecovery' },
} satisfies Region);
