import { decodeMeasurements } from '../../../hardware/cgm/bluetooth/measurement.ts';
import { decodeOperation } from '../../../hardware/cgm/bluetooth/operations.ts';
import { decodeRecordRequest, decodeRecordResponse } from '../../../hardware/cgm/bluetooth/records.ts';
import {
  decodeFeature,
  decodeRunTime,
  decodeStartTime,
  decodeStatus,
} from '../../../hardware/cgm/bluetooth/session.ts';
import type { Decoded } from '../../../hardware/link/bluetooth/bytes.ts';
import { sealed } from '../../../hardware/link/bluetooth/crc16.ts';
import { ascii } from '../../../hardware/link/lines.ts';
import { decodeReply } from '../../../hardware/motor/ne1000/codec.ts';
import { frameReader as neReader } from '../../../hardware/motor/ne1000/frame.ts';
import { openReply } from '../../../hardware/motor/tic/codec.ts';
import { ticParser } from '../../../hardware/motor/tic/parser.ts';
import { textBytes } from '../../../hardware/remote/bytes.ts';
import { cutFrames, encodeFrame, frameReader } from '../../../hardware/remote/frame.ts';
import { decodeMessage, replySchema, requestSchema } from '../../../hardware/remote/messages.ts';
import { openFrame, type Session, sealFrame } from '../../../hardware/remote/session.ts';
import { decodeRelay } from '../../../hardware/supervisor/relay/codec.ts';
import { type FuzzedDecoder, octets, ofWhole } from './decoder.ts';
import { e2e, e2eRecords, neFrames, ticCommands, ticReply } from './sound.ts';

const believedIn = (read: Decoded<unknown>): unknown => (read.ok ? read : undefined);
const withCrc = (hex: string): Uint8Array => Uint8Array.from(sealed([...octets(hex)]));

const KEY = { host: new Uint8Array(32).fill(7), pump: new Uint8Array(32).fill(9) };
const session = (sendKey: Uint8Array, receiveKey: Uint8Array): Session => ({
  principal: 'fuzz',
  number: 1,
  sendKey,
  receiveKey,
  sent: 0,
  received: 0,
});
const sealedFrames = ['suspend', '', '{"type":"ask"}'].map(
  text => sealFrame(session(KEY.host, KEY.pump), textBytes(text)).frame.payload,
);

const CHALLENGE = '0123456789abcdef0123456789abcdef';
const requests = [
  { type: 'ask' },
  { type: 'readStatus' },
  { type: 'suspend', challenge: CHALLENGE },
  { type: 'bolus', challenge: CHALLENGE, bolus: 'b-1', amountUu: 500_000 },
];
const replies = [
  { type: 'opened', role: 'controller' },
  { type: 'accepted', to: 3 },
  { type: 'refused', to: 4, reasons: ['expired'] },
];
const json = (said: object): Uint8Array => textBytes(JSON.stringify(said));

/** Protocols in bytes. */
export const BYTE_DECODERS: readonly FuzzedDecoder[] = [
  {
    file: 'motor/tic/parser.ts',
    name: 'ticParser',
    samples: [
      'E0 05 52 02 16 49 6A',
      'AA 0E 60 0E 2E 7B 7F 7F 76',
      '89 45',
      'A1 22 08 70',
      'A1 7F 41 6C',
    ].map(octets),
    believed: bytes => {
      const parse = ticParser({ crc: true, device: 14 });
      return [...bytes].flatMap(parse).filter(({ kind }) => kind === 'command');
    },
    sound: ticCommands,
  },
  ofWhole(
    'motor/tic/codec.ts',
    'openReply',
    bytes => openReply(bytes, true),
    ['2E FB FF FF E0 5E F8 FF 55', '0A 01 00 00 00 00 00 00 00 24'].map(octets),
    ticReply,
  ),
  {
    file: 'motor/ne1000/frame.ts',
    name: 'frameReader',
    samples: [
      '02 04 00 00 03',
      '02 09 53 41 46 31 30 4C 32 03',
      '02 07 30 30 53 AA A6 03',
      '02 09 30 30 41 3F 53 75 A7 03',
      '02 0B 30 30 53 3F 4F 4F 52 23 3F 03',
    ].map(octets),
    believed: bytes => {
      const reader = neReader();
      return [...bytes].flatMap(byte => reader.take(byte)).filter(({ kind }) => kind === 'payload');
    },
    sound: neFrames,
  },
  ofWhole(
    'motor/ne1000/codec.ts',
    'decodeReply',
    decodeReply,
    ['00S', '00I', '00A?S', '00A?T', '00S?OOR', '00SI0.250W0.000UL'].map(ascii),
  ),
  {
    file: 'supervisor/relay/codec.ts',
    name: 'decodeRelay',
    samples: ['5A', '5B', '65', '66', '6F', '70'].map(octets),
    believed: bytes => [...bytes].map(decodeRelay).filter(request => request !== undefined),
  },
  ofWhole(
    'cgm/bluetooth/measurement.ts',
    'decodeMeasurements',
    bytes => {
      const read = decodeMeasurements(bytes, { crc: true, order: 'specification' });
      return read.ok ? read : undefined;
    },
    ['0A 01 78 00 05 00 F4 FF 94 5B', '09 20 37 00 0A 00 04 85 66', '0B E0 FF 07 0F 00 08 10 02 FF 77'].map(
      octets,
    ),
    bytes => Math.min(1, e2eRecords(bytes)),
  ),
  ofWhole(
    'cgm/bluetooth/session.ts',
    'decodeFeature',
    bytes => believedIn(decodeFeature(bytes)),
    ['00 90 00 59 1C 45', '00 80 00 59 FF FF'].map(octets),
    // A sensor without E2E-CRC fills its field with ones.
    bytes =>
      bytes.length === 6 && bytes[4] === 0xff && bytes[5] === 0xff && ((bytes[1] ?? 0) & 0x10) === 0
        ? 1
        : e2e(bytes),
  ),
  ofWhole(
    'cgm/bluetooth/session.ts',
    'decodeStatus',
    bytes => believedIn(decodeStatus(bytes, true)),
    ['0A 00 00 00 00', '3C 00 08 10 02'].map(withCrc),
    e2e,
  ),
  ofWhole(
    'cgm/bluetooth/session.ts',
    'decodeStartTime',
    bytes => believedIn(decodeStartTime(bytes, true)),
    [octets('EA 07 01 02 03 04 05 04 00 D5 45')],
    e2e,
  ),
  ofWhole(
    'cgm/bluetooth/session.ts',
    'decodeRunTime',
    bytes => believedIn(decodeRunTime(bytes, true)),
    [withCrc('F0 00')],
    e2e,
  ),
  ofWhole(
    'cgm/bluetooth/operations.ts',
    'decodeOperation',
    bytes => believedIn(decodeOperation(bytes, true)),
    ['02', '01 05', '0D 46 00', '1C 1A 01'].map(withCrc),
    e2e,
  ),
  ofWhole(
    'cgm/bluetooth/records.ts',
    'decodeRecordRequest',
    bytes => {
      const read = decodeRecordRequest(bytes);
      return typeof read === 'string' ? undefined : read;
    },
    ['01 01', '04 03 01 0A 00', '01 04 01 0A 00 14 00', '03 00'].map(octets),
  ),
  ofWhole(
    'cgm/bluetooth/records.ts',
    'decodeRecordResponse',
    bytes => believedIn(decodeRecordResponse(bytes)),
    ['05 00 0A 00', '06 00 01 01', '06 00 01 06'].map(octets),
  ),
  {
    file: 'remote/frame.ts',
    name: 'cutFrames',
    samples: [encodeFrame({ kind: 'hello', payload: new Uint8Array(5) }), octets('20 00 02 01 02')],
    believed: bytes => {
      const streamed: unknown[] = [];
      frameReader(
        frame => streamed.push(frame),
        () => {},
      )(bytes);
      const { frames } = cutFrames(bytes);
      if (frames.length !== streamed.length) throw new Error('a stream and its bytes hold different frames');
      return frames;
    },
  },
  ofWhole(
    'remote/session.ts',
    'openFrame',
    payload => {
      const read = openFrame(session(KEY.pump, KEY.host), { kind: 'sealed', payload });
      return read.ok ? read : undefined;
    },
    sealedFrames,
    payload => (sealedFrames.some(frame => Buffer.from(frame).equals(payload)) ? 1 : 0),
  ),
  ofWhole(
    'remote/messages.ts',
    'decodeMessage',
    bytes => decodeMessage(requestSchema, bytes) ?? decodeMessage(replySchema, bytes),
    [...requests, ...replies].map(json),
  ),
];
