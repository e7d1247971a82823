import { type Region, therapy } from './setup.ts';

/** What automation stands on, as the ledger finds it while a person wants automation. */
export const footing = therapy.createStateConfig({
  initial: 'obstructed',
  states: {
    obstructed: {
      description:
        'Suspended, a temporary basal, an extended bolus, insulin on board unknown; or nobody wants it.',
      meta: { req: ['SR-098'] },
    },
    unready: {
      description: 'Fewer than three fresh readings, or the last one is in doubt.',
      meta: { req: ['SR-093', 'SR-098'] },
    },
    ready: {},
  },
  on: {
    'automation.obstructed': '.obstructed',
    'automation.unready': '.unready',
    'automation.ready': '.ready',
    'automation.ended': '.obstructed',
    'power.lost': '.obstructed',
  },
} satisfies Region);
