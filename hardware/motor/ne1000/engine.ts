import type { AlarmLetter, FunctionName, StatusLetter, Way } from './protocol.ts';
import { PHASES } from './protocol.ts';

/** One step of its motor: 136 hundredths of the shared screw's microsteps, 212.5 µm/1000 of travel. */
export const HUNDREDTHS_PER_STEP = 136;
/** What a step displaces in a bore of 10.00 mm, in thousandths of a nl. */
export const MILLI_NL_PER_STEP = 16_690;
/** So many steps in a row that turn nothing are a stall. */
const STALL_STEPS = 8;

export type Phase = {
  readonly fun: FunctionName;
  /** Of a pause in s, or the phase to go to. */
  readonly argument: number;
  readonly nlPerMs: number;
  readonly volumeNl: number;
  readonly way: Way;
};

type Pumping = {
  readonly phase: number;
  readonly sinceMs: number;
  readonly way: Way;
  readonly nlPerMs: number;
  readonly steps: number;
  made: number;
};

export type EngineOptions = {
  readonly nowMs: number;
  /** Turns the screw by so many hundredths of a microstep; false when it did not turn. */
  readonly turn: (hundredths: number) => boolean;
  readonly alarmed: (letter: AlarmLetter) => void;
};

/** The program and the motor of an NE-1000 in virtual time: `advance` brings both up to an instant. */
export type Engine = ReturnType<typeof engine>;

export const engine = ({ nowMs, turn, alarmed }: EngineOptions) => {
  const blank: Phase = { fun: 'STP', argument: 0, nlPerMs: 2, volumeNl: 250, way: 'INF' };
  const phases: Phase[] = Array.from(
    { length: PHASES },
    (_, i): Phase => (i === 0 ? { ...blank, fun: 'RAT' } : blank),
  );
  let now = nowMs;
  let selected = 1;
  let pumping: Pumping | undefined;
  /** What a paused program has still to do. */
  let interrupted: { readonly phase: number; readonly steps: number } | undefined;
  let pausing: { readonly phase: number; readonly untilMs: number } | undefined;
  let alarm: AlarmLetter | undefined;
  let idleSteps = 0;
  let madeSteps = { INF: 0, WDR: 0 };

  const stop = (): void => {
    pumping = undefined;
    pausing = undefined;
  };
  const raise = (letter: AlarmLetter): void => {
    stop();
    interrupted = undefined;
    alarm = letter;
    alarmed(letter);
  };

  const begin = (number: number, atMs: number, steps?: number): void => {
    const phase = phases[number - 1];
    if (phase === undefined) raise('O');
    else if (phase.fun === 'JMP' && phase.argument === number) raise('E');
    else if (phase.fun === 'JMP') begin(phase.argument, atMs);
    else if (phase.fun === 'BEP') begin(number + 1, atMs);
    else if (phase.fun === 'PAS') pausing = { phase: number, untilMs: atMs + phase.argument * 1_000 };
    else if (phase.fun === 'RAT') pumpPhase(number, phase, atMs, steps);
    else stop();
  };
  const pumpPhase = (number: number, phase: Phase, atMs: number, steps: number | undefined): void => {
    pumping = {
      phase: number,
      sinceMs: atMs,
      way: phase.way,
      nlPerMs: phase.nlPerMs,
      // No volume to be dispensed: it pumps until it is stopped.
      steps:
        steps ??
        (phase.volumeNl === 0
          ? Number.POSITIVE_INFINITY
          : Math.round((phase.volumeNl * 1_000) / MILLI_NL_PER_STEP)),
      made: 0,
    };
  };

  const stepsBy = ({ sinceMs, nlPerMs, steps }: Pumping, atMs: number): number =>
    Math.min(steps, Math.floor(((atMs - sinceMs) * nlPerMs * 1_000) / MILLI_NL_PER_STEP));

  /** One step at a time, so that a stall is noticed where it happens. */
  const pump = (run: Pumping, toMs: number): void => {
    for (let due = stepsBy(run, toMs); run.made < due && pumping === run; ) {
      run.made += 1;
      madeSteps[run.way] += 1;
      const hasTurned = turn(run.way === 'INF' ? HUNDREDTHS_PER_STEP : -HUNDREDTHS_PER_STEP);
      idleSteps = hasTurned ? 0 : idleSteps + 1;
      if (idleSteps >= STALL_STEPS) {
        idleSteps = 0;
        raise('S');
        due = 0;
      }
    }
  };

  const endOf = ({ sinceMs, nlPerMs, steps }: Pumping): number =>
    Math.ceil(sinceMs + (steps * MILLI_NL_PER_STEP) / (nlPerMs * 1_000));

  const advance = (toMs: number): void => {
    for (;;) {
      if (pausing !== undefined && pausing.untilMs <= toMs) {
        const { phase, untilMs } = pausing;
        pausing = undefined;
        begin(phase + 1, untilMs);
        continue;
      }
      const run = pumping;
      if (run === undefined) break;
      pump(run, toMs);
      if (pumping !== run || run.made < run.steps) break;
      pumping = undefined;
      begin(run.phase + 1, endOf(run));
    }
    now = Math.max(now, toMs);
  };

  const letter = (): StatusLetter => {
    if (pausing !== undefined) return 'T';
    if (pumping !== undefined) return pumping.way === 'INF' ? 'I' : 'W';
    return interrupted === undefined ? 'S' : 'P';
  };

  return {
    advance,
    raise,
    letter,
    alarm: () => alarm,
    acknowledge: () => {
      alarm = undefined;
    },
    isRunning: () => pumping !== undefined || pausing !== undefined,
    /** Begins its program, or goes on with a paused one. */
    run: (): void => {
      const paused = interrupted;
      interrupted = undefined;
      if (paused === undefined) begin(1, now);
      else begin(paused.phase, now, paused.steps);
    },
    /** Pauses a program that runs; ends one that is paused. */
    stop: (): void => {
      const left = pumping && { phase: pumping.phase, steps: pumping.steps - pumping.made };
      const waits = pausing && { phase: pausing.phase + 1, steps: 0 };
      interrupted = left ?? waits;
      stop();
    },
    phase: (): Phase => phases[selected - 1] ?? blank,
    setPhase: (change: Partial<Phase>): void => {
      phases[selected - 1] = { ...(phases[selected - 1] ?? blank), ...change };
      if (pumping !== undefined && change.nlPerMs !== undefined && pumping.phase === selected) {
        pumping = {
          ...pumping,
          sinceMs: now,
          nlPerMs: change.nlPerMs,
          steps: pumping.steps - pumping.made,
          made: 0,
        };
      }
    },
    selected: () => selected,
    select: (number: number): void => {
      selected = number;
    },
    dispensedNl: (way: Way): number => Math.floor((madeSteps[way] * MILLI_NL_PER_STEP) / 1_000),
    clearDispensed: (way: Way): void => {
      madeSteps = { ...madeSteps, [way]: 0 };
    },
    /** Hundredths of a microstep still to come when nobody says anything more, until `atMs`. */
    outstanding: (untilMs: number): number =>
      pumping === undefined
        ? 0
        : (stepsBy(pumping, untilMs) - pumping.made) *
          (pumping.way === 'INF' ? HUNDREDTHS_PER_STEP : -HUNDREDTHS_PER_STEP),
  };
};
