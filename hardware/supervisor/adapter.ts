import { match } from 'ts-pattern';
import { TIMING } from '../../src/domain/limits.ts';
import { after, type MonoMs, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, Motion, SupervisorPort } from '../../src/ports.ts';
import { ascii, lineSplitter } from '../link/lines.ts';
import { decodeSupervisor, encodeMain, type FromSupervisor } from './lines.ts';

/**
 * Beats that are told after something has changed. Two pulses' deadlines and two beats: by then a
 * difference has been seen twice, or is none.
 */
const ATTENTION = 4;
/** However quiet it is, the journal shows once a minute that the second channel lives. */
export const QUIET_BEATS = 60;

export type SupervisorLink = SupervisorPort & {
  /** A pulse is commanded: the next beats are worth telling. */
  readonly moved: () => void;
  /** What is wrong with the link, or nothing; for the self-test. */
  readonly attest: () => Promise<string | undefined>;
  /** An orderly end: it cuts the motor and goes. */
  readonly close: () => Promise<void>;
};

/**
 * The main channel's end of the line. Every beat is watched and answered; told is a beat that brings a new
 * count or configuration, those that follow a change or a pulse, one a minute, and the first that is missed.
 */
export const supervisorLink = ({
  link,
  clock,
  sink,
}: {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly sink: FactSink;
}): SupervisorLink => {
  let motion: Motion = 'stopped';
  /** Until when the charts answer for it; null where they want nothing moved, which can be said for ever. */
  let leased: MonoMs | null = null;
  let last: { readonly pulses: number; readonly hash: string } | null = null;
  let attention = 0;
  let quiet = 0;
  let isReady = false;
  let lost: string | null = null;
  /** Whether a beat is missing since the last that came. */
  let isMissing = false;
  let isLeaving = false;
  let cancel = (): void => {};
  let onReady = (): void => {};

  const send = (line: string): void => link.write(ascii(line));
  /** This end of the line lives, and the charts behind it do not: it has nothing to say (SR-114). */
  const hasLapsed = (): boolean =>
    leased === null ? motion !== 'stopped' && motion !== 'failed' : clock.now() > leased;

  /** Until it has agreed there is no beat to miss: then silence itself is a veto. */
  const miss = (): void => {
    cancel();
    if (last === null) sink({ type: 'supervisor.vetoed', reason: 'the supervisor does not answer' });
    else {
      isMissing = true;
      sink({ type: 'supervisor.missed' });
    }
  };
  const expect = (): void => {
    cancel();
    if (lost !== null) miss();
    else cancel = clock.wakeAt(after(clock.now(), milliseconds(TIMING.supervisorBeat)), miss);
  };

  const hearBeat = (beat: { readonly pulses: number; readonly hash: string }): void => {
    if (beat.pulses !== last?.pulses || beat.hash !== last.hash) attention = ATTENTION;
    last = beat;
    if (!hasLapsed()) send(encodeMain({ type: 'state', motion }));
    expect();
    quiet += 1;
    if (attention === 0 && quiet < QUIET_BEATS && !isMissing) return;
    attention = Math.max(0, attention - 1);
    quiet = 0;
    isMissing = false;
    sink({ type: 'supervisor.beat', ...beat });
  };

  const hear = (said: FromSupervisor): void =>
    match(said)
      .with({ type: 'ready' }, () => {
        isReady = true;
        if (!hasLapsed()) send(encodeMain({ type: 'state', motion }));
        onReady();
      })
      .with({ type: 'agree' }, ({ pulses, hash }) => {
        last = { pulses, hash };
        expect();
        sink({ type: 'supervisor.agreed', pulses, hash });
      })
      .with({ type: 'beat' }, ({ pulses, hash }) => hearBeat({ pulses, hash }))
      .with({ type: 'tooLong' }, () => sink({ type: 'motor.cut' }))
      .with({ type: 'veto' }, ({ reason }) =>
        sink({ type: 'supervisor.vetoed', reason: reason === '' ? 'no reason given' : reason }),
      )
      .exhaustive();

  link.onBytes(
    lineSplitter(line => {
      const said = decodeSupervisor(line);
      if (said !== undefined) hear(said);
    }),
  );
  link.onLost(reason => {
    lost = reason;
    onReady();
    // The next beat need not be waited for: it cannot come.
    if (last !== null && !isLeaving) miss();
  });

  return {
    start: hash => {
      send(encodeMain({ type: 'start', hash }));
      attention = ATTENTION;
      if (last === null) expect();
    },
    tell: (next, until) => {
      const isNews = next !== motion || hasLapsed();
      motion = next;
      leased = until;
      if (!isNews) return;
      // Before it is ready nobody listens; then it is told at once.
      if (isReady) send(encodeMain({ type: 'state', motion }));
    },
    moved: () => {
      attention = ATTENTION;
    },
    attest: async () => {
      if (!isReady && lost === null) {
        await new Promise<void>(resolve => {
          onReady = resolve;
          clock.wakeAt(after(clock.now(), milliseconds(TIMING.supervisorReady)), resolve);
        });
      }
      if (lost !== null) return `supervisor: its line is lost (${lost}).`;
      return isReady ? undefined : 'supervisor: it does not answer.';
    },
    close: async () => {
      cancel();
      isLeaving = true;
      send(encodeMain({ type: 'bye' }));
      await link.close();
    },
  };
};
