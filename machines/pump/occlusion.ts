import { pump, type Region } from './setup.ts';

const occlusionAlarm = { alarm: 'occlusion' } as const;

/**
 * Whether insulin can leave the line. Judged by the force after every pulse, with which the next one begins; while
 * it is in doubt, also between pulses.
 */
export const occlusion = pump.createStateConfig({
  initial: 'clear',
  states: {
    clear: {
      on: { 'occlusion.suspected': 'suspected', 'occlusion.detected': 'occluded' },
    },
    suspected: {
      description: 'One reading was too high. Boluses slow down, every pulse is watched.',
      on: {
        'occlusion.relieved': 'clear',
        'occlusion.detected': 'occluded',
        'cartridge.removed': 'clear',
        'clock.reached': { actions: 'measureForce' },
      },
    },
    occluded: {
      description:
        'The line is blocked. The motor stops in mid-pulse; insulin on board keeps the full count.',
      tags: 'stopped',
      meta: { req: ['SR-002', 'SR-057', 'SR-058', 'SR-059', 'SR-060'] },
      entry: [{ type: 'raiseAlarm', params: occlusionAlarm }, 'reportOcclusion', 'stopTherapy'],
      exit: { type: 'ceaseAlarm', params: occlusionAlarm },
      on: {
        'occlusion.relieved': { target: 'clear', meta: { req: ['SR-060'] } },
        // Another set: the line that was blocked is gone. That it was, the alarms remember.
        'cartridge.removed': 'clear',
        // Nothing else would notice that the line is open again: no pulse is moving.
        'clock.reached': { actions: 'measureForce' },
      },
    },
  },
  on: { 'fault.*': '.clear', 'power.lost': '.clear' },
} satisfies Region);
