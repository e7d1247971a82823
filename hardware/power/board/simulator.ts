import { match } from 'ts-pattern';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import type { LockStepHeartbeat } from '../heartbeat.ts';
import {
  decodePowerRequest,
  encodePowerLine,
  type Gauge,
  HOLD_UP_MS,
  type PowerLine,
  type ResetCause,
} from './codec.ts';
import { type SimulatedWatchdog, simulatedWatchdog } from './watchdog.ts';

export type PowerSimulator = {
  /** The battery is charged to so many percent. */
  readonly charge: (percent: number) => void;
  readonly percent: () => number;
  /** The supply sinks: what is stored lasts for the hold-up, and is kept for whoever orders `off` in it. */
  readonly fail: () => void;
  /** Whether it still feeds the pump. */
  readonly feeds: () => boolean;
  /** What its memory will answer at the next power-on. */
  readonly reset: () => ResetCause;
  /** Null where it is not in use. */
  readonly watchdog: SimulatedWatchdog | null;
  /** The board hears, and does and says nothing. */
  readonly freeze: () => void;
};

export type PowerSimulatorOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  /** What the memory of the board has kept from its last life. */
  readonly reset?: ResetCause;
  /** What its watchdog is joined to; without that, it is not in use. */
  readonly guards?: Guarded;
};

export type Guarded = { readonly heartbeat: LockStepHeartbeat; readonly mechanism: Mechanism };

/** A full battery lasts ten hours: six minutes to the percent, so that 5 % are half an hour. */
const MINUTES_PER_PERCENT = 6;
/** Voltage of a lithium cell as a straight line: 3.5 V when empty. */
const EMPTY_MV = 3_500;
const MV_PER_PERCENT = 7;

const gaugeAt = (percent: number): Gauge => ({
  percent,
  millivolts: EMPTY_MV + MV_PER_PERCENT * percent,
  minutesLeft: MINUTES_PER_PERCENT * percent,
});

/** What the gauge reads of a battery that is charged. */
export const FULL: Gauge = gaugeAt(100);

/** The power board of codec.ts with its battery. */
export const powerSimulator = ({
  link,
  clock,
  reset: kept = 'none',
  guards,
}: PowerSimulatorOptions): PowerSimulator => {
  let percent = 100;
  let reset = kept;
  let feeds = true;
  let frozen = false;

  const say = (line: PowerLine): void => {
    if (feeds && !frozen) link.write(ascii(encodePowerLine(line)));
  };

  const switchOff = (next: ResetCause): void => {
    if (!feeds) return;
    watchdog?.rest();
    reset = next;
    feeds = false;
  };
  const watchdog =
    guards === undefined
      ? null
      : simulatedWatchdog({
          clock,
          ...guards,
          tripped: (tripped, isTrial) => {
            if (!isTrial) reset = 'watchdog';
            say({ kind: 'tripped', ...tripped });
          },
        });

  link.onBytes(
    lineSplitter(text => {
      const request = decodePowerRequest(text);
      if (request === undefined || !feeds || frozen) return;
      match(request.kind)
        .with('status', () => say({ kind: 'status', gauge: gaugeAt(percent), reset }))
        .with('clear', () => {
          reset = 'none';
        })
        .with('off', () => switchOff('none'))
        .with('arm', 'kick', 'trial', 'rest', order => watchdog?.[order]())
        .exhaustive();
    }),
  );

  return {
    charge: next => {
      percent = next;
      say({ kind: 'gauge', gauge: gaugeAt(percent) });
    },
    percent: () => percent,
    fail: () => {
      say({ kind: 'failing' });
      clock.wakeAt(after(clock.now(), milliseconds(HOLD_UP_MS)), () => switchOff('brownOut'));
    },
    feeds: () => feeds,
    reset: () => reset,
    watchdog,
    freeze: () => {
      frozen = true;
    },
  };
};
