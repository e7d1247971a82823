import { writeSync } from 'node:fs';
import { realClock } from '../../../hardware/clock/real.ts';
import { farPty, loadPty } from '../../../hardware/link/pty.ts';
import { mechanism } from '../../../hardware/mechanics/model.ts';
import { newMechanics } from '../../../hardware/mechanics/state.ts';
import { ERROR } from '../../../hardware/motor/tic/protocol.ts';
import { ticSimulator } from '../../../hardware/motor/tic/simulator.ts';

/** A beat is due so often. */
const BEAT_MS = 200;
const LOOK_MS = 20;
const HUNDREDTHS = 100;

/** A simulated Tic in a process of its own, which says every 20 ms what it has done. Misses are counted while its coils have current. */
const open = await loadPty();
if (open === undefined) throw new Error('this platform has no binding for pseudo-terminals');
const clock = realClock();
const { link, path } = farPty(open);
const model = mechanism({ clock, start: newMechanics(200_000_000, clock.now()) });
const started = model.state().turned;

let heardMs = clock.now();
let missedBeats = 0;
let timeouts = 0;
let wasTimedOut = true;
const tic = ticSimulator({
  link: {
    ...link,
    onBytes: take =>
      link.onBytes(bytes => {
        const { energized } = tic.status();
        const silent = clock.now() - heardMs;
        if (energized && silent > BEAT_MS) missedBeats += Math.floor(silent / BEAT_MS);
        heardMs = clock.now();
        take(bytes);
      }),
  },
  clock,
  mechanism: model,
});
writeSync(1, `${JSON.stringify({ path })}\n`);
setInterval(() => {
  const { velocity, errorStatus, energized } = tic.status();
  const isTimedOut = (errorStatus & ERROR.commandTimeout) !== 0;
  // One that is at rest between pulses falls silent, too; only with current in its coils is that a miss.
  if (isTimedOut && !wasTimedOut && energized) timeouts += 1;
  wasTimedOut = isTimedOut;
  const targets = tic
    .obeyed()
    .filter(each => each.kind === 'wide' && each.name === 'setTargetPosition').length;
  const travelled = Math.round((model.state().turned - started) / HUNDREDTHS);
  writeSync(1, `${JSON.stringify({ travelled, targets, velocity, energized, missedBeats, timeouts })}\n`);
}, LOOK_MS);
