import { BYTE_DECODERS } from './byteDecoders.ts';
import type { FuzzedDecoder } from './decoder.ts';
import { IDS_DECODERS } from './idsDecoders.ts';
import { LINE_DECODERS } from './lineDecoders.ts';

export const DECODERS: readonly FuzzedDecoder[] = [...LINE_DECODERS, ...BYTE_DECODERS, ...IDS_DECODERS];
