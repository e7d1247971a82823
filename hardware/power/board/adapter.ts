import { match } from 'ts-pattern';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, PowerPort } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import type { Attest } from '../../selftest/selftest.ts';
import type { Heartbeat } from '../heartbeat.ts';
import {
  decodePowerLine,
  encodePowerRequest,
  type Gauge,
  type PowerLine,
  type PowerRequest,
  type Tripped,
} from './codec.ts';

const REPLY_TIMEOUT = milliseconds(80);
const ATTEMPTS = 3;
/** SR-067; and a motor with less than this has no supply. */
const LONGEST_MS = 1_000;
const UNFED_MV = 500;

const FIRED =
  'this host stood still: its watchdog has taken the supply of the motor away. Switch the pump off and on.';

type Status = Extract<PowerLine, { kind: 'status' }>;

/** Its attestation says what the gauge reads, and why the hardware began anew where that was no person's doing (SR-071). */
export type PowerBoard = PowerPort & Attest & { readonly close: () => Promise<void> };

export type PowerBoardOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly sink: FactSink;
  /** Kicks the watchdog; without one it is not in use. */
  readonly heartbeat?: Heartbeat;
};

/** Gauge, supply monitor and switch. `power.failing` is told once: there is no way back from it but a start. */
export const powerBoard = ({ link, clock, sink, heartbeat }: PowerBoardOptions): PowerBoard => {
  let lost: string | undefined;
  let isFailing = false;
  let waiting: ((status: Status | undefined) => void) | undefined;
  let trying: ((tripped: Tripped | undefined) => void) | undefined;
  let endBeat = (): void => {};
  let isGuarded = false;
  /** The charts want nothing moved any more. */
  let isGivenUp = false;

  const send = (kind: PowerRequest['kind']): void => link.write(ascii(encodePowerRequest({ kind })));
  const measured = (gauge: Gauge): void => sink({ type: 'battery.measured', ...gauge });

  link.onBytes(
    lineSplitter(text => {
      const line = decodePowerLine(text);
      if (line === undefined) return;
      match(line)
        .with({ kind: 'gauge' }, ({ gauge }) => measured(gauge))
        .with({ kind: 'status' }, status => waiting?.(status))
        .with({ kind: 'tripped' }, tripped => {
          if (trying !== undefined) trying(tripped);
          else sink({ type: 'check.failed', item: 'watchdog', reason: FIRED });
        })
        .with({ kind: 'failing' }, () => {
          if (isFailing) return;
          isFailing = true;
          sink({ type: 'power.failing' });
        })
        .exhaustive();
    }),
  );
  link.onLost(reason => {
    lost = reason;
    waiting?.(undefined);
    trying?.(undefined);
    // What kicks cannot reach runs out, and the motor has no supply: said at once, and not by the next pulse.
    if (isGuarded)
      sink({ type: 'check.failed', item: 'watchdog', reason: `power: the link is lost (${reason}).` });
  });

  const ask = (): Promise<Status | undefined> =>
    new Promise(resolve => {
      const finish = (status: Status | undefined): void => {
        cancel();
        waiting = undefined;
        resolve(status);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => finish(undefined));
      waiting = finish;
      send('status');
    });

  const trial = (): Promise<Tripped | undefined> =>
    new Promise(resolve => {
      const finish = (tripped: Tripped | undefined): void => {
        cancel();
        trying = undefined;
        resolve(tripped);
      };
      const cancel = clock.wakeAt(after(clock.now(), milliseconds(LONGEST_MS + REPLY_TIMEOUT)), () =>
        finish(undefined),
      );
      trying = finish;
      send('trial');
    });

  /** The watchdog must have cut the motor's supply once before it is trusted with it (SR-067). */
  const guard = async (by: Heartbeat): Promise<readonly string[]> => {
    endBeat();
    // A pump that has stopped for good, before its trial or in it, is fed no more.
    if (isGivenUp) return [];
    const tripped = await trial();
    if (isGivenUp) return [];
    if (tripped === undefined)
      return [`power: the watchdog has not run out within ${LONGEST_MS} ms. The board needs service.`];
    if (tripped.afterMs > LONGEST_MS)
      return [
        `power: the watchdog took ${tripped.afterMs} ms, more than ${LONGEST_MS} ms. The board needs service.`,
      ];
    if (tripped.motorMv >= UNFED_MV)
      return [
        `power: the motor has ${tripped.motorMv} mV after the watchdog has run out. The board needs service.`,
      ];
    send('arm');
    isGuarded = true;
    endBeat = by.start(() => send('kick'));
    return [];
  };

  /** The motor loses its supply, and nothing runs out: in order, and no reason to tell of. */
  const rest = (): void => {
    endBeat();
    isGuarded = false;
    send('rest');
  };

  return {
    item: 'power',
    attest: async () => {
      for (let attempt = 0; attempt < ATTEMPTS && lost === undefined; attempt += 1) {
        const status = await ask();
        if (status === undefined) continue;
        if (status.reset !== 'none') {
          sink({ type: 'watchdog.fired', cause: status.reset });
          send('clear');
        }
        measured(status.gauge);
        return heartbeat === undefined ? [] : guard(heartbeat);
      }
      return lost === undefined
        ? [`power: no valid status after ${ATTEMPTS} requests. Check its cable and baud rate.`]
        : [`power: the link is lost (${lost}). Check its cable.`];
    },
    lease: until => {
      heartbeat?.lease(until);
      isGivenUp = until === null;
      if (!isGivenUp || (!isGuarded && trying === undefined)) return;
      rest();
      trying?.(undefined);
    },
    shutDown: () => {
      endBeat();
      isGuarded = false;
      send('off');
      sink({ type: 'power.lost', cause: isFailing ? 'failing' : 'depleted' });
    },
    close: async () => {
      if (heartbeat !== undefined) rest();
      await link.close();
    },
  };
};
