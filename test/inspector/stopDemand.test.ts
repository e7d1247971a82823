import { expect, test } from 'vitest';
import { stopDemandedBy } from '../../src/inspector/page/stop-demand.ts';
import type { Taken } from '../../src/inspector/protocol.ts';

const taken = (event: string, transition: string, req: readonly string[]): Taken => ({
  machine: 'pump',
  event,
  transition,
  req,
});

const STOP = taken('alarm.stopRaised', 'pump.permission.allowed alarm.stopRaised 0', ['SR-002', 'SR-080']);

test('what demanded a stop is what the transition carries that stopped the pump, in that very step', () => {
  const follows = taken('alarm.stopRaised', 'pump.bolus.running alarm.stopRaised 0', ['SR-023']);
  const frames = [
    {
      monoMs: 1,
      taken: [taken('suspend.requested', 'pump.permission.allowed suspend.requested 0', ['SR-012'])],
    },
    { monoMs: 2, taken: [follows, STOP] },
    { monoMs: 2, taken: [STOP] },
    { monoMs: 3, taken: [follows] },
  ];
  const demanded = (
    alarm: 'occlusion' | 'bolusIncomplete',
    priority: 'high' | 'medium',
    sinceMonoMs: number,
  ) => stopDemandedBy(frames, { alarm, priority, sinceMonoMs });
  expect(demanded('occlusion', 'high', 2)).toEqual(['SR-002', 'SR-080']);
  for (const at of [0, 1, 3]) expect(demanded('occlusion', 'high', at), String(at)).toEqual([]);
  // What is told beside it in the same step has stopped nothing.
  expect(demanded('bolusIncomplete', 'medium', 2)).toEqual([]);
});
