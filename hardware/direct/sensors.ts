import { STRAY } from '../../src/domain/drive.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { EncoderPort, FactSink, ForcePort } from '../../src/ports.ts';
import type { PromptClock } from '../clock/prompt.ts';
import { loadCell, rawInKilograms } from '../force/openscale/cell.ts';
import { millinewtonsIn } from '../force/openscale/codec.ts';
import { CONVERSION } from '../force/openscale/simulator.ts';
import type { Mechanism } from '../mechanics/model.ts';

type Around = { readonly clock: PromptClock; readonly mechanism: Mechanism; readonly sink: FactSink };

/** From the motor's answer until the encoder speaks unasked again. */
const LISTEN_AFTER = milliseconds(TIMING.verification + 100);
/** As many decimals of a kilogram as the board writes. */
const WRITTEN = 10_000;

export type DirectEncoder = EncoderPort & {
  /** The motor moves: its own movement is not news. */
  readonly hush: () => void;
  /** The motor has answered: after a while whatever moves is news again. */
  readonly listenLater: () => void;
};

/** The encoder without its line: answers within the moment, and speaks unasked of movement at rest. */
export const directEncoder = ({ clock, mechanism, sink }: Around): DirectEncoder => {
  let hushed = false;
  let moves = 0;
  let reported: number | undefined;
  mechanism.onMoved(() => {
    // While the motor turns nobody may look: it is caught up with poll by poll.
    if (reported === undefined || hushed) return;
    const counts = mechanism.counts();
    if (Math.abs(counts - reported) < STRAY) return;
    reported = counts;
    clock.answer(() => sink({ type: 'encoder.counted', counts }));
  });
  return {
    hush: () => {
      moves += 1;
      hushed = true;
    },
    listenLater: () => {
      if (!hushed) return;
      const mine = moves;
      clock.wakeAt(after(clock.now(), LISTEN_AFTER), () => {
        if (moves !== mine || !hushed) return;
        hushed = false;
        reported = mechanism.counts();
      });
    },
    read: () =>
      clock.answer(() => {
        hushed = false;
        reported = mechanism.counts();
        sink({ type: 'encoder.counted', counts: reported });
      }),
  };
};

export type DirectForce = ForcePort & {
  /** One conversion, when it is there. */
  readonly feel: (then: (forceMn: number) => void) => void;
};

/** The load cell without its line: one conversion at a time, each with its own noise. */
export const directForce = ({
  clock,
  mechanism,
  sink,
  seed,
}: Around & { readonly seed: number }): DirectForce => {
  const convert = loadCell(mechanism, seed);
  const waiting: ((forceMn: number) => void)[] = [];
  const next = (): void =>
    void clock.wakeAt(after(clock.now(), CONVERSION), () => {
      const forceMn = millinewtonsIn(Math.round(rawInKilograms(convert()) * WRITTEN) / WRITTEN);
      const then = waiting.shift();
      if (waiting.length > 0) next();
      then?.(forceMn);
    });
  const feel = (then: (forceMn: number) => void): void => {
    waiting.push(then);
    if (waiting.length === 1) next();
  };
  return { feel, read: () => feel(forceMn => sink({ type: 'force.measured', forceMn })) };
};
