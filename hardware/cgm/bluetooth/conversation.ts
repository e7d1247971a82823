import { after, type Milliseconds, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { type Decoded, hexOf } from '../../link/bluetooth/bytes.ts';
import { type GattClient, GattTrouble } from '../../link/bluetooth/gatt.ts';
import { decodeOperation, encodeOperation } from './operations.ts';
import { decodeRecordResponse, encodeRecordRequest, type RecordResponse } from './records.ts';
import { CGM } from './service.ts';
import {
  decodeFeature,
  decodeRunTime,
  decodeStatus,
  encodeStartTime,
  hasCrc,
  type StartTime,
  type Status,
} from './session.ts';

/** The Attribute Protocol gives up on an answer after this long, and so do we. */
const ANSWER = milliseconds(30_000);
/** A sensor that is busy with another procedure is asked again. */
const AGAIN = milliseconds(2_000);
const ATTEMPTS = 3;
/** Taken where a sensor does not say how often it measures. */
const USUAL_INTERVAL_MIN = 5;

/** A sensor that lets itself be written only by whom it is paired with answers nothing that reaches us. */
const UNPAIRED = '. It may want to be paired, and Islet keeps no pairing';

/** What one connection is about: who is there, and how long its session runs. */
export type Introduction = {
  readonly crc: boolean;
  /** Session Start Time as it came: another one is another session. */
  readonly started: string;
  readonly runMin: number;
  readonly intervalMin: number;
};

/** The questions that a sensor is asked, one at a time, each with a deadline. All reject with a GattTrouble. */
export type Conversation = {
  readonly introduce: () => Promise<Introduction>;
  readonly status: () => Promise<Status>;
  readonly setTime: (now: StartTime) => Promise<void>;
  /** Asks for all records from this offset on; they come as notifications, before the answer. */
  readonly askFrom: (offsetMin: number) => Promise<RecordResponse>;
};

const sound = <Value>(read: Decoded<Value>): Value => {
  if (!read.ok) throw new GattTrouble(read.problem);
  return read.value;
};

/** `onMeasurements` takes every notification, live or asked for. */
export const converse = async (
  gatt: GattClient,
  clock: Clock,
  onMeasurements: (bytes: Uint8Array) => void,
): Promise<Conversation> => {
  let crc = false;
  let answered: ((bytes: Uint8Array) => void) | null = null;

  const within = <Answer>(promise: Promise<Answer>, what: string, hint = ''): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const cancel = clock.wakeAt(after(clock.now(), ANSWER), () =>
        reject(new GattTrouble(`no answer about ${what} within ${ANSWER} ms${hint}`)),
      );
      promise.then(resolve, reject).finally(cancel);
    });
  const sleep = (ms: Milliseconds): Promise<void> =>
    new Promise(done => void clock.wakeAt(after(clock.now(), ms), done));

  /** Writes to a control point and waits for what it indicates. A busy one is asked again. */
  const ask = async (uuid: string, request: readonly number[], what: string): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = new Promise<Uint8Array>(resolve => {
        answered = resolve;
      });
      try {
        await within(gatt.write(uuid, Uint8Array.from(request)), what);
        return await within(answer, what);
      } catch (failure) {
        const isBusy = failure instanceof GattTrouble && failure.att === 'procedureInProgress';
        if (!isBusy || attempt === ATTEMPTS) throw failure;
        await sleep(AGAIN);
      } finally {
        answered = null;
      }
    }
  };

  /** Not every sensor tells it; one that refuses measures as most do. */
  const interval = async (): Promise<number> => {
    try {
      const answer = await ask(CGM.operations, encodeOperation({ op: 'getInterval' }, crc), 'its interval');
      const read = decodeOperation(answer, crc);
      const told = read.ok && read.value.op === 'interval' ? read.value.minutes : 0;
      return told > 0 && told < 0xff ? told : USUAL_INTERVAL_MIN;
    } catch (failure) {
      if (failure instanceof GattTrouble && failure.att !== null) return USUAL_INTERVAL_MIN;
      throw failure;
    }
  };

  for (const uuid of [CGM.records, CGM.operations])
    await within(
      gatt.subscribe(uuid, bytes => answered?.(bytes)),
      uuid,
      UNPAIRED,
    );
  await within(gatt.subscribe(CGM.measurement, onMeasurements), 'measurements', UNPAIRED);

  return {
    introduce: async () => {
      crc = hasCrc(sound(decodeFeature(await within(gatt.read(CGM.feature), 'Feature'))));
      const started = hexOf(await within(gatt.read(CGM.startTime), 'Session Start Time'));
      const runTime = await within(gatt.read(CGM.runTime), 'Session Run Time');
      const hours = sound(decodeRunTime(runTime, crc));
      return { crc, started, runMin: hours * 60, intervalMin: await interval() };
    },
    status: async () => sound(decodeStatus(await within(gatt.read(CGM.status), 'Status'), crc)),
    setTime: async now => {
      const bytes = Uint8Array.from(encodeStartTime(now, crc));
      await within(gatt.write(CGM.startTime, bytes), 'Session Start Time');
    },
    askFrom: async offsetMin => {
      const request = encodeRecordRequest({ ask: 'report', which: { of: 'from', offsetMin } });
      return sound(decodeRecordResponse(await ask(CGM.records, request, 'records')));
    },
  };
};
