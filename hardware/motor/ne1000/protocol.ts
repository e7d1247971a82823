/**
 * Vocabulary of New Era's NE-1000 (user manual 1200-01, "RS-232 Communications" and "RS-232 Command Set"; its examples are the
 * golden frames of the tests). What stands there of BP, LN and TRG has no meaning for this pump and is not spoken.
 */
export const NE_BAUD = 19_200;

/** The letter with which every answer begins, after the address. */
export const STATUS = {
  I: 'infusing',
  W: 'withdrawing',
  S: 'stopped',
  P: 'paused',
  T: 'pausing between phases',
  U: 'waiting for its user',
  X: 'purging',
} as const;
export type StatusLetter = keyof typeof STATUS;

export const ALARM = {
  R: 'was reset: its power was interrupted',
  S: 'stalled',
  T: 'heard nothing for longer than its Safe mode allows',
  E: 'error in its program',
  O: 'phase of its program out of range',
} as const;
export type AlarmLetter = keyof typeof ALARM;

/** What a command was refused for. */
export const REFUSAL = {
  '': 'it does not know the command',
  NA: 'the command is not applicable now',
  OOR: 'the value is out of range',
  COM: 'it received a damaged packet',
  IGN: 'a new phase began at that moment',
} as const;
export type RefusalCode = keyof typeof REFUSAL;

export const isIn = <Key extends string>(table: Readonly<Record<Key, string>>, key: string): key is Key =>
  Object.hasOwn(table, key);

export const RATE_UNITS = ['UM', 'MM', 'UH', 'MH'] as const;
export type RateUnit = (typeof RATE_UNITS)[number];
export const VOLUME_UNITS = ['UL', 'ML'] as const;
export type VolumeUnit = (typeof VOLUME_UNITS)[number];
export const DIRECTIONS = ['INF', 'WDR'] as const;
export type Way = (typeof DIRECTIONS)[number];
/** What a phase of the program does: pump, stop, wait so many seconds, go to a phase, beep. */
export const FUNCTIONS = ['RAT', 'STP', 'PAS', 'JMP', 'BEP'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
export const PHASES = 41;
/** Longest silence within a packet, and the longest timeout of the Safe mode. */
export const BETWEEN_BYTES_MS = 500;
export const LONGEST_TIMEOUT_S = 255;
