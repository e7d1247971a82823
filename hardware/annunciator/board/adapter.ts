import {
  BURST,
  lengthOf,
  type Note,
  nextBurst,
  SIGNAL,
  SIREN_BURSTS,
  type Sounding,
  type Strength,
  soundingOf,
} from '../../../src/domain/sounding.ts';
import { after, type MonoMs, milliseconds, monoMs } from '../../../src/domain/units.ts';
import type { AnnunciatorPort, ByteLink, Clock, FactSink, SounderPort } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { type BoardRequest, type Drawn, decodeDrawn, encodeBoard, LIVE_MA, LIVE_SENSE_MA } from './codec.ts';

/** From the end of what was ordered to the board's report. */
const PATIENCE_MS = 500;
const TEST_MS = 60;

const VOLUME = { vibration: 0, tone: 50, loud: 80, siren: 100 } as const satisfies Record<Strength, number>;
/** Short signals for somebody who is pressing a button. */
const SIGNAL_VOLUME = 30;

type Verdict = 'working' | 'dead';
type Verdicts = { readonly speaker: Verdict; readonly vibrator: Verdict; readonly buzzer: Verdict };

export type SoundBoard = AnnunciatorPort & SounderPort & { readonly close: () => Promise<void> };

export type SoundBoardOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly sink: FactSink;
};

/**
 * Lets alarms be heard and felt, by what the pure `soundingOf` makes of them. After each burst it knows what
 * the board has drawn; a voice that has died, or a board that does not answer, is told as `sounder.tested`
 * at once, and not only at the next test.
 */
export const soundBoard = ({ link, clock, sink }: SoundBoardOptions): SoundBoard => {
  let sounding: Sounding | null = null;
  let began: MonoMs = clock.now();
  let known: Verdicts = { speaker: 'working', vibrator: 'working', buzzer: 'working' };
  let isTesting = false;
  let busyUntil: MonoMs = clock.now();
  let cancelBurst = (): void => {};
  let cancelPatience = (): void => {};

  const later = (ms: number): MonoMs => after(clock.now(), milliseconds(ms));

  const conclude = (next: Verdicts): void => {
    const isNews =
      next.speaker !== known.speaker || next.vibrator !== known.vibrator || next.buzzer !== known.buzzer;
    known = next;
    if (!isTesting && !isNews) return;
    sink({ type: 'sounder.tested', ...next });
    if (!isTesting) return;
    isTesting = false;
    begin();
  };
  /** What does not answer is not heard either. */
  const giveUp = (): void => {
    cancelPatience();
    conclude({ ...known, speaker: 'dead', vibrator: 'dead' });
  };
  const verdict = (drawn: number | null, before: Verdict): Verdict =>
    drawn === null ? before : drawn >= LIVE_MA ? 'working' : 'dead';
  const hear = ({ speaker, vibrator, buzzer }: Drawn): void => {
    cancelPatience();
    conclude({
      speaker: verdict(speaker, known.speaker),
      vibrator: verdict(vibrator, known.vibrator),
      buzzer: buzzer >= LIVE_SENSE_MA ? 'working' : 'dead',
    });
  };

  const order = (request: BoardRequest, lengthMs: number): void => {
    link.write(ascii(encodeBoard(request)));
    busyUntil = later(lengthMs);
    cancelPatience();
    if (lengthMs > 0) cancelPatience = clock.wakeAt(later(lengthMs + PATIENCE_MS), giveUp);
  };
  const play = (notes: readonly Note[], times: number, strength: Strength): void =>
    order({ kind: 'play', volume: VOLUME[strength], vibrate: true, times, notes }, times * lengthOf(notes));

  /** What sounds begins now. A test is not cut short for it: it begins after that. */
  const begin = (): void => {
    cancelBurst();
    began = clock.now();
    if (isTesting) return;
    if (sounding === null) order({ kind: 'quiet' }, 0);
    else cancelBurst = clock.wakeAt(began, burst);
  };
  const burst = (): void => {
    if (sounding === null || isTesting) return;
    const { priority, strength } = sounding;
    // A siren is that of a HIGH alarm, whatever has become one.
    if (strength === 'siren') play(BURST.high, SIREN_BURSTS, strength);
    else play(BURST[priority], 1, strength);
    const next = nextBurst(sounding, clock.now() - began + 1);
    if (next !== null) cancelBurst = clock.wakeAt(monoMs(began + next), burst);
  };

  link.onBytes(
    lineSplitter(line => {
      const drawn = decodeDrawn(line);
      if (drawn !== undefined) hear(drawn);
    }),
  );
  link.onLost(giveUp);

  return {
    show: alarms => {
      const next = soundingOf(alarms);
      if (isSame(next, sounding)) return;
      sounding = next;
      begin();
    },
    sound: (signal, times) => {
      const request: BoardRequest = {
        kind: 'play',
        volume: SIGNAL_VOLUME,
        vibrate: true,
        times: Math.max(1, Math.min(999, times)),
        notes: SIGNAL[signal],
      };
      const lengthMs = request.times * lengthOf(request.notes);
      // No burst of an alarm is cut short for it.
      if (clock.now() >= busyUntil) order(request, lengthMs);
      else clock.wakeAt(busyUntil, () => order(request, lengthMs));
    },
    test: () => {
      isTesting = true;
      order({ kind: 'test' }, TEST_MS);
      busyUntil = later(TEST_MS + PATIENCE_MS);
    },
    close: async () => {
      cancelBurst();
      cancelPatience();
      link.write(ascii(encodeBoard({ kind: 'quiet' })));
      await link.close();
    },
  };
};

const isSame = (one: Sounding | null, other: Sounding | null): boolean =>
  one === null || other === null
    ? one === other
    : one.alarm === other.alarm && one.strength === other.strength && one.stretches === other.stretches;
