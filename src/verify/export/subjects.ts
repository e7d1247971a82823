import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { plantMachine } from '../../../machines/plant/plant.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { ALARMS, alarmNames, isAlarmName } from '../../domain/alarms.ts';
import { isSmallName, SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import { alphabetOf, MISHAPS } from '../alphabet.ts';
import { type Event, nameOf } from '../automaton.ts';
import { sortOf } from '../sorts.ts';
import { alarmAlphabet } from '../systems.ts';
import { timerView } from '../timerView.ts';
import { describe, type Subject } from './describe.ts';
import { actionsIn, type Document } from './document.ts';

const ALARM = 'alarm:';

/** Every chart that can be exported, by name. An alarm's chart depends on its row of the table of alarms. */
export const subjectNames: readonly string[] = [
  'pump',
  'plant',
  ...smallNames,
  ...alarmNames.map(name => `${ALARM}${name}`),
];

/** A chart by its name; null when there is none of this name. */
export const subjectOf = (name: string): Subject | null => {
  if (name === 'pump') return { machine: pumpMachine, events: alphabetOf(timerView(pumpMachine)) };
  if (name === 'plant') return { machine: plantMachine, events: heardByPlant() };
  if (isSmallName(name)) {
    const machine = SMALL_MACHINES[name];
    return { machine, events: alphabetOf(timerView(machine)) };
  }
  const alarm = name.startsWith(ALARM) ? name.slice(ALARM.length) : '';
  if (!isAlarmName(alarm)) return null;
  const row = sortOf(ALARMS[alarm]);
  return { machine: alarmMachine, events: alarmAlphabet(row, timerView(alarmMachine)), input: row };
};

/** The charts that run the pump. All alarms have one; what its guards and delays come to is not drawn. */
export const drawnCharts = (): readonly Document[] =>
  ['pump', ...smallNames, `${ALARM}motorStall`].map(name => {
    const subject = subjectOf(name);
    if (subject === null) throw new Error(`there is no chart "${name}"`);
    return describe(subject);
  });

/** The plant hears facts, mishaps, and what the pump asks: `asked.<action>`. */
const heardByPlant = (): readonly Event[] => {
  const hears: ReadonlySet<string> = new Set(plantMachine.events.map(String));
  const facts = alphabetOf(timerView(pumpMachine));
  const pump = describe({ machine: pumpMachine, events: facts });
  const asked = actionsIn(pump.root).map(({ type, params }) => ({ ...params, type: `asked.${type}` }));
  const heard = [...facts, ...MISHAPS, ...asked].filter(({ type }) => hears.has(type));
  return [...new Map(heard.map(event => [nameOf(event), event])).values()];
};
