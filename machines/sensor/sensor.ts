import { freshness } from './freshness.ts';
import { readiness } from './readiness.ts';
import { session } from './session.ts';
import { sensor } from './setup.ts';

/** The glucose sensor: how old its readings are, how long it lives, and whether it is to be trusted. */
export const sensorMachine = sensor.createMachine({
  id: 'sensor',
  type: 'parallel',
  states: { freshness, session, readiness },
});
