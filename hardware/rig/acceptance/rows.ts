import type { RigPump, RigPumpOptions } from '../bench/rigPump.ts';
import type { Stimulus } from '../bench/stimuli.ts';
import { expanded, timedBy } from '../measure/uncertainty.ts';
import type { Phase, PhaseTools } from '../run/phases.ts';
import type { Measurement } from '../run/record.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import { LOOK_MS } from './observing.ts';

/** Phases of one pump each, and the rows of what they measure. */

export type Measure = PhaseTools['measure'];
type Row = Omit<Measurement, 'outcome' | 'marginal' | 'requirements'>;

export const MINUTE = 60_000;

/** What is counted, or read off a status. */
export const count = (name: string, value: number, most: number, unit: string, instrument: string): Row => ({
  name,
  value,
  unit,
  least: 0,
  most,
  uncertainty: 0,
  instrument,
});

/** A duration whose end lies between two looks. */
export const time = (name: string, ms: number, most: number, instrument: string): Row => {
  const { value, standard } = timedBy(ms, LOOK_MS);
  return { name, value, unit: 'ms', least: null, most, uncertainty: expanded(standard), instrument };
};

export const DRIVER = 'status of the motor driver';
export const ENCODER = 'encoder';
export const SHOWN = 'what the pump shows, by its clock';
export const LINE = 'serial line of the motor driver';

export const phase = (
  stand: Stand,
  name: string,
  use: (pump: RigPump, measure: Measure) => Promise<void>,
  options: Partial<RigPumpOptions> = { settings: NO_BASAL },
  made: Pick<Phase, 'needs' | 'covers' | 'lastsMs'> = {},
): Phase => ({
  name,
  group: 'main',
  deadlineMs: 120_000,
  lastsMs: 5 * MINUTE,
  ...made,
  run: ({ measure }) => stand.withPump(options, pump => use(pump, measure)),
});

/** What a phase needs somebody to do, and what is not known without it. */
export const made = (stimulus: Stimulus, ...covers: readonly string[]): Pick<Phase, 'needs' | 'covers'> => ({
  needs: [stimulus],
  covers,
});
