import { createHash } from 'node:crypto';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { sensorMachine } from '../../machines/sensor/sensor.ts';
import { chartOf } from '../inspector/charts/derive.ts';

/** Every chart that runs the pump, and is drawn. */
export const MACHINES = [pumpMachine, sensorMachine, alarmMachine];

/** Identifies the charts in a journal's header: another chart may decide otherwise on replay. */
export const chartsIdentity = (): string =>
  createHash('sha256')
    .update(JSON.stringify(MACHINES.map(chartOf)))
    .digest('hex')
    .slice(0, 16);
