import type { OfMachine } from '../smallProperty.ts';
import { alarmProperties } from './small/alarm.ts';
import { autoOffProperties } from './small/autoOff.ts';
import { batteryProperties } from './small/battery.ts';
import { buttonProperties } from './small/button.ts';
import { clockProperties } from './small/clock.ts';
import { environmentProperties } from './small/environment.ts';
import { glucoseProperties } from './small/glucose.ts';
import { hardwareProperties } from './small/hardware.ts';
import { lockProperties } from './small/lock.ts';
import { lowSuspendProperties } from './small/lowSuspend.ts';
import { programmingProperties } from './small/programming.ts';
import { quickProperties } from './small/quick.ts';
import { recordsProperties } from './small/records.ts';
import { remindersProperties } from './small/reminders.ts';
import { remoteProperties } from './small/remote.ts';
import { selfCheckProperties } from './small/selfCheck.ts';
import { sensorProperties } from './small/sensor.ts';
import { shortfallProperties } from './small/shortfall.ts';
import { sounderProperties } from './small/sounder.ts';
import { stormProperties } from './small/storm.ts';
import { supervisorProperties } from './small/supervisor.ts';
import { suspensionProperties } from './small/suspension.ts';
import { therapyProperties } from './small/therapy.ts';

/** What must hold of the small machines beside the pump, each by itself. */
export const smallProperties: readonly OfMachine[] = [
  batteryProperties,
  environmentProperties,
  clockProperties,
  hardwareProperties,
  recordsProperties,
  selfCheckProperties,
  supervisorProperties,
  sounderProperties,
  buttonProperties,
  sensorProperties,
  glucoseProperties,
  remoteProperties,
  lockProperties,
  programmingProperties,
  quickProperties,
  remindersProperties,
  stormProperties,
  shortfallProperties,
  therapyProperties,
  lowSuspendProperties,
  suspensionProperties,
  autoOffProperties,
  alarmProperties,
];
