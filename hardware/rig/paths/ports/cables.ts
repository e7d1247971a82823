import type { ByteLink, Clock } from '../../../../src/ports.ts';
import { type FaultyLink, faultyLink } from '../../../link/faults.ts';
import type { TappedLine } from '../../bench/tapped.ts';

/** The lines of one life of a pump, whose plugs the rig holds in its hand. */
export const PUMP_LINES = ['motor', 'encoder', 'force', 'bay'] as const;
export type Cables = Readonly<Record<(typeof PUMP_LINES)[number], FaultyLink>> & {
  /** Takes this pump off its lines for good; the rig and the next pump stay on them. */
  readonly unplug: () => void;
};

/** Plugs a pump in. What a cable then does to the bytes, the rig decides at its own end of it. */
export const pluggedIn = (
  lines: Readonly<Record<(typeof PUMP_LINES)[number], TappedLine>>,
  clock: Clock,
): Cables => {
  let isIn = true;
  const plug = ({ pump }: TappedLine): ByteLink => ({
    write: bytes => {
      if (isIn) pump.write(bytes);
    },
    onBytes: take =>
      pump.onBytes(bytes => {
        if (isIn) take(bytes);
      }),
    onLost: pump.onLost,
    // Closing the line itself would take the next pump off it as well.
    close: async () => {},
  });
  return {
    motor: faultyLink(plug(lines.motor), clock),
    encoder: faultyLink(plug(lines.encoder), clock),
    force: faultyLink(plug(lines.force), clock),
    bay: faultyLink(plug(lines.bay), clock),
    unplug: () => {
      isIn = false;
    },
  };
};
