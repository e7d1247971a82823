import { match, P } from 'ts-pattern';
import type { BalanceLine, Dialect } from '../dialect.ts';
import { type Figure, figureOf, type Micrograms, massOf } from '../mass.ts';

/**
 * Mettler Toledo Standard Interface Command Set, levels 0 and 1 (Reference Manual 11780711; the examples of the AT and AL-IC
 * operating instructions). ASCII in capitals, CR LF both ways. A weight is identifier, blank, status, blank, the value to
 * the right of ten columns, blank, unit; it is read by its blanks, because models differ in their columns.
 */
export const sicsCommands = [
  'S',
  'SI',
  'SIR',
  'SR',
  'Z',
  'ZI',
  'T',
  'TI',
  'TA',
  'TAC',
  'I0',
  'I1',
  'I2',
  'I3',
  'I4',
  '@',
] as const;
export type SicsCommand = (typeof sicsCommands)[number];

export const MT_BAUD = 9_600;
const WIDTH = 10;

const isCommand = (text: string): text is SicsCommand => sicsCommands.some(each => each === text);
/** A command without its end; undefined is answered by `ES`. Small letters are none. */
export const decodeSics = (line: string): SicsCommand | undefined => (isCommand(line) ? line : undefined);
export const encodeSics = (command: SicsCommand): string => `${command}\r\n`;

/** `S S     100.00 g`: `id` is the command that it answers, `status` S stable or D still moving. */
export const encodeWeight = (
  id: 'S' | 'T' | 'TI' | 'TA',
  status: 'S' | 'D' | 'A',
  massUg: number,
  digitUg: Micrograms,
  unit: 'g' | 'mg' = 'g',
): string => `${id} ${status} ${figureOf(massUg, digitUg, unit).padStart(WIDTH)} ${unit}\r\n`;

const SERIAL = /^I4 A "([^"]{1,20})"$/;

const weight = (status: string, value: string, unit: string): BalanceLine | undefined => {
  const figure: Figure | undefined = massOf(value, unit === 'mg' ? 'mg' : 'g');
  if (figure === undefined) return undefined;
  return unit === 'g' ? { kind: 'weight', isStable: status === 'S', ...figure } : { kind: 'unit', unit };
};

/** What a line without its end says. */
export const decodeMt = (line: string): BalanceLine | undefined => {
  const serial = SERIAL.exec(line)?.[1];
  if (serial !== undefined) return { kind: 'identity', serial };
  const words = line.split(/ +/);
  return match<readonly string[], BalanceLine | undefined>(words)
    .with(['S', 'S', 'Error', P.select()], code => ({ kind: 'broken', code }))
    .with(['S', P.union('S', 'D'), P.string, P.string], ([, status, value, unit]) =>
      weight(status, value, unit),
    )
    .with(
      [P.union('T', 'TI'), P.union('S', 'D'), P.string, P.string],
      ['Z', 'A'],
      ['ZI', P.union('S', 'D')],
      () => ({
        kind: 'done',
      }),
    )
    .with([P.union('S', 'T', 'TI', 'Z', 'ZI'), '+'], () => ({ kind: 'overload' }))
    .with([P.union('S', 'T', 'TI', 'Z', 'ZI'), '-'], () => ({ kind: 'underload' }))
    .with([P.union('S', 'T', 'TI', 'Z', 'ZI'), 'I'], () => ({
      kind: 'refused',
      why: 'it is busy or did not come to rest',
    }))
    .with(['ES'], () => ({ kind: 'refused', why: 'it does not know the command (ES)' }))
    .with(['ET'], () => ({ kind: 'refused', why: 'it received a damaged command (ET)' }))
    .with(['EL'], () => ({ kind: 'refused', why: 'it cannot carry the command out (EL)' }))
    .otherwise(() => undefined);
};

/** `@` ends whatever it does and is answered like `I4`; the tare stays. */
export const MT_SICS: Dialect = {
  name: 'MT-SICS',
  baudRate: MT_BAUD,
  weigh: encodeSics('SI'),
  weighStable: encodeSics('S'),
  tare: encodeSics('T'),
  answersTare: true,
  identify: encodeSics('@'),
  decode: decodeMt,
};
