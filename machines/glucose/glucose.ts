import { high, veryHigh } from './high.ts';
import { low } from './low.ts';
import { glucose } from './setup.ts';
import { trend } from './trend.ts';

/** What is alarming about glucose itself. The ledger reckons; each region only remembers what was said. */
export const glucoseMachine = glucose.createMachine({
  id: 'glucose',
  type: 'parallel',
  states: { low, high, veryHigh, trend },
});
