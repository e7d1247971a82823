/**
 * The line protocol of Numato's 32-channel USB GPIO module: a command ends with CR; the module echoes it,
 * answers in a line of its own, and shows the prompt `>`. Inputs are told as 8 hexadecimal digits, one
 * bit each. After `gpio notify on` it speaks unasked whenever an input changes: now, before, directions.
 */
export const READ_ALL = 'gpio readall';
export const NOTIFY_ON = 'gpio notify on';
export const NOTIFY_ENABLED = 'gpio notify enabled';
/** A virtual COM port: the module takes any rate. */
export const NUMATO_BAUD = 115_200;

/** The switch of the bay lies between this input and ground: closed by the cartridge, it reads 0. */
const BAY_INPUT = 0;
/** Of the 32 that the module has. */
export const LAST_INPUT = 31;

export type NumatoLine =
  /** All inputs: an answer, or a change that nobody asked for. */
  | { readonly kind: 'inputs'; readonly bits: number; readonly unasked: boolean }
  | { readonly kind: 'notifying' };

const withoutPrompt = (line: string): string => line.replace(/^[>\s]+/, '').trim();

/** Whether a line says nothing of its own: a prompt, or what it was asked. */
export const isEcho = (line: string): boolean => ['', READ_ALL, NOTIFY_ON].includes(withoutPrompt(line));

/** What a line says; undefined for echoes, prompts and noise. */
export const decodeLine = (line: string): NumatoLine | undefined => {
  const text = withoutPrompt(line);
  if (text === NOTIFY_ENABLED) return { kind: 'notifying' };
  const [, now, rest] = /^([0-9A-Fa-f]{8})((?: [0-9A-Fa-f]{8}){2})?$/.exec(text) ?? [];
  return now === undefined
    ? undefined
    : { kind: 'inputs', bits: Number.parseInt(now, 16), unasked: rest !== undefined };
};

export const encodeCommand = (command: string): string => `${command}\r`;

/** Whether an input is not held down: its contact is open, or its wire is torn. */
export const isHigh = (bits: number, input: number): boolean => ((bits >>> input) & 1) === 1;

/** Whether these inputs show an open bay. A torn wire reads open, too. */
export const isBayOpen = (bits: number): boolean => isHigh(bits, BAY_INPUT);

/** All inputs as the module shows them; those that nothing holds down are pulled up. */
export const inputsWith = (bayIsOpen: boolean, heldDown: readonly number[] = []): string => {
  const down = [...(bayIsOpen ? [] : [BAY_INPUT]), ...heldDown];
  return (~down.reduce((bits, input) => bits | (1 << input), 0) >>> 0)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');
};
