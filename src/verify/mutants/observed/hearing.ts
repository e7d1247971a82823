import { ALARMS, isAlarmName } from '../../../domain/alarms.ts';
import { delayOf } from '../../../runtime/charts.ts';
import type { MachineId } from '../../../runtime/state.ts';
import type { Event } from '../../automaton.ts';
import { sortOf } from '../../sorts.ts';
import { alarmSorts } from '../../systems.ts';
import { timerFact } from '../../timerView.ts';
import type { Tape } from './tape.ts';

/** What one chart of the pump hears in the course of a tape, and at which of its steps. */
export type Hearing = {
  readonly tape: Tape;
  /** Of a chart that comes in several sorts, the number of this one. */
  readonly sort: number;
  readonly run: readonly Event[];
  readonly at: readonly number[];
};

/** Whatever charts of this name hear: of the alarms each by itself. */
export const hearingsOf = (name: string, tape: Tape): readonly Hearing[] => {
  const heard = new Map<MachineId, { run: Event[]; at: number[] }>();
  for (const [at, { deliveries }] of tape.steps.entries())
    for (const { machine, event } of deliveries) {
      if (machine !== name && !(name === 'alarm' && machine.startsWith('alarm:'))) continue;
      const known = heard.get(machine) ?? { run: [], at: [] };
      heard.set(machine, known);
      known.run.push(spelled(event));
      known.at.push(at);
    }
  return [...heard].map(([machine, hearing]) => ({ tape, sort: sortIn(machine), ...hearing }));
};

/** XState's own name of a delay becomes the timer fact. */
const spelled = (event: Event): Event =>
  event.type.startsWith('xstate.after.') ? { type: timerFact(delayOf(event.type)) } : event;

const sorts = alarmSorts.map(sort => JSON.stringify(sort));

const sortIn = (machine: MachineId): number => {
  const alarm = machine.slice('alarm:'.length);
  return machine.startsWith('alarm:') && isAlarmName(alarm)
    ? sorts.indexOf(JSON.stringify(sortOf(ALARMS[alarm])))
    : 0;
};
