import { match } from 'ts-pattern';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, PowerPort } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import type { Attest } from '../../selftest/selftest.ts';
import {
  decodePowerLine,
  encodePowerRequest,
  type Gauge,
  type PowerLine,
  type PowerRequest,
} from './codec.ts';

const REPLY_TIMEOUT = milliseconds(80);
const ATTEMPTS = 3;

type Status = Extract<PowerLine, { kind: 'status' }>;

/** Its attestation says what the gauge reads, and why the hardware began anew where that was no person's doing (SR-071). */
export type PowerBoard = PowerPort & Attest & { readonly close: () => Promise<void> };

export type PowerBoardOptions = { readonly link: ByteLink; readonly clock: Clock; readonly sink: FactSink };

/** Gauge, supply monitor and switch. `power.failing` is told once: there is no way back from it but a start. */
export const powerBoard = ({ link, clock, sink }: PowerBoardOptions): PowerBoard => {
  let lost: string | undefined;
  let isFailing = false;
  let waiting: ((status: Status | undefined) => void) | undefined;

  const send = (kind: PowerRequest['kind']): void => link.write(ascii(encodePowerRequest({ kind })));
  const measured = (gauge: Gauge): void => sink({ type: 'battery.measured', ...gauge });

  link.onBytes(
    lineSplitter(text => {
      const line = decodePowerLine(text);
      if (line === undefined) return;
      match(line)
        .with({ kind: 'gauge' }, ({ gauge }) => measured(gauge))
        .with({ kind: 'status' }, status => waiting?.(status))
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
        return [];
      }
      return lost === undefined
        ? [`power: no valid status after ${ATTEMPTS} requests. Check its cable and baud rate.`]
        : [`power: the link is lost (${lost}). Check its cable.`];
    },
    shutDown: () => {
      send('off');
      sink({ type: 'power.lost', cause: isFailing ? 'failing' : 'depleted' });
    },
    close: link.close,
  };
};
