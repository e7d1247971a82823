import { match } from 'ts-pattern';
import type { Engine } from './engine.ts';
import {
  DIRECTIONS,
  FUNCTIONS,
  LONGEST_TIMEOUT_S,
  PHASES,
  RATE_UNITS,
  type RateUnit,
  type RefusalCode,
  VOLUME_UNITS,
  type VolumeUnit,
} from './protocol.ts';
import { figureIn, volumeOf } from './volume.ts';

/** What the device keeps besides its program. */
export type Memory = {
  version: string;
  timeoutS: number;
  diameter: string;
  powerFailure: string;
  buzzer: string;
  rateUnit: RateUnit;
  volumeUnit: VolumeUnit;
};

export const newMemory = (): Memory => ({
  version: 'NE1000V3.928',
  timeoutS: 2,
  diameter: '10.00',
  powerFailure: '0',
  buzzer: '0',
  rateUnit: 'UM',
  volumeUnit: 'UL',
});

/** What is answered: data, or why it was refused. */
export type Answered = { readonly data: string } | { readonly refused: RefusalCode };
const DONE: Answered = { data: '' };
const refuse = (refused: RefusalCode): Answered => ({ refused });

/** nl per ms of one unit of the rate: µl or ml, in a minute or an hour. */
const PER_MS: Readonly<Record<RateUnit, number>> = {
  UM: 1_000 / 60_000,
  MM: 1_000_000 / 60_000,
  UH: 1_000 / 3_600_000,
  MH: 1_000_000 / 3_600_000,
};

const FIGURE = /^\d{1,4}(?:\.\d{0,3})?$/;
const isFigure = (text: string): boolean => FIGURE.test(text) && text.replace('.', '').length <= 4;
const oneOf = <Word extends string>(words: readonly Word[], text: string): Word | undefined =>
  words.find(word => word === text);

/** One command, its blanks taken out, in capitals. The program and what it keeps change as the manual says. */
export const obey = (command: string, pump: Engine, memory: Memory): Answered => {
  const name = command.slice(0, command.startsWith('PF') || command.startsWith('AL') ? 2 : 3);
  const value = command.slice(name.length);
  const asks = value === '';
  return match<string, Answered>(name)
    .with('', () => DONE)
    .with('VER', () => (asks ? { data: memory.version } : refuse('')))
    .with('DIS', () => (asks ? { data: dispensed(pump, memory.volumeUnit) } : refuse('')))
    .with('RUN', () => run(value, pump))
    .with('STP', () => {
      if (!asks) return refuse('');
      pump.stop();
      return DONE;
    })
    .with('CLD', () => {
      const way = oneOf(DIRECTIONS, value);
      if (way === undefined) return refuse('OOR');
      if (pump.isRunning()) return refuse('NA');
      pump.clearDispensed(way);
      return DONE;
    })
    .with('DIA', () => kept(value, isFigure, memory, 'diameter', pump))
    .with('PF', () => kept(value, text => /^[01]$/.test(text), memory, 'powerFailure', pump))
    .with('AL', () => kept(value, text => /^[01]$/.test(text), memory, 'buzzer', pump))
    .with('RAT', () => rate(value, pump, memory))
    .with('VOL', () => volume(value, pump, memory))
    .with('DIR', () => direction(value, pump))
    .with('PHN', () => phaseNumber(value, pump))
    .with('FUN', () => phaseFunction(value, pump))
    .with('SAF', () => {
      if (asks) return { data: String(memory.timeoutS) };
      if (!/^\d{1,3}$/.test(value) || Number(value) > LONGEST_TIMEOUT_S) return refuse('OOR');
      memory.timeoutS = Number(value);
      return DONE;
    })
    .otherwise(() => refuse(''));
};

const dispensed = (pump: Engine, unit: VolumeUnit): string =>
  `I${figureIn(pump.dispensedNl('INF'), unit)}W${figureIn(pump.dispensedNl('WDR'), unit)}${unit}`;

const run = (value: string, pump: Engine): Answered => {
  if (value !== '') return refuse('OOR');
  if (pump.isRunning()) return refuse('NA');
  pump.run();
  return DONE;
};

const kept = (
  value: string,
  isValid: (text: string) => boolean,
  memory: Memory,
  field: 'diameter' | 'powerFailure' | 'buzzer',
  pump: Engine,
): Answered => {
  if (value === '') return { data: memory[field] };
  if (!isValid(value)) return refuse('OOR');
  if (pump.isRunning()) return refuse('NA');
  memory[field] = value;
  return DONE;
};

const rate = (value: string, pump: Engine, memory: Memory): Answered => {
  const { nlPerMs } = pump.phase();
  if (value === '') return { data: `${rateFigure(nlPerMs / PER_MS[memory.rateUnit])}${memory.rateUnit}` };
  const [, figure = '', letters = ''] = /^([\d.]+)([A-Z]*)$/.exec(value) ?? [];
  const unit = letters === '' ? memory.rateUnit : oneOf(RATE_UNITS, letters);
  if (unit === undefined || !isFigure(figure) || Number(figure) === 0) return refuse('OOR');
  // Units cannot change while it pumps.
  if (letters !== '' && pump.isRunning()) return refuse('NA');
  memory.rateUnit = unit;
  pump.setPhase({ nlPerMs: Number(figure) * PER_MS[unit] });
  return DONE;
};
const rateFigure = (value: number): string => figureIn(Math.round(value * 1_000), 'UL');

const volume = (value: string, pump: Engine, memory: Memory): Answered => {
  if (value === '')
    return { data: `${figureIn(pump.phase().volumeNl, memory.volumeUnit)}${memory.volumeUnit}` };
  if (pump.isRunning()) return refuse('NA');
  const unit = oneOf(VOLUME_UNITS, value);
  if (unit !== undefined) memory.volumeUnit = unit;
  else {
    const volumeNl = isFigure(value)
      ? volumeOf(value.includes('.') ? value : `${value}.`, memory.volumeUnit)
      : undefined;
    if (volumeNl === undefined) return refuse('OOR');
    pump.setPhase({ volumeNl });
  }
  return DONE;
};

const direction = (value: string, pump: Engine): Answered => {
  const { way } = pump.phase();
  if (value === '') return { data: way };
  const next = value === 'REV' ? (way === 'INF' ? 'WDR' : 'INF') : oneOf(DIRECTIONS, value);
  if (next === undefined) return refuse('OOR');
  if (pump.isRunning()) return refuse('NA');
  pump.setPhase({ way: next });
  return DONE;
};

const phaseNumber = (value: string, pump: Engine): Answered => {
  if (value === '') return { data: String(pump.selected()) };
  const number = Number(value);
  if (!/^\d{1,2}$/.test(value) || number < 1 || number > PHASES) return refuse('OOR');
  if (pump.isRunning()) return refuse('NA');
  pump.select(number);
  return DONE;
};

const phaseFunction = (value: string, pump: Engine): Answered => {
  const { fun, argument } = pump.phase();
  const takesNumber = (name: string): boolean => name === 'PAS' || name === 'JMP';
  if (value === '') return { data: takesNumber(fun) ? `${fun}${argument}` : fun };
  const name = oneOf(FUNCTIONS, value.slice(0, 3));
  const number = value.slice(3);
  if (name === undefined) return refuse('');
  if (takesNumber(name) ? !/^\d{1,2}$/.test(number) : number !== '') return refuse('OOR');
  if (pump.isRunning()) return refuse('NA');
  pump.setPhase({ fun: name, argument: Number(number) });
  return DONE;
};
