import type { Observed } from '../../../src/runtime/run.ts';

/** Signals of all pumps of a run, one after the other on one line of time, as a value change dump (IEEE 1364, 18). */
export type Scope = {
  readonly watch: (step: Observed) => void;
  /** Nothing more comes: the last instant is told, once. */
  readonly end: () => void;
};

/** Time between two pumps on the line, ms. */
const APART_MS = 1_000;

const SIGNALS = {
  motor: { id: '!', bits: 1, name: 'motor_commanded' },
  pulse: { id: '"', bits: 32, name: 'pulse' },
  encoder: { id: '#', bits: 32, name: 'encoder_counts' },
  force: { id: '$', bits: 32, name: 'force_mN' },
} as const;
type Signal = keyof typeof SIGNALS;

const HEAD = [
  '$version Islet $end',
  '$timescale 1 ms $end',
  '$scope module pump $end',
  ...Object.values(SIGNALS).map(
    ({ id, bits, name }) => `$var ${bits === 1 ? 'wire' : 'integer'} ${bits} ${id} ${name} $end`,
  ),
  '$upscope $end',
  '$enddefinitions $end',
  '',
].join('\n');

/** Two's complement, as a vector of the dump. */
const vectorOf = (signal: Signal, value: number): string => {
  const { id, bits } = SIGNALS[signal];
  return bits === 1 ? `${value}${id}` : `b${(value >>> 0).toString(2)} ${id}`;
};

/** A step as changes of signals. */
const changesOf = ({ envelope: { fact }, commands }: Observed): readonly (readonly [Signal, number])[] => {
  const moved = commands.flatMap(command => (command.type === 'moveMotor' ? [command.pulse.pulse] : []));
  const ended = ['motor.arrived', 'motor.failed', 'motor.halted'].includes(fact.type);
  return [
    ...(ended ? [['motor', 0] as const] : []),
    ...moved.flatMap(pulse => [['motor', 1] as const, ['pulse', pulse] as const]),
    ...(fact.type === 'encoder.counted' ? [['encoder', fact.counts] as const] : []),
    ...(fact.type === 'force.measured' ? [['force', fact.forceMn] as const] : []),
  ];
};

/** Tells the dump, piece by piece, as it comes. */
export const scope = (tell: (text: string) => void): Scope => {
  let isBegun = false;
  let isOver = false;
  const begin = (): void => {
    if (!isBegun) tell(HEAD);
    isBegun = true;
  };
  const last = new Map<Signal, number>();
  let offset = 0;
  let before = 0;
  let written = -1;
  return {
    watch: step => {
      begin();
      const { monoMs } = step.envelope;
      // A new pump begins its own time at zero.
      if (monoMs < before) offset += before + APART_MS;
      before = monoMs;
      for (const [signal, value] of changesOf(step)) {
        if (last.get(signal) === value) continue;
        last.set(signal, value);
        const at = offset + monoMs;
        if (at !== written) tell(`#${at}\n`);
        written = at;
        tell(`${vectorOf(signal, value)}\n`);
      }
    },
    end: () => {
      begin();
      if (!isOver) tell(`#${offset + before + 1}\n`);
      isOver = true;
    },
  };
};
