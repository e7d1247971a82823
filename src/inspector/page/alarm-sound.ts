import type { Annunciation } from '../../domain/commands.ts';
import {
  BURST,
  lengthOf,
  nextBurst,
  SIREN_BURSTS,
  type Sounding,
  soundingOf,
} from '../../domain/sounding.ts';

/** One pulse of a burst, in ms from its beginning. */
export type Pulse = { readonly atMs: number; readonly hz: number; readonly onMs: number };

/** The pulses of one burst: ten for HIGH, three for MEDIUM, two for LOW (IEC 60601-1-8); a siren repeats it. */
export const burstOf = ({
  priority,
  strength,
}: Pick<Sounding, 'priority' | 'strength'>): readonly Pulse[] => {
  const once = BURST[priority];
  const times = strength === 'siren' ? SIREN_BURSTS : 1;
  return Array.from({ length: times }, () => once)
    .flat()
    .reduce<{ readonly atMs: number; readonly pulses: readonly Pulse[] }>(
      ({ atMs, pulses }, note) => ({
        atMs: atMs + lengthOf([note]),
        pulses: [...pulses, { atMs, hz: note.hz, onMs: note.onMs }],
      }),
      { atMs: 0, pulses: [] },
    ).pulses;
};

/** What the page's own sound needs of a browser: real time in ms, and tones. */
export type Speaker = {
  readonly now: () => number;
  readonly play: (pulses: readonly Pulse[]) => void;
  /** Whatever was to come is silent. */
  readonly hush: () => void;
  /** Calls back once after so many ms; returns what cancels it. */
  readonly later: (ms: number, then: () => void) => () => void;
};

export type PageSound = {
  /** The alarms as they are now; each change of what sounds begins its bursts anew. */
  readonly hear: (alarms: readonly Annunciation[]) => void;
  readonly stop: () => void;
};

/** Lets the page sound as the pump does, in real time: by the same bursts, for the same alarm. */
export const pageSound = (speaker: Speaker): PageSound => {
  let known = '';
  let cancel = (): void => {};
  const silence = (): void => {
    cancel();
    cancel = () => {};
    speaker.hush();
  };
  const begin = (sounding: Sounding): void => {
    const began = speaker.now();
    const arm = (elapsedMs: number): void => {
      const next = nextBurst(sounding, elapsedMs);
      if (next === null) return;
      cancel = speaker.later(Math.max(0, began + next - speaker.now()), () => {
        speaker.play(burstOf(sounding));
        arm(next + 1);
      });
    };
    arm(0);
  };
  return {
    hear: alarms => {
      const sounding = soundingOf(alarms);
      const key = sounding === null ? '' : `${sounding.alarm} ${sounding.priority} ${sounding.strength}`;
      if (key === known) return;
      known = key;
      silence();
      if (sounding !== null) begin(sounding);
    },
    stop: () => {
      known = '';
      silence();
    },
  };
};
