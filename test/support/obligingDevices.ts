import { mainsPower } from '../../hardware/power/mains.ts';
import { countsIn } from '../../src/domain/drive.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { Clock, Devices, FactSink } from '../../src/ports.ts';
import { promptSounder } from './promptSounder.ts';

/** A drive and sensors without bytes: they do what is asked, after a plausible time, unless told otherwise. */
export type Mood = {
  stalled: boolean;
  silent: boolean;
  forceMn: number;
  stopSilently: boolean;
  broken: boolean;
  stopsBroken: boolean;
  /** A periodic check is begun and never ends. */
  checksForEver: boolean;
};

export type ObligingDevices = Devices & {
  readonly mood: Mood;
  /** Pulses that really moved the plunger. */
  readonly moved: () => number;
  readonly isMoving: () => boolean;
  readonly commanded: readonly number[];
};

/** For tests of the core alone; tests of the whole use the simulated devices behind real bytes. */
export const obligingDevices = (clock: Clock, sink: FactSink, movedBefore = 0): ObligingDevices => {
  const mood: Mood = {
    stalled: false,
    silent: false,
    forceMn: 1_500,
    stopSilently: false,
    broken: false,
    stopsBroken: false,
    checksForEver: false,
  };
  const commanded: number[] = [];
  let moved = movedBefore;
  let moving: (() => void) | null = null;
  const soon = (ms: number, then: () => void) => clock.wakeAt(after(clock.now(), milliseconds(ms)), then);
  return {
    mood,
    commanded,
    moved: () => moved,
    isMoving: () => moving !== null,
    motor: {
      move: ({ pulse }) => {
        if (mood.broken) throw new Error('planted');
        if (moving !== null) throw new Error('a second move before an answer');
        commanded.push(pulse);
        moving = soon(120, () => {
          moving = null;
          if (!mood.stalled) moved += 1;
          if (!mood.silent) sink({ type: 'motor.arrived', pulse });
        });
      },
      stop: () => {
        if (mood.stopsBroken) throw new Error('planted in stop');
        moving?.();
        moving = null;
        if (!mood.stopSilently) soon(5, () => sink({ type: 'motor.halted' }));
      },
      rewind: () => {
        moving = soon(1_000, () => {
          moving = null;
          moved -= 100;
          sink({ type: 'plunger.homed' });
        });
      },
      seat: () => {
        moving = soon(1_000, () => {
          moving = null;
          moved += 50;
          const way = { freeMn: 0, seatedMn: mood.forceMn + 1_000, travelMicrosteps: 1_000 };
          sink({ type: 'plunger.seated', ...way });
        });
      },
    },
    encoder: { read: () => void soon(2, () => sink({ type: 'encoder.counted', counts: countsIn(moved) })) },
    force: { read: () => void soon(3, () => sink({ type: 'force.measured', forceMn: mood.forceMn })) },
    selfTest: {
      run: () => void soon(10, () => sink({ type: 'selfTest.passed' })),
      check: () => {
        if (!mood.checksForEver) soon(10, () => sink({ type: 'check.passed' }));
      },
    },
    sounder: promptSounder(sink),
    power: mainsPower(sink),
    supervisor: null,
    close: async () => moving?.(),
  };
};
