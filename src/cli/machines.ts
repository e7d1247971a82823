import { createHash } from 'node:crypto';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { chartOf } from '../inspector/charts/derive.ts';
import { SMALL_MACHINES } from '../runtime/machines.ts';

/** Every chart that runs the pump, and is drawn. */
export const MACHINES = [pumpMachine, ...Object.values(SMALL_MACHINES), alarmMachine];

/** Identifies the charts in a journal's header: another chart may decide otherwise on replay. */
export const chartsIdentity = (): string =>
  createHash('sha256')
    .update(JSON.stringify(MACHINES.map(chartOf)))
    .digest('hex')
    .slice(0, 16);
