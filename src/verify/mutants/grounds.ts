import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../../machines/alarm/setup.ts';
import { alphabetOf } from '../alphabet.ts';
import { alarmAlphabet } from '../systems.ts';
import { timerView } from '../timerView.ts';
import { draftOf, viewOf } from './draft.ts';
import { type Ground, groundOf } from './ground.ts';

/** A chart by itself, with any fact at any time. */
export const groundAlone = (machine: AnyStateMachine): Ground =>
  groundOf(viewOf(draftOf(machine)), alphabetOf(timerView(machine)));

/** One alarm of a sort. */
export const groundOfAlarm = (sort: AlarmRow): Ground =>
  groundOf(viewOf(draftOf(alarmMachine)), alarmAlphabet(sort, timerView(alarmMachine)), sort);
