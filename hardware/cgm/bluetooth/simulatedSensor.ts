import { match } from 'ts-pattern';
import { after, type MonoMs, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { hexOf } from '../../link/bluetooth/bytes.ts';
import { opened } from '../../link/bluetooth/crc16.ts';
import type { AttError, Host, Peripheral, Serving, Uuid } from '../../link/bluetooth/gatt.ts';
import type { Sfloat } from '../../link/bluetooth/sfloat.ts';
import { type Annunciation, announcing } from './annunciation.ts';
import { encodeMeasurement, type Measurement } from './measurement.ts';
import { decodeOperation, encodeOperation, type Operation } from './operations.ts';
import {
  decodeRecordRequest,
  encodeRecordResponse,
  isMeant,
  type RecordRequest,
  type Which,
} from './records.ts';
import { CGM, CGM_SERVICE } from './service.ts';
import {
  decodeStartTime,
  encodeFeature,
  encodeRunTime,
  encodeStartTime,
  encodeStatus,
  FEATURE,
} from './session.ts';
import type { BluetoothFault, SimulatedBluetoothOptions } from './simulatedFaults.ts';
import { utcTime } from './startTime.ts';

const MINUTE_MS = 60_000;
const START_SESSION = 0x1a;
/** 18.02 mg/dL per mmol/L, as the GATT specification supplement has it. */
const MMOL = 18.02;

export type SimulatedBluetoothCgm = {
  readonly peripheral: Peripheral;
  /** Begins to measure at its interval; the first measurement comes at once. */
  readonly start: () => void;
  readonly stop: () => void;
  readonly setFault: (fault: BluetoothFault | null) => void;
  /** Another sensor: its session begins now and knows nothing of the one before. */
  readonly renew: () => void;
  /** What was measured, as the skin had it, the oldest first. */
  readonly measured: () => readonly Measurement[];
};

/** A sensor that offers the CGM Service, with everything that can be wrong with one. `read` gives whole mg/dL, by the number of the measurement. */
export const simulatedBluetoothCgm = (
  clock: Clock,
  read: (index: number) => number,
  { crc, order, intervalMin, runHours, wantsTime }: SimulatedBluetoothOptions,
): SimulatedBluetoothCgm => {
  let zero: MonoMs = clock.now();
  let startTime = encodeStartTime(utcTime(clock.wall()), crc);
  let isTimed = !wantsTime;
  let records: Measurement[] = [];
  let fault: BluetoothFault | null = null;
  let index = 0;
  let value = 0;
  let hosts: Host[] = [];
  let cancel = (): void => {};

  const offsetNow = (): number => Math.floor((clock.now() - zero) / MINUTE_MS);
  const announced = (): Annunciation => {
    const time = isTimed ? 0 : announcing('timeSyncRequired');
    return match(fault)
      .with(
        'malfunction',
        'tooHot',
        'calibrationRequired',
        'belowRange',
        'aboveRange',
        saying =>
          // Two octets, so that their order matters.
          time | announcing(saying, 'belowHypo', 'batteryLow'),
      )
      .with('stopped', () => time | announcing('sessionStopped'))
      .otherwise(() => time);
  };
  const glucoseNow = (): Sfloat => {
    if (fault !== 'stuck' || index === 0) value = Math.round(read(index));
    return match(fault)
      .with('nan', 'nres', 'positiveInfinity', word => word)
      .with('mmol', (): Sfloat => ({ mantissa: Math.round((value / MMOL) * 10), exponent: -1 }))
      .otherwise((): Sfloat => ({ mantissa: value, exponent: 0 }));
  };

  const tellMeasurement = (host: Host, record: Measurement): void => {
    const bytes = Uint8Array.from(encodeMeasurement(record, { crc, order }));
    const flip = (): Uint8Array => bytes.map((byte, n) => (n === 2 ? byte ^ 0x04 : byte));
    const out = match(fault)
      .with('flippedOnce', () => {
        fault = null;
        return flip();
      })
      .with('flipped', flip)
      .with('cut', () => bytes.subarray(0, 5))
      .otherwise(() => bytes);
    host.tell(CGM.measurement, out);
    if (fault === 'twice') host.tell(CGM.measurement, out);
  };

  const measure = (): void => {
    cancel = clock.wakeAt(after(clock.now(), milliseconds(intervalMin * MINUTE_MS)), measure);
    if (!isTimed) return;
    const shift = match(fault)
      .with('ahead', () => 60)
      .with('backwards', () => -60)
      .otherwise(() => 0);
    const record: Measurement = {
      glucose: glucoseNow(),
      offsetMin: Math.max(0, offsetNow() + shift),
      annunciation: announced(),
      trend: null,
      quality: null,
    };
    index += 1;
    if (fault === 'stopped') return;
    records.push(record);
    if (fault === 'frozen' || fault === 'unheard' || fault === 'outOfReach') return;
    for (const host of hosts) tellMeasurement(host, record);
  };

  const chosen = (which: Which): readonly Measurement[] => {
    if (which.of === 'first') return records.slice(0, 1);
    if (which.of === 'last') return records.slice(-1);
    return records.filter(({ offsetMin }) => isMeant(which, offsetMin));
  };
  const answerRecords = (host: Host, bytes: Uint8Array): 'done' | AttError | null => {
    if (fault === 'busy') return 'procedureInProgress';
    if (fault === 'unanswered') return 'done';
    const request = decodeRecordRequest(bytes);
    const respond = (response: Parameters<typeof encodeRecordResponse>[0]): void =>
      host.tell(CGM.records, Uint8Array.from(encodeRecordResponse(response)));
    if (typeof request === 'string') {
      respond({ answer: 'result', to: bytes[0] ?? 0, result: request });
      return 'done';
    }
    obey(host, request, respond);
    return 'done';
  };
  const obey = (
    host: Host,
    request: RecordRequest,
    respond: (response: Parameters<typeof encodeRecordResponse>[0]) => void,
  ): void => {
    if (request.ask === 'abort') {
      // Reports are over before anybody can ask for their end.
      respond({ answer: 'result', to: 'abort', result: 'success' });
      return;
    }
    if (request.ask === 'delete') {
      respond({ answer: 'result', to: 'delete', result: 'opNotSupported' });
      return;
    }
    const found = fault === 'forgetful' ? [] : chosen(request.which);
    if (request.ask === 'count') {
      respond({ answer: 'count', count: found.length });
      return;
    }
    for (const record of found) tellMeasurement(host, record);
    respond({ answer: 'result', to: 'report', result: found.length === 0 ? 'noRecords' : 'success' });
  };

  const answerOperation = (host: Host, bytes: Uint8Array): 'done' | AttError => {
    if (crc && !opened(bytes).ok) return 'invalidCrc';
    const asked = decodeOperation(bytes, crc);
    const answer: Operation = match(asked)
      .with(
        { ok: true, value: { op: 'getInterval' } },
        (): Operation => ({ op: 'interval', minutes: intervalMin }),
      )
      .with({ ok: true, value: { op: 'startSession' } }, (): Operation => {
        renew();
        return { op: 'outcome', of: START_SESSION, outcome: 'success' };
      })
      .otherwise((): Operation => ({ op: 'outcome', of: bytes[0] ?? 0, outcome: 'opNotSupported' }));
    host.tell(CGM.operations, Uint8Array.from(encodeOperation(answer, crc)));
    return 'done';
  };

  const valueAt = (uuid: Uuid): readonly number[] | AttError =>
    match(uuid)
      .with(CGM.feature, () => encodeFeature({ features: crc ? FEATURE.crc : 0, type: 9, location: 5 }))
      .with(CGM.status, () => encodeStatus({ offsetMin: offsetNow(), annunciation: announced() }, crc))
      .with(CGM.startTime, () => startTime)
      .with(CGM.runTime, () => encodeRunTime(runHours, crc))
      .otherwise((): AttError => 'attributeNotFound');

  const setTime = (bytes: Uint8Array): 'done' | AttError => {
    if (crc && !opened(bytes).ok) return 'invalidCrc';
    const told = decodeStartTime(bytes, crc);
    if (!told.ok) return 'outOfRange';
    isTimed = true;
    startTime = encodeStartTime(told.value, crc);
    return 'done';
  };

  const connect = (host: Host): Serving | null => {
    if (fault === 'outOfReach') return null;
    hosts.push(host);
    return {
      read: uuid => {
        if (fault === 'frozen') return null;
        const found = valueAt(uuid);
        return typeof found === 'string' ? found : Uint8Array.from(found);
      },
      write: (uuid, bytes) => {
        if (fault === 'frozen') return null;
        if (uuid === CGM.records) return answerRecords(host, bytes);
        if (uuid === CGM.operations) return answerOperation(host, bytes);
        return uuid === CGM.startTime ? setTime(bytes) : 'attributeNotFound';
      },
      subscribed: () => {},
      gone: () => {
        hosts = hosts.filter(each => each !== host);
      },
    };
  };
  const renew = (): void => {
    zero = clock.now();
    startTime = encodeStartTime(utcTime(clock.wall()), crc);
    records = [];
  };

  return {
    peripheral: {
      name: `Islet CGM ${hexOf(Uint8Array.from(startTime.slice(4, 7)))}`,
      service: CGM_SERVICE,
      characteristics: [
        { uuid: CGM.measurement, does: ['notify'] },
        { uuid: CGM.feature, does: ['read'] },
        { uuid: CGM.status, does: ['read'] },
        { uuid: CGM.startTime, does: ['read', 'write'] },
        { uuid: CGM.runTime, does: ['read'] },
        { uuid: CGM.records, does: ['write', 'indicate'] },
        { uuid: CGM.operations, does: ['write', 'indicate'] },
      ],
      connect,
      isHeard: () => fault !== 'outOfReach',
    },
    start: measure,
    stop: () => cancel(),
    setFault: next => {
      fault = next;
      if (next !== 'outOfReach') return;
      for (const host of hosts) host.hangUp();
      hosts = [];
    },
    renew,
    measured: () => records,
  };
};
