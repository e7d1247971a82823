import { match } from 'ts-pattern';
import { le16, u8, u16 } from '../bytes.ts';
import { ATT, type AttError, can, type Peripheral, type Serving, type Uuid } from '../gatt.ts';
import { type Attribute, attributesOf, TYPE } from './attributes.ts';

/** The Attribute Protocol, as a device answers it. Core, Vol 3, Part F, 3.4. */
const PDU = {
  error: 0x01,
  mtuRequest: 0x02,
  mtuAnswer: 0x03,
  findInformation: 0x04,
  findInformationAnswer: 0x05,
  readByType: 0x08,
  readByTypeAnswer: 0x09,
  read: 0x0a,
  readAnswer: 0x0b,
  readBlob: 0x0c,
  readBlobAnswer: 0x0d,
  readByGroup: 0x10,
  readByGroupAnswer: 0x11,
  write: 0x12,
  writeAnswer: 0x13,
  notification: 0x1b,
  indication: 0x1d,
  confirmation: 0x1e,
  writeCommand: 0x52,
} as const;

/** Errors that only whoever keeps a table gives; those of a service are in `ATT`. */
const ERROR = {
  ...ATT,
  invalidHandle: 0x01,
  invalidPdu: 0x04,
  insufficientAuthentication: 0x05,
  requestNotSupported: 0x06,
  invalidOffset: 0x07,
  unsupportedGroup: 0x10,
} as const;
type ErrorName = keyof typeof ERROR;

const LEAST_MTU = 23;
/** Octets of a 16-bit configuration that mean something. */
const CONFIGURED = { notify: 0x0001, indicate: 0x0002 } as const;

export type AttributeServer = {
  readonly take: (pdu: Uint8Array) => void;
  /** Notifies or indicates, as the other side has asked for; nobody hears what was not asked for. */
  readonly tell: (characteristic: Uuid, value: Uint8Array) => void;
};

export type ServerOptions = {
  readonly peripheral: Peripheral;
  readonly serving: Serving;
  readonly send: (pdu: readonly number[]) => void;
  /** The longest message that this side takes. */
  readonly mtu: number;
  /** Whether values may only be read and written over an encrypted link, which this server cannot have. */
  readonly wantsBond: () => boolean;
};

/** What a request comes to: the answer, an error with the handle that it is about, or silence. */
type Outcome = readonly number[] | { readonly error: ErrorName; readonly at: number } | null;

export const attributeServer = ({
  peripheral,
  serving,
  send,
  mtu: ownMtu,
  wantsBond,
}: ServerOptions): AttributeServer => {
  const rows = attributesOf(peripheral);
  const configured = new Map<Uuid, number>();
  let mtu = LEAST_MTU;
  /** What is told while a request is under way goes out after its answer. */
  let isAnswering = false;
  const held: (() => void)[] = [];
  /** An indication waits until the one before it is confirmed. */
  let isUnconfirmed = false;
  const indications: (readonly number[])[] = [];

  const refused = (error: ErrorName, at: number): Outcome => ({ error, at });
  const rowAt = (handle: number): Attribute | undefined => rows[handle - 1];
  const within = (from: number, to: number): readonly Attribute[] =>
    rows.filter(({ handle }) => handle >= from && handle <= to);

  /** The value of a row: octets, an error, or silence. */
  const contentOf = ({ holds }: Attribute): readonly number[] | ErrorName | null => {
    if (holds.what === 'constant') return holds.value;
    if (holds.what === 'configuration') return le16(configured.get(holds.of) ?? 0);
    if (wantsBond()) return 'insufficientAuthentication';
    if (!can(peripheral, holds.of, 'read')) return 'readNotPermitted';
    const read = serving.read(holds.of);
    return read instanceof Uint8Array ? [...read] : read;
  };

  /** Rows of equal length, as many as a message holds, each begun with its handle (and the end of its group). */
  const listed = (
    found: readonly Attribute[],
    opcode: number,
    head: (row: Attribute) => readonly number[],
    refuse: () => Outcome,
  ): Outcome => {
    const entries: (readonly number[])[] = [];
    for (const row of found) {
      const value = contentOf(row);
      if (!Array.isArray(value)) {
        if (entries.length > 0) break;
        return value === null ? null : refused(value as ErrorName, row.handle);
      }
      const entry = [...head(row), ...value].slice(0, mtu - 2);
      const first = entries[0];
      if (
        first !== undefined &&
        (first.length !== entry.length || 2 + (entries.length + 1) * entry.length > mtu)
      )
        break;
      entries.push(entry);
    }
    const first = entries[0];
    return first === undefined ? refuse() : [opcode, first.length, ...entries.flat()];
  };

  const findInformation = (from: number, to: number): Outcome => {
    const most = Math.floor((mtu - 2) / 4);
    const found = within(from, to).slice(0, most);
    return found.length === 0
      ? refused('attributeNotFound', from)
      : [
          PDU.findInformationAnswer,
          0x01,
          ...found.flatMap(({ handle, type }) => [...le16(handle), ...le16(type)]),
        ];
  };

  const read = (handle: number, offset: number, opcode: number): Outcome => {
    const row = rowAt(handle);
    if (row === undefined) return refused('invalidHandle', handle);
    const value = contentOf(row);
    if (value === null) return null;
    if (typeof value === 'string') return refused(value, handle);
    return offset > value.length
      ? refused('invalidOffset', handle)
      : [opcode, ...value.slice(offset, offset + mtu - 1)];
  };

  const configure = (uuid: Uuid, handle: number, value: Uint8Array): Outcome => {
    const wanted = u16(value, 0);
    const fits =
      value.length === 2 &&
      (wanted === 0 ||
        (wanted === CONFIGURED.notify && can(peripheral, uuid, 'notify')) ||
        (wanted === CONFIGURED.indicate && can(peripheral, uuid, 'indicate')));
    if (!fits) return refused('cccdImproper', handle);
    configured.set(uuid, wanted);
    if (wanted !== 0) serving.subscribed(uuid);
    return [PDU.writeAnswer];
  };

  const write = (handle: number, value: Uint8Array): Outcome => {
    const row = rowAt(handle);
    if (row === undefined) return refused('invalidHandle', handle);
    if (row.holds.what === 'constant') return refused('writeNotPermitted', handle);
    if (wantsBond()) return refused('insufficientAuthentication', handle);
    if (row.holds.what === 'configuration') return configure(row.holds.of, handle, value);
    if (!can(peripheral, row.holds.of, 'write')) return refused('writeNotPermitted', handle);
    const answer: 'done' | AttError | null = serving.write(row.holds.of, value.slice());
    if (answer === null) return null;
    return answer === 'done' ? [PDU.writeAnswer] : refused(answer, handle);
  };

  const exchangeMtu = (theirs: number): Outcome => {
    mtu = Math.max(LEAST_MTU, Math.min(theirs, ownMtu));
    return [PDU.mtuAnswer, ...le16(ownMtu)];
  };

  const typed = (pdu: Uint8Array): readonly Attribute[] =>
    within(u16(pdu, 1), u16(pdu, 3)).filter(({ type }) => type === u16(pdu, 5));
  const byType = (pdu: Uint8Array): Outcome =>
    listed(
      typed(pdu),
      PDU.readByTypeAnswer,
      ({ handle }) => le16(handle),
      () => refused('attributeNotFound', u16(pdu, 1)),
    );
  const byGroup = (pdu: Uint8Array): Outcome =>
    u16(pdu, 5) !== TYPE.service
      ? refused('unsupportedGroup', u16(pdu, 1))
      : listed(
          typed(pdu),
          PDU.readByGroupAnswer,
          ({ handle, end }) => [...le16(handle), ...le16(end)],
          () => refused('attributeNotFound', u16(pdu, 1)),
        );

  /** A length that must be met, and what is done then. */
  const sized = (pdu: Uint8Array, least: number, act: () => Outcome): Outcome =>
    pdu.length < least ? refused('invalidPdu', 0) : act();

  const answer = (pdu: Uint8Array): Outcome =>
    match(u8(pdu, 0))
      .with(PDU.mtuRequest, () => sized(pdu, 3, () => exchangeMtu(u16(pdu, 1))))
      .with(PDU.findInformation, () => sized(pdu, 5, () => findInformation(u16(pdu, 1), u16(pdu, 3))))
      .with(PDU.readByType, () => sized(pdu, 7, () => byType(pdu)))
      .with(PDU.readByGroup, () => sized(pdu, 7, () => byGroup(pdu)))
      .with(PDU.read, () => sized(pdu, 3, () => read(u16(pdu, 1), 0, PDU.readAnswer)))
      .with(PDU.readBlob, () => sized(pdu, 5, () => read(u16(pdu, 1), u16(pdu, 3), PDU.readBlobAnswer)))
      .with(PDU.write, () => sized(pdu, 3, () => write(u16(pdu, 1), pdu.subarray(3))))
      .otherwise(() => refused('requestNotSupported', 0));

  const indicate = (): void => {
    const next = isUnconfirmed ? undefined : indications.shift();
    if (next === undefined) return;
    isUnconfirmed = true;
    send(next);
  };

  const tell = (uuid: Uuid, value: Uint8Array): void => {
    const row = rows.find(({ holds }) => holds.what === 'value' && holds.of === uuid);
    const wanted = configured.get(uuid) ?? 0;
    if (row === undefined || wanted === 0) return;
    const octets = [...le16(row.handle), ...value.subarray(0, mtu - 3)];
    if (wanted === CONFIGURED.notify) send([PDU.notification, ...octets]);
    else {
      indications.push([PDU.indication, ...octets]);
      indicate();
    }
  };

  const request = (pdu: Uint8Array): void => {
    isAnswering = true;
    const outcome = answer(pdu);
    if (outcome !== null)
      send('error' in outcome ? [PDU.error, u8(pdu, 0), ...le16(outcome.at), ERROR[outcome.error]] : outcome);
    isAnswering = false;
    for (const each of held.splice(0)) each();
  };

  return {
    take: pdu => {
      const opcode = u8(pdu, 0);
      if (opcode === PDU.confirmation) {
        isUnconfirmed = false;
        indicate();
      } else if (opcode === PDU.writeCommand) write(u16(pdu, 1), pdu.subarray(3));
      else request(pdu);
    },
    tell: (uuid, value) => {
      if (isAnswering) held.push(() => tell(uuid, value));
      else tell(uuid, value);
    },
  };
};
