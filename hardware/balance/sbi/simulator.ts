import { match } from 'ts-pattern';
import {
  type BalanceSimulator,
  type BalanceSimulatorOptions,
  balanceSimulator,
  type Make,
  type Stand,
} from '../simulator.ts';
import { decodeSbi, encodeSbiWeight } from './codec.ts';

const special = (text: string): string => `${text.padStart(8).padEnd(14)}\r\n`;

const now = ({ pan, unit, isBroken }: Stand): string => {
  if (isBroken()) return special('Err 054');
  const shown = pan.shown();
  if (shown === 'overload') return special('High');
  if (shown === 'underload') return special('Low');
  return encodeSbiWeight(shown.massUg, pan.digitUg, { isStable: shown.isStable, unit: unit() });
};

const obey = (line: string, stand: Stand): void => {
  const command = decodeSbi(line);
  // What it does not know it says nothing to, and a locked one carries nothing out.
  if (command === undefined || (stand.refuses() && command !== 'x2_')) return;
  match(command)
    .with('P', () => stand.say(now(stand)))
    .with('T', 'U', 'V', () => stand.whenStill(() => void stand.pan.tare()))
    .with('S', () => {
      stand.cancel();
      stand.pan.forgetTare();
    })
    // Filters change how fast it comes to rest; the model has one.
    .with('K', 'L', 'M', 'N', () => {})
    .with('x1_', () => stand.say('MSE225S         \r\n'))
    .with('x2_', () => {
      stand.cancel();
      stand.say(`${stand.serial().padStart(14)}\r\n`);
    })
    .exhaustive();
};

const MAKE: Make = {
  serial: '26504321',
  obey,
  stream: stand => stand.repeat(() => stand.say(now(stand))),
};

/** A Sartorius balance, printing on request with and without rest. */
export const sbiSimulator = (options: BalanceSimulatorOptions): BalanceSimulator =>
  balanceSimulator(options, MAKE);
