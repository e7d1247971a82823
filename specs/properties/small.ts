import type { OfMachine } from '../smallProperty.ts';
import { alarmLasting } from './small/alarm/lasting.ts';
import { alarmReturning } from './small/alarm/returning.ts';
import { alarmSounding } from './small/alarm/sounding.ts';
import { autoOffProperties } from './small/autoOff.ts';
import { batteryProperties } from './small/battery.ts';
import { buttonProperties } from './small/button.ts';
import { clockProperties } from './small/clock.ts';
import { environmentProperties } from './small/environment.ts';
import { glucoseProperties } from './small/glucose.ts';
import { hardwareProperties } from './small/hardware.ts';
import { lockProperties } from './small/lock.ts';
import { lowSuspendBasal } from './small/lowSuspend/basal.ts';
import { lowSuspendLockout } from './small/lowSuspend/lockout.ts';
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
import { therapyBeside } from './small/therapy/beside.ts';
import { therapyFalling } from './small/therapy/falling.ts';
import { therapyStarting } from './small/therapy/starting.ts';

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
  therapyStarting,
  therapyFalling,
  therapyBeside,
  lowSuspendBasal,
  lowSuspendLockout,
  suspensionProperties,
  autoOffProperties,
  alarmLasting,
  alarmSounding,
  alarmReturning,
];
