import { condition } from './condition.ts';
import { alarm } from './setup.ts';
import { signal } from './signal.ts';

/** One alarm. There is one instance for each row of the alarm table, and they know nothing of each other. */
export const alarmMachine = alarm.createMachine({
  id: 'alarm',
  type: 'parallel',
  context: ({ input }) => ({ row: input, grade: 'first', returned: 'never' }),
  states: { condition, signal },
});
