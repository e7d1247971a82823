import { realClock } from '../../hardware/clock/real.ts';
import { farPty, loadPty } from '../../hardware/link/pty.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { ticSimulator } from '../../hardware/motor/tic/simulator.ts';

/** A simulated motor driver in a process of its own, as a device is one: it lives on when its host dies, and says where it is. */
const open = await loadPty();
if (open === undefined) throw new Error('this platform has no binding for pseudo-terminals');
const clock = realClock();
const { link, path } = farPty(open);
const tic = ticSimulator({
  link,
  clock,
  mechanism: mechanism({ clock, start: newMechanics(200_000_000, clock.now()) }),
});
process.stdout.write(`${JSON.stringify({ path })}\n`);
setInterval(() => {
  const { position, velocity, errorStatus: errors } = tic.status();
  process.stdout.write(`${JSON.stringify({ position, velocity, errors })}\n`);
}, 20);
