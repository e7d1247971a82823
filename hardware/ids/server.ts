import { match } from 'ts-pattern';
import { after, milliseconds } from '../../src/domain/units.ts';
import { FEATURES } from '../../src/interop/ids/features.ts';
import { annunciationNow, answerTo, statusNow } from '../../src/interop/ids/now.ts';
import type { IddRecord } from '../../src/interop/ids/record.ts';
import type { IddSource } from '../../src/interop/ids/scribe.ts';
import type { Changed } from '../../src/interop/ids/words.ts';
import type { Clock } from '../../src/ports.ts';
import { u8, u16 } from '../link/bluetooth/bytes.ts';
import type { AttError, Host, Peripheral, Serving, Uuid } from '../link/bluetooth/gatt.ts';
import { refusal } from './commands.ts';
import { encodeRecord } from './history.ts';
import { type Opener, opener, type Sealer, sealer, sealRecord } from './protection.ts';
import { chosen, decodeRecordAsked, encodeRecordAnswer, type RecordAnswer, recordOp } from './racp.ts';
import { decodeAsked, encodeAnswer, QUESTION } from './reader.ts';
import { IDD, INSULIN_DELIVERY } from './service.ts';
import { annunciation, changed, encodeFeatures, status } from './values.ts';

/** U-100, the only insulin that the pump takes (SR-055). */
const CONCENTRATION_UU = 100_000_000;
/** Entries that are told at once, and how long until the next: a client may end a long report in between. */
const AT_ONCE = 8;
const PAUSE = milliseconds(30);
/** What is told in IDD Status itself. */
const STATUS_FLAGS: readonly Changed[] = ['therapy', 'operational', 'reservoir'];

const isAbort = (body: Uint8Array): boolean => {
  const asked = decodeRecordAsked(body);
  return typeof asked !== 'string' && asked.ask === 'abort';
};

export type IddOptions = {
  readonly name: string;
  /** Whether values carry counter and CRC. */
  readonly isProtected: boolean;
  readonly clock: Clock;
};

/**
 * The pump as the standard service, to one client at a time, and only to be read: all that reaches it is `source`,
 * which has no way in. Flags of what has changed stay set across connections until a client resets them.
 */
export const iddPeripheral = (source: IddSource, { name, isProtected, clock }: IddOptions): Peripheral => {
  const flags = new Set<Changed>();
  let listener: ((fresh: readonly Changed[], isNews: boolean) => void) | null = null;
  let isTaken = false;
  source.onChange(fresh => {
    const isNews = fresh.some(flag => !flags.has(flag));
    for (const flag of fresh) flags.add(flag);
    listener?.(fresh, isNews);
  });

  const serve = (host: Host): Serving => {
    // Each characteristic counts by itself, so that what crosses on the air is not taken for what was lost.
    const sealers = new Map<Uuid, Sealer>();
    const openers = new Map<Uuid, Opener>();
    const subscribed = new Set<Uuid>();
    let endReport: (() => void) | null = null;

    const seal = (uuid: Uuid, body: readonly number[]): Uint8Array => {
      const found = sealers.get(uuid) ?? sealer(isProtected);
      sealers.set(uuid, found);
      return found(body);
    };
    // What nobody hears is not counted, or it would be missed by whoever listens again.
    const tell = (uuid: Uuid, body: readonly number[]): void => {
      if (subscribed.has(uuid)) host.tell(uuid, seal(uuid, body));
    };
    const values: Readonly<Record<string, () => readonly number[]>> = {
      [IDD.changed]: () => changed.write([...flags]),
      [IDD.status]: () => status.write(statusNow(source.moment())),
      [IDD.annunciation]: () => annunciation.write(annunciationNow(source.moment())),
    };
    const indicate = (uuid: Uuid): void => {
      const value = values[uuid];
      if (value !== undefined) tell(uuid, value());
    };
    listener = (fresh, isNews) => {
      if (fresh.some(flag => STATUS_FLAGS.includes(flag))) indicate(IDD.status);
      if (fresh.includes('annunciation')) indicate(IDD.annunciation);
      if (isNews) indicate(IDD.changed);
    };

    const answerRecords = (answer: RecordAnswer): void => tell(IDD.records, encodeRecordAnswer(answer));
    const report = (records: readonly IddRecord[], to: number): void => {
      const some = records.slice(0, AT_ONCE);
      for (const record of some) host.tell(IDD.history, sealRecord(isProtected, encodeRecord(record)));
      if (records.length > AT_ONCE) {
        endReport = clock.wakeAt(after(clock.now(), PAUSE), () => report(records.slice(AT_ONCE), to));
        return;
      }
      endReport = null;
      answerRecords({ answer: 'result', to, result: some.length === 0 ? 'noRecords' : 'success' });
    };

    const obeyRecords = (body: Uint8Array): 'done' | AttError => {
      const asked = decodeRecordAsked(body);
      if (typeof asked === 'string') {
        answerRecords({ answer: 'result', to: u8(body, 0), result: asked });
        return 'done';
      }
      const to = recordOp(asked);
      return match(asked)
        .returnType<'done' | AttError>()
        .with({ ask: 'abort' }, () => {
          answerRecords({
            answer: 'result',
            to,
            result: endReport === null ? 'abortUnsuccessful' : 'success',
          });
          endReport?.();
          endReport = null;
          return 'done';
        })
        .with({ ask: 'report' }, ({ wanted }) => {
          if (!subscribed.has(IDD.history)) return 'cccdImproper';
          report(chosen(source.records(), wanted), to);
          return 'done';
        })
        .with({ ask: 'count' }, ({ wanted }) => {
          answerRecords({ answer: 'counted', count: chosen(source.records(), wanted).length });
          return 'done';
        })
        .with({ ask: 'delete' }, () => {
          // What was given stays written.
          answerRecords({ answer: 'result', to, result: 'opNotSupported' });
          return 'done';
        })
        .exhaustive();
    };

    const obeyReader = (body: Uint8Array): 'done' => {
      const asked = decodeAsked(body);
      const to = u16(body, 0);
      if (typeof asked === 'string') {
        tell(IDD.reader, encodeAnswer({ answer: 'result', to, result: asked }));
        return 'done';
      }
      if (asked.ask === 'resetStatus') {
        for (const flag of asked.flags) flags.delete(flag);
        tell(IDD.reader, encodeAnswer({ answer: 'result', to: QUESTION.resetStatus, result: 'success' }));
        return 'done';
      }
      const answer = answerTo(asked, source.moment());
      tell(
        IDD.reader,
        encodeAnswer(typeof answer === 'string' ? { answer: 'result', to, result: answer } : answer),
      );
      return 'done';
    };

    const obey = (uuid: Uuid, body: Uint8Array): 'done' | AttError => {
      if (uuid === IDD.reader) return obeyReader(body);
      if (uuid === IDD.records) return obeyRecords(body);
      tell(IDD.commands, refusal(body));
      return 'done';
    };

    return {
      read: uuid => {
        if (uuid === IDD.features)
          return encodeFeatures({
            features: isProtected ? ['protection', ...FEATURES] : FEATURES,
            concentrationUu: CONCENTRATION_UU,
          });
        const value = values[uuid];
        return value === undefined ? 'attributeNotFound' : seal(uuid, value());
      },
      write: (uuid, bytes) => {
        if (uuid !== IDD.reader && uuid !== IDD.records && uuid !== IDD.commands) return 'attributeNotFound';
        if (!subscribed.has(uuid)) return 'cccdImproper';
        const open = openers.get(uuid) ?? opener(isProtected);
        openers.set(uuid, open);
        const whole = open(bytes);
        if (!whole.ok) return whole.flaw;
        if (whole.body.length < 2) return 'invalidLength';
        if (uuid === IDD.records && endReport !== null && !isAbort(whole.body)) return 'procedureInProgress';
        return obey(uuid, whole.body);
      },
      subscribed: uuid => {
        subscribed.add(uuid);
        // What has changed while nobody listened is told at once.
        if (uuid === IDD.changed && flags.size > 0) indicate(uuid);
      },
      unsubscribed: uuid => void subscribed.delete(uuid),
      gone: () => {
        endReport?.();
        listener = null;
        isTaken = false;
      },
    };
  };

  return {
    name,
    service: INSULIN_DELIVERY,
    characteristics: [
      { uuid: IDD.changed, does: ['read', 'indicate'] },
      { uuid: IDD.status, does: ['read', 'indicate'] },
      { uuid: IDD.annunciation, does: ['read', 'indicate'] },
      { uuid: IDD.features, does: ['read'] },
      { uuid: IDD.reader, does: ['write', 'indicate'] },
      { uuid: IDD.commands, does: ['write', 'indicate'] },
      { uuid: IDD.commandData, does: ['notify'] },
      { uuid: IDD.records, does: ['write', 'indicate'] },
      { uuid: IDD.history, does: ['notify'] },
    ],
    connect: host => {
      if (isTaken) return null;
      isTaken = true;
      return serve(host);
    },
  };
};
