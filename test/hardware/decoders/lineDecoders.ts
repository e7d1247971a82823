import { decodeBoard, decodeDrawn } from '../../../hardware/annunciator/board/codec.ts';
import { decodeMt, decodeSics } from '../../../hardware/balance/mtsics/codec.ts';
import { decodeOhaus, decodeOhausLine } from '../../../hardware/balance/ohaus/codec.ts';
import { decodeSbi, decodeSbiLine } from '../../../hardware/balance/sbi/codec.ts';
import { decodeReport, decodeTold } from '../../../hardware/clock/timeLines.ts';
import * as qsb from '../../../hardware/encoder/qsb/codec.ts';
import * as openScale from '../../../hardware/force/openscale/codec.ts';
import * as numato from '../../../hardware/io/numato/codec.ts';
import { decodePowerLine, decodePowerRequest } from '../../../hardware/power/board/codec.ts';
import { decodeOrder } from '../../../hardware/rig/bench/stimuli.ts';
import { decodeMain, decodeSupervisor } from '../../../hardware/supervisor/lines.ts';
import { type FuzzedDecoder, ofLines } from './decoder.ts';

const ended = (end: string, ...lines: readonly string[]): readonly string[] =>
  lines.map(line => `${line}${end}`);
const HASH = '0123456789abcdef';

/** Protocols in lines of text. None of them has a checksum. */
export const LINE_DECODERS: readonly FuzzedDecoder[] = [
  ofLines(
    'encoder/qsb/codec.ts',
    'decodeRequest',
    qsb.decodeRequest,
    ended('\n', 'R0E', 'W0B00000020', 'S0E'),
  ),
  ofLines(
    'encoder/qsb/codec.ts',
    'decodeReply',
    qsb.decodeReply,
    ended('\r\n', 'r0E000004D2!', 'w0B00000020!', 's0EFFFFFFFE!', 'e0E00000001!'),
  ),
  ofLines(
    'force/openscale/codec.ts',
    'decodeLine',
    openScale.decodeLine,
    ended(
      '\r\n',
      '1042350,0.5123,kg,8388720,',
      '4294967295,-0.0120,lbs,-8388608,',
      'Serial Load Cell Converter',
    ),
  ),
  ofLines(
    'io/numato/codec.ts',
    'decodeLine',
    numato.decodeLine,
    ended('\n\r', '>gpio readall', 'FFFFFFFE', 'FFFFFFFF FFFFFFFE FFFFFFFF', 'gpio notify enabled'),
  ),
  ofLines('balance/mtsics/codec.ts', 'decodeSics', decodeSics, ended('\r\n', 'S', 'SIR', 'TAC', 'I4', '@')),
  ofLines(
    'balance/mtsics/codec.ts',
    'decodeMt',
    decodeMt,
    ended(
      '\r\n',
      'S S     100.00 g',
      'S D   -0.00012 g',
      'S S   12000.12 mg',
      'S S Error 10b',
      'S I',
      'T +',
      'ZI D',
      'I4 A "B123456789"',
      'ES',
    ),
  ),
  ofLines('balance/sbi/codec.ts', 'decodeSbi', decodeSbi, ended('\r\n', '\x1bP', '\x1bU', '\x1bx2_')),
  ofLines(
    'balance/sbi/codec.ts',
    'decodeSbiLine',
    decodeSbiLine,
    ended(
      '\r\n',
      '+  12.34567 g  ',
      'N     -   0.00012    ',
      'Stat      High',
      'SerNo. 12345678',
      '  APP.ERR',
    ),
  ),
  ofLines('balance/ohaus/codec.ts', 'decodeOhaus', decodeOhaus, ended('\r\n', 'IP', '0P', 'PSN')),
  ofLines(
    'balance/ohaus/codec.ts',
    'decodeOhausLine',
    decodeOhausLine,
    ended('\r\n', '     192.21 g', '    -0.00012 g ?', '  192.21 mg', 'Err 8.3', 'SNR: B123456789', 'ES'),
  ),
  ofLines(
    'power/board/codec.ts',
    'decodePowerRequest',
    decodePowerRequest,
    ended('\n', 'status', 'clear', 'off', 'arm', 'kick', 'trial', 'rest'),
  ),
  ofLines(
    'power/board/codec.ts',
    'decodePowerLine',
    decodePowerLine,
    ended('\n', 'status 80 3900 1200 none', 'gauge 79 3890 1190', 'failing', 'tripped 501 0'),
  ),
  ofLines(
    'annunciator/board/codec.ts',
    'decodeBoard',
    decodeBoard,
    ended('\n', 'play 80 1 3 880/150/100 1760/150/400', 'quiet', 'test'),
  ),
  ofLines(
    'annunciator/board/codec.ts',
    'decodeDrawn',
    decodeDrawn,
    ended('\n', 'done 90 - 2', 'done - 60 0'),
  ),
  ofLines(
    'supervisor/lines.ts',
    'decodeMain',
    decodeMain,
    ended('\n', `start ${HASH}`, 'state delivering', 'bye'),
  ),
  ofLines(
    'supervisor/lines.ts',
    'decodeSupervisor',
    decodeSupervisor,
    ended('\n', 'ready', 'tooLong', `agree 12 ${HASH}`, `beat 13 ${HASH}`, 'veto moved too far'),
  ),
  ofLines(
    'rig/bench/stimuli.ts',
    'decodeOrder',
    decodeOrder,
    ended('\n', 'stall 1', 'slip 30', 'creep -6', 'insert 200', 'estop 0', 'loosen', 'remove', 'renew'),
  ),
  ofLines('clock/timeLines.ts', 'decodeTold', decodeTold, ended('\n', 'at 1 1000', 'at 42 86400000')),
  ofLines(
    'clock/timeLines.ts',
    'decodeReport',
    decodeReport,
    ended('\n', 'done 1 -', 'done 7 1200 3/4 0/12'),
  ),
];
