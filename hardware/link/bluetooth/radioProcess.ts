/**
 * The process that has the radio. noble lets an error of its own end the program that it runs in, and any device in reach can bring one
 * about; here it ends this process, and the pump begins another.
 */

import { after, milliseconds } from '../../../src/domain/units.ts';
import { realClock } from '../../clock/real.ts';
import { openSerial, type PortError } from '../serial.ts';
import { GattTrouble } from './gatt.ts';
import { type ControllerPort, loadNoble, type Noble } from './noble.ts';
import { askedSchema, type Told } from './radioMessages.ts';
import { radioServed } from './radioServed.ts';

/** A device that does not take leave is left without. */
const LEAVE = milliseconds(1_000);
const clock = realClock();

const leave = (): never => process.exit(0);
const tell = (told: Told): void => {
  if (process.connected) process.send?.(told);
};
const load = async (port: ControllerPort | null): Promise<Noble> => {
  // noble keeps silent about a port that it cannot open, and would wait for ever for a controller behind it.
  if (port !== null) {
    const free = await openSerial(port).catch((failure: PortError) => {
      throw new GattTrouble(failure.message.replace(/\.$/, ''));
    });
    await free.close();
  }
  return loadNoble(port);
};
const take = radioServed({ load, tell, leave });

let isEnding = false;
const end = (): void => {
  if (isEnding) return;
  isEnding = true;
  clock.wakeAt(after(clock.now(), LEAVE), leave);
  take({ ask: 'end' });
};

process.on('message', (said: unknown) => {
  const asked = askedSchema.parse(said);
  if (asked.ask === 'end') end();
  else take(asked);
});
// However the pump ends, the device is free for the next one.
process.on('disconnect', end);
// Ctrl-C is for the pump, which says when to end; noble would exit by it, were it the last to listen.
process.on('SIGINT', () => {});
process.on('uncaughtException', (defect: unknown) => {
  const reason = defect instanceof Error ? defect.message : String(defect);
  if (!process.connected) leave();
  const told: Told = { tell: 'failed', reason: `the Bluetooth driver failed: ${reason}` };
  process.send?.(told, undefined, {}, () => leave());
});
