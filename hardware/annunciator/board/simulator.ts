import { lengthOf } from '../../../src/domain/sounding.ts';
import { after, type MonoMs, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { type BoardRequest, decodeBoard, encodeDrawn } from './codec.ts';

/** What of it works. */
export type Voices = { readonly speaker: boolean; readonly vibrator: boolean; readonly buzzer: boolean };

/** What a person beside it has noticed. */
export type Noticed = {
  readonly at: MonoMs;
  /** In percent; 0 when there was no tone, or nothing that makes one. */
  readonly volume: number;
  readonly vibrated: boolean;
  readonly pulses: number;
  readonly lengthMs: number;
};

export type BoardSimulator = {
  /** Kills and mends; absent ones stay as they are. */
  readonly inject: (works: Partial<Voices>) => void;
  readonly voices: () => Voices;
  /** The board hears, and does and says nothing. */
  readonly freeze: () => void;
  /** The last that were noticed, the latest last. */
  readonly noticed: () => readonly Noticed[];
};

const KEPT = 200;
const TEST_MS = 60;
const [SPEAKER_MA, VIBRATOR_MA, SENSE_MA] = [85, 60, 3];

/** The sound board of codec.ts; a dead voice draws nothing. */
export const boardSimulator = ({
  link,
  clock,
}: {
  readonly link: ByteLink;
  readonly clock: Clock;
}): BoardSimulator => {
  let voices: Voices = { speaker: true, vibrator: true, buzzer: true };
  let frozen = false;
  let noticed: readonly Noticed[] = [];
  let cancel = (): void => {};

  const drive = (ms: number, isTone: boolean, vibrates: boolean): void => {
    cancel = clock.wakeAt(after(clock.now(), milliseconds(ms)), () =>
      link.write(
        ascii(
          encodeDrawn({
            speaker: isTone ? (voices.speaker ? SPEAKER_MA : 0) : null,
            vibrator: vibrates ? (voices.vibrator ? VIBRATOR_MA : 0) : null,
            buzzer: voices.buzzer ? SENSE_MA : 0,
          }),
        ),
      ),
    );
  };

  const obey = (request: BoardRequest): void => {
    cancel();
    if (request.kind === 'test') drive(TEST_MS, true, true);
    if (request.kind !== 'play') return;
    const { volume, vibrate, times, notes } = request;
    const lengthMs = times * lengthOf(notes);
    const heard: Noticed = {
      at: clock.now(),
      volume: voices.speaker ? volume : 0,
      vibrated: vibrate && voices.vibrator,
      pulses: times * notes.length,
      lengthMs,
    };
    noticed = [...noticed, heard].slice(-KEPT);
    drive(lengthMs, volume > 0, vibrate);
  };

  link.onBytes(
    lineSplitter(line => {
      const request = decodeBoard(line);
      if (request !== undefined && !frozen) obey(request);
    }),
  );

  return {
    inject: works => {
      voices = { ...voices, ...works };
    },
    voices: () => voices,
    freeze: () => {
      frozen = true;
      cancel();
    },
    noticed: () => noticed,
  };
};
