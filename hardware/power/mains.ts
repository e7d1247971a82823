import type { FactSink, PowerPort } from '../../src/ports.ts';

/** A host without a power board: nothing measures a battery, and so nothing ever asks for this. */
export const mainsPower = (sink: FactSink): PowerPort => ({
  shutDown: () => sink({ type: 'power.lost', cause: 'depleted' }),
});
