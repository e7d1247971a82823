import { MotorTrouble } from '../trouble.ts';
import { type Dispensed, dispensedIn } from './codec.ts';
import { AlarmRaised, type NeExchange } from './exchange.ts';
import { STATUS, type StatusLetter } from './protocol.ts';

/** Volume, rate and direction that the next `RUN` takes, as the device tells them. */
export type Program = { readonly VOL: string; readonly RAT: string; readonly DIR: string };

export type Progress = Dispensed & { readonly letter: StatusLetter };

/** What it has dispensed, and whether it is at it. Throws MotorTrouble for what is no volume, AlarmRaised for an alarm. */
export const progressOf = async (pump: NeExchange): Promise<Progress> => {
  const { state, data } = await pump.ask('DIS');
  const dispensed = dispensedIn(data);
  if (dispensed === undefined || state.kind === 'alarm') {
    throw new MotorTrouble(
      `motor: DIS was answered with ${JSON.stringify(data)}, which is no volume. Check for a second program on this line.`,
    );
  }
  return { letter: state.letter, ...dispensed };
};

/**
 * Between motions nothing is said, so its Safe mode has run out, and the alarm that stands is the T that it must be; any
 * other one is trouble. A program that somebody has paused is ended: `RUN` would go on with it.
 */
export const ready = async (pump: NeExchange): Promise<void> => {
  const alarm = await pump.acknowledge();
  if (alarm !== null && alarm !== 'T') throw new AlarmRaised(alarm);
  const { state } = await pump.ask('');
  if (state.kind === 'status' && state.letter === 'P') await pump.ask('STP');
  const { letter } = await progressOf(pump);
  if (letter !== 'S')
    throw new MotorTrouble(
      `motor: ${STATUS[letter]} before its motion. Check for a second program on this line.`,
    );
};

/** Has the device hold this program, and says it back; what is kept in its memory is written only where it differs. */
export const hold = async (pump: NeExchange, program: Program): Promise<void> => {
  for (const [name, value] of Object.entries(program)) {
    if ((await pump.ask(name)).data === value) continue;
    // Volume and its unit are two commands.
    const [, figure = value, unit = ''] = name === 'VOL' ? (/^([\d.]+)(UL|ML)$/.exec(value) ?? []) : [];
    if (unit !== '') await pump.ask(`${name}${unit}`);
    await pump.ask(`${name}${figure}`);
    const { data } = await pump.ask(name);
    if (data !== value) {
      throw new MotorTrouble(
        `motor: ${name} is ${JSON.stringify(data)} after it was set to ${value}. Check the model and diameter of the syringe pump.`,
      );
    }
  }
};

/** Stands still: stopped, or stopped by an alarm. One that is only paused is stopped for good. */
export const isAtRest = async (pump: NeExchange): Promise<boolean> => {
  if ((await pump.acknowledge()) !== null) return true;
  const { state } = await pump.ask('');
  if (state.kind === 'alarm') return true;
  if (state.letter === 'P') await pump.ask('STP');
  return state.letter === 'S';
};
