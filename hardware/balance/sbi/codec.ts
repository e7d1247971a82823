import type { BalanceLine, Dialect } from '../dialect.ts';
import { figureOf, type Micrograms, massOf } from '../mass.ts';

/**
 * Sartorius Balance Interface (Cubis MSE operating instructions, "SBI Commands"; output formats as in those of CP, Entris II
 * and WZ). An order is ESC, a letter, and CR LF; or ESC, letter, digit, `_`, CR LF. A weight has 16 characters: sign, blank or
 * digit, value to the right, blank, unit, CR LF; or 22, with a name of six before. The unit is blank while the balance moves.
 * The manuals confirm orders and columns; that `x2_` answers with the bare number, and that the blank unit marks motion,
 * is from practice and must be seen on a real balance.
 */
export const sbiCommands = ['P', 'T', 'U', 'V', 'S', 'K', 'L', 'M', 'N', 'x1_', 'x2_'] as const;
export type SbiCommand = (typeof sbiCommands)[number];

/** Often delivered with odd parity and seven bits: the profile of the rig sets 8N1 in the balance's menu. */
export const SBI_BAUD = 9_600;
const ESCAPE = '\x1b';

export const encodeSbi = (command: SbiCommand): string => `${ESCAPE}${command}\r\n`;
const isCommand = (text: string): text is SbiCommand => sbiCommands.some(each => each === text);
export const decodeSbi = (line: string): SbiCommand | undefined => {
  const command = line.startsWith(ESCAPE) ? line.slice(1) : '';
  return isCommand(command) ? command : undefined;
};

/** 16 characters with their CR LF; 22 with `name`, which is filled up to six. */
export const encodeSbiWeight = (
  massUg: number,
  digitUg: Micrograms,
  {
    isStable,
    unit = 'g',
    name,
  }: { readonly isStable: boolean; readonly unit?: 'g' | 'mg'; readonly name?: string },
): string => {
  const figure = figureOf(massUg, digitUg, unit);
  const sign = figure.startsWith('-') ? '-' : '+';
  const value = figure.replace('-', '').padStart(9);
  return `${name === undefined ? '' : name.padEnd(6)}${sign}${value} ${(isStable ? unit : '').padEnd(3)}\r\n`;
};

const WEIGHT = /^(?:[A-Za-z][A-Za-z#]{0,4} {1,5})?([+ -]) *(\d{1,8}(?:\.\d{1,6})?) ([A-Za-z ]{3})$/;
const SPECIAL = /^(?:Stat)? *(H|High|L|Low|Err +\d{2,3}|(?:APP|DIS|PRT)\.ERR?) *$/i;
const SERIAL = /^ *(?:SerNo\.? *)?(\d{5,12}) *$/;

/** What a line without its end says. */
export const decodeSbiLine = (line: string): BalanceLine | undefined => {
  const serial = SERIAL.exec(line)?.[1];
  if (serial !== undefined) return { kind: 'identity', serial };
  const special = SPECIAL.exec(line)?.[1];
  if (special !== undefined) {
    const letter = special.charAt(0).toUpperCase();
    if (letter === 'H') return { kind: 'overload' };
    return letter === 'L' ? { kind: 'underload' } : { kind: 'broken', code: special };
  }
  const [, sign, value = '', padded = ''] = WEIGHT.exec(line) ?? [];
  if (sign === undefined) return undefined;
  const unit = padded.trim();
  if (unit !== '' && unit !== 'g') return { kind: 'unit', unit };
  const figure = massOf(`${sign === '-' ? '-' : ''}${value}`, 'g');
  return figure && { kind: 'weight', isStable: unit === 'g', ...figure };
};

export const SBI: Dialect = {
  name: 'Sartorius SBI',
  baudRate: SBI_BAUD,
  weigh: encodeSbi('P'),
  weighStable: null,
  tare: encodeSbi('U'),
  answersTare: false,
  identify: encodeSbi('x2_'),
  decode: decodeSbiLine,
};
