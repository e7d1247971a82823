import type { BalanceLine, Dialect } from '../dialect.ts';
import { figureOf, type Micrograms, massOf } from '../mass.ts';

/**
 * Ohaus (RS232 Interface manual, "RS232 Input" and "Output examples"; Navigator manual, "RS232 Command Table"). Orders end with
 * CR LF. A weight is the value to the right, blank, unit, and ` ?` while the balance moves. Newer models answer an unknown
 * order with `ES`. That `PSN` answers with the bare number, and that `Err 8.3` is overload and `Err 8.4` underload, is from
 * practice and must be seen on a real balance.
 */
export const ohausCommands = ['IP', 'SP', 'CP', '0P', 'T', 'Z', 'PSN'] as const;
export type OhausCommand = (typeof ohausCommands)[number];
export const OHAUS_BAUD = 9_600;

const WIDTH = 11;
const isCommand = (text: string): text is OhausCommand => ohausCommands.some(each => each === text);
export const encodeOhaus = (command: OhausCommand): string => `${command}\r\n`;
export const decodeOhaus = (line: string): OhausCommand | undefined => (isCommand(line) ? line : undefined);

export const encodeOhausWeight = (
  massUg: number,
  digitUg: Micrograms,
  { isStable, unit = 'g' }: { readonly isStable: boolean; readonly unit?: 'g' | 'mg' },
): string => `${figureOf(massUg, digitUg, unit).padStart(WIDTH)} ${unit}${isStable ? '' : ' ?'}\r\n`;

const WEIGHT = /^ *(-?) *(\d{1,8}(?:\.\d{1,6})?) +([A-Za-z:]{1,5})( *\?)? *$/;
const SERIAL = /^ *(?:S\/?NR?:? *)?([A-Z]?\d{6,12}) *$/;
const ERROR = /^ *Err(?:or)? *(\d+\.\d) *$/;

/** What a line without its end says. */
export const decodeOhausLine = (line: string): BalanceLine | undefined => {
  const serial = SERIAL.exec(line)?.[1];
  if (serial !== undefined) return { kind: 'identity', serial };
  if (line.trim() === 'ES') return { kind: 'refused', why: 'it does not know the command (ES)' };
  const code = ERROR.exec(line)?.[1];
  if (code === '8.3') return { kind: 'overload' };
  if (code === '8.4') return { kind: 'underload' };
  if (code !== undefined) return { kind: 'broken', code: `Err ${code}` };
  const [, sign, value, unit, moving] = WEIGHT.exec(line) ?? [];
  if (value === undefined || unit === undefined) return undefined;
  if (unit !== 'g') return { kind: 'unit', unit };
  const figure = massOf(`${sign}${value}`, 'g');
  return figure && { kind: 'weight', isStable: moving === undefined, ...figure };
};

export const OHAUS: Dialect = {
  name: 'Ohaus',
  baudRate: OHAUS_BAUD,
  weigh: encodeOhaus('IP'),
  weighStable: encodeOhaus('SP'),
  tare: encodeOhaus('T'),
  answersTare: false,
  // What it sends by itself would go on beside its name.
  identify: encodeOhaus('0P') + encodeOhaus('PSN'),
  decode: decodeOhausLine,
};
