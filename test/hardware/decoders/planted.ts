import { openReply } from '../../../hardware/motor/tic/codec.ts';
import { octets, ofLines, ofWhole } from './decoder.ts';
import { ticReply } from './sound.ts';

const STATUS = octets('0A 01 00 00 00 00 00 00 00 24');

/** Decoders with a defect each, which must be found. */
export const DECODERS = [
  ofWhole(
    '',
    'believes what has one wrong bit',
    bytes => openReply(bytes.length === STATUS.length ? STATUS : bytes, true),
    [STATUS],
    ticReply,
  ),
  ofLines(
    '',
    'throws when a field is missing',
    line => {
      const [, register] = line.split(' ');
      if (register === undefined) throw new TypeError('no register');
      return register;
    },
    ['read 14\n'],
  ),
  ofLines(
    '',
    'never comes back from two blanks',
    line => {
      let text = line;
      while (text.includes('  ')) text = text.replace('   ', ' ');
      return text === '' ? undefined : text;
    },
    ['read 14\n'],
  ),
];
