import { inspect, memoryOf } from '../../src/runtime/monitor.ts';
import type { CorePump } from './corePump.ts';

/** What no invariant of the pump may find in these steps. */
export const violationsOf = ({ steps }: CorePump): readonly string[] => {
  const [first] = steps;
  if (first === undefined) return [];
  let memory = memoryOf(first.before);
  return steps.flatMap(step => {
    const seen = inspect(memory, step);
    memory = seen.memory;
    return seen.violations.map(({ invariant, says }) => `${invariant}: ${says}`);
  });
};
