import { nanolitres } from './volume.ts';

/** 0.025 U of U-100 insulin. */
export const PULSE_NL = nanolitres(250);
/** What a pulse is given with: 2 nl/ms, so that it takes an eighth of a second. */
export const PULSE_PROGRAM = { VOL: '0.250UL', RAT: '120.0UM', DIR: 'INF' } as const;
/** Seconds without a packet after which the device stops by itself and raises alarm T. */
export const SAFE_TIMEOUT_S = 2;
export const ADDRESS = 0;

export type NeExpectation = {
  readonly name: string;
  /** The question, and what it must be answered with. */
  readonly asked: string;
  readonly pattern: RegExp;
  readonly expected: string;
  readonly why: string;
  readonly remedy: string;
};

/** The provisioning of this pump's NE-1000, by its keys or with a terminal: a mismatch needs a person. */
export const NE_PROFILE: readonly NeExpectation[] = [
  {
    name: 'model',
    asked: 'VER',
    pattern: /^NE1000V\d\.\d{1,3}$/,
    expected: 'NE1000V…',
    why: 'other models answer otherwise',
    remedy: 'Connect an NE-1000',
  },
  {
    name: 'safe mode timeout',
    asked: 'SAF',
    pattern: /^0*2$/,
    expected: `${SAFE_TIMEOUT_S}`,
    why: 'the motor must stop when the host falls silent',
    remedy: 'Send SAF 2',
  },
  {
    name: 'inside diameter',
    asked: 'DIA',
    pattern: /^10\.0{0,2}$/,
    expected: '10.00 mm',
    why: 'it turns volume into travel by the bore',
    remedy: 'Send DIA 10.00',
  },
  {
    name: 'power failure mode',
    asked: 'PF',
    pattern: /^0$/,
    expected: '0',
    why: 'it must never go on by itself when power returns',
    remedy: 'Send PF 0',
  },
  {
    name: 'buzzer',
    asked: 'AL',
    pattern: /^0$/,
    expected: '0',
    why: 'its own alarm sounds at every rest between pulses',
    remedy: 'Send AL 0',
  },
  {
    name: 'selected phase',
    asked: 'PHN',
    pattern: /^0*1$/,
    expected: '1',
    why: 'its program begins at phase 1',
    remedy: 'Send PHN 1',
  },
  {
    name: 'function of phase 1',
    asked: 'FUN',
    pattern: /^RAT$/,
    expected: 'RAT',
    why: 'phase 1 pumps',
    remedy: 'Send PHN 1 and FUN RAT',
  },
];
/** After the pulse the program ends: asked with phase 2 selected. */
export const AFTER_PULSE: NeExpectation = {
  name: 'function of phase 2',
  asked: 'FUN',
  pattern: /^STP$/,
  expected: 'STP',
  why: 'a program of more than one phase would go on after its pulse',
  remedy: 'Send PHN 2, FUN STP and PHN 1',
};
