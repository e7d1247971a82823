import { after, type Milliseconds, milliseconds } from '../../src/domain/units.ts';
import type { ReaderAnswer, ReaderAsked } from '../../src/interop/ids/answers.ts';
import type { AnnunciationTold, IddRecord } from '../../src/interop/ids/record.ts';
import type { IddStatus } from '../../src/interop/ids/status.ts';
import type { Changed } from '../../src/interop/ids/words.ts';
import type { Clock } from '../../src/ports.ts';
import type { Decoded } from '../link/bluetooth/bytes.ts';
import { type GattClient, GattTrouble, type Uuid } from '../link/bluetooth/gatt.ts';
import { decodeRecord } from './history.ts';
import { type Layout, readWhole } from './layout.ts';
import { type Opener, opener, openRecord, type Sealer, sealer } from './protection.ts';
import { decodeRecordAnswer, encodeRecordAsked, type RecordAnswer, type RecordAsked } from './racp.ts';
import { decodeAnswer, encodeAsked } from './reader.ts';
import { IDD } from './service.ts';
import { annunciation, changed, decodeFeatures, type IddFeatures, status } from './values.ts';

/** The Attribute Protocol gives up on an answer after this long, and so do we. */
const ANSWER = milliseconds(30_000);

/** A pump that is read: each call is one request, and rejects with a GattTrouble where its answer does not come or is not whole. */
export type IddClient = {
  readonly features: IddFeatures;
  readonly status: () => Promise<IddStatus>;
  readonly annunciation: () => Promise<AnnunciationTold | null>;
  readonly changed: () => Promise<readonly Changed[]>;
  readonly ask: (asked: ReaderAsked) => Promise<ReaderAnswer>;
  /** The entries come before the answer. */
  readonly history: (
    asked: RecordAsked,
  ) => Promise<{ readonly records: readonly IddRecord[]; readonly answer: RecordAnswer }>;
  readonly close: () => Promise<void>;
};

const sound = <Value>(read: Decoded<Value>): Value => {
  if (!read.ok) throw new GattTrouble(read.problem);
  return read.value;
};

/** Reads the features, by which everything else is read, and listens for answers. */
export const iddClient = async (
  gatt: GattClient,
  clock: Clock,
  patience: Milliseconds = ANSWER,
): Promise<IddClient> => {
  let records: Uint8Array[] = [];
  /** A long report is waited for as long as its entries come. */
  const within = <Answer>(promise: Promise<Answer>, what: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      let cancel = (): void => {};
      const arm = (): void => {
        const { length } = records;
        cancel = clock.wakeAt(after(clock.now(), patience), () => {
          if (records.length > length) arm();
          else reject(new GattTrouble(`${what}: no answer within ${patience / 1_000} s`));
        });
      };
      arm();
      promise.then(resolve, reject).finally(() => cancel());
    });

  const features = sound(decodeFeatures(await within(gatt.read(IDD.features), 'features')));
  const isProtected = features.features.includes('protection');
  const sealers = new Map<Uuid, Sealer>();
  const openers = new Map<Uuid, Opener>();
  const opened = (uuid: Uuid, bytes: Uint8Array): Uint8Array => {
    const open = openers.get(uuid) ?? opener(isProtected);
    openers.set(uuid, open);
    const whole = open(bytes);
    if (!whole.ok) throw new GattTrouble(`${uuid}: ${whole.problem}`);
    return whole.body;
  };
  const read = async <Value>(uuid: Uuid, layout: Layout<Value>, what: string): Promise<Value> =>
    sound(readWhole(layout, opened(uuid, await within(gatt.read(uuid), what))));

  const waiting = new Map<Uuid, (bytes: Uint8Array) => void>();
  for (const uuid of [IDD.reader, IDD.records, IDD.commands])
    await within(
      gatt.subscribe(uuid, bytes => waiting.get(uuid)?.(bytes)),
      uuid,
    );
  await within(
    gatt.subscribe(IDD.history, bytes => void records.push(bytes)),
    'history',
  );

  const asked = async (uuid: Uuid, body: readonly number[], what: string): Promise<Uint8Array> => {
    const seal = sealers.get(uuid) ?? sealer(isProtected);
    sealers.set(uuid, seal);
    const answer = new Promise<Uint8Array>(resolve => void waiting.set(uuid, resolve));
    await within(gatt.write(uuid, seal(body)), what);
    return opened(uuid, await within(answer, what));
  };

  return {
    features,
    status: () => read(IDD.status, status, 'status'),
    annunciation: () => read(IDD.annunciation, annunciation, 'annunciation'),
    changed: () => read(IDD.changed, changed, 'what has changed'),
    ask: async each => sound(decodeAnswer(await asked(IDD.reader, encodeAsked(each), each.ask))),
    history: async each => {
      records = [];
      const answer = sound(decodeRecordAnswer(await asked(IDD.records, encodeRecordAsked(each), each.ask)));
      return {
        records: records.map(bytes => sound(decodeRecord(sound(openRecord(isProtected, bytes))))),
        answer,
      };
    },
    close: () => gatt.close(),
  };
};
