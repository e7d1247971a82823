import { writeSync } from 'node:fs';
import { realClock } from '../../../hardware/clock/real.ts';
import { openSerial } from '../../../hardware/link/serial.ts';
import { ticMotor } from '../../../hardware/motor/tic/adapter.ts';
import { TIC_BAUD } from '../../../hardware/motor/tic/profile.ts';
import type { Fact } from '../../../src/domain/facts.ts';

/** The adapter of the Tic with so many pulses to give: the intent of each is written before it moves, its outcome after. */
const [path = '', pulses = '0'] = process.argv.slice(2);
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const clock = realClock();
let heard: (fact: Fact) => void = () => {};
const motor = ticMotor({
  link: await openSerial({ path, baudRate: TIC_BAUD }),
  clock,
  sink: fact => heard(fact),
});
const answer = (ask: () => void): Promise<Fact> =>
  new Promise(done => {
    heard = done;
    ask();
  });

for (let pulse = 1; pulse <= Number(pulses); pulse += 1) {
  say({ intent: pulse });
  const { type } = await answer(() => motor.move({ pulse, channel: 'basal', bolus: null }));
  say({ pulse, outcome: type });
  if (type === 'motor.arrived') continue;
  // As the pump does: what did not arrive is halted, and only then does anything go on.
  motor.stop();
  while (motor.busy()) await new Promise(done => setTimeout(done, 20));
}
say({ outcome: 'over' });
await motor.close();
clock.close();
