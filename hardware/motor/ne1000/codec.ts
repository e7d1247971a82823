import { ascii } from '../../link/lines.ts';
import { encodeFrame } from './frame.ts';
import {
  ALARM,
  type AlarmLetter,
  isIn,
  REFUSAL,
  type RefusalCode,
  STATUS,
  type StatusLetter,
} from './protocol.ts';
import { type Nanolitres, volumeOf } from './volume.ts';

/** A command as text: `''` asks for the status alone, a name alone asks for its value, a name with values sets. */
export const encodeCommand = (text: string): Uint8Array => encodeFrame(ascii(text));

/** What the device says of itself and to a question. */
export type NeReply = {
  readonly address: number;
  readonly state:
    | { readonly kind: 'status'; readonly letter: StatusLetter }
    | { readonly kind: 'alarm'; readonly letter: AlarmLetter };
  /** What was asked for; empty for a command that sets. */
  readonly data: string;
  readonly refused: RefusalCode | null;
};

const REPLY = /^(\d\d)(?:A\?([A-Z])|([A-Z]))(.*)$/;

/** The inverse of an answer's payload; undefined for what no pump of this make says. */
export const decodeReply = (payload: Uint8Array): NeReply | undefined => {
  const [, address, alarm, status, rest = ''] = REPLY.exec(String.fromCharCode(...payload)) ?? [];
  if (address === undefined) return undefined;
  const state = stateOf(alarm, status);
  if (state === undefined) return undefined;
  const code = rest.startsWith('?') ? rest.slice(1) : null;
  if (code !== null && !isIn(REFUSAL, code)) return undefined;
  return { address: Number(address), state, data: code === null ? rest : '', refused: code };
};

const stateOf = (alarm: string | undefined, status: string | undefined): NeReply['state'] | undefined => {
  if (alarm !== undefined) return isIn(ALARM, alarm) ? { kind: 'alarm', letter: alarm } : undefined;
  return status !== undefined && isIn(STATUS, status) ? { kind: 'status', letter: status } : undefined;
};

export const encodeReply = ({ address, state, data, refused }: NeReply): string => {
  const said = state.kind === 'alarm' ? `A?${state.letter}` : state.letter;
  return `${String(address).padStart(2, '0')}${said}${refused === null ? data : `?${refused}`}`;
};

/** What was dispensed both ways since it was cleared. */
export type Dispensed = { readonly infused: Nanolitres; readonly withdrawn: Nanolitres };

export const dispensedIn = (data: string): Dispensed | undefined => {
  const [, infusedFigure = '', withdrawnFigure = '', unit] =
    /^I([\d.]{1,6})W([\d.]{1,6})(UL|ML)$/.exec(data) ?? [];
  if (unit !== 'UL' && unit !== 'ML') return undefined;
  const infused = volumeOf(infusedFigure, unit);
  const withdrawn = volumeOf(withdrawnFigure, unit);
  return infused === undefined || withdrawn === undefined ? undefined : { infused, withdrawn };
};
