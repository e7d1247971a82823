import { match } from 'ts-pattern';
import type { Shown } from '../pan.ts';
import {
  type BalanceSimulator,
  type BalanceSimulatorOptions,
  balanceSimulator,
  type Make,
  type Stand,
} from '../simulator.ts';
import { decodeOhaus, encodeOhausWeight } from './codec.ts';

const told = (shown: Shown, { pan, unit, isBroken }: Stand): string => {
  if (isBroken()) return 'Err 8.6\r\n';
  if (shown === 'overload') return 'Err 8.3\r\n';
  if (shown === 'underload') return 'Err 8.4\r\n';
  return encodeOhausWeight(shown.massUg, pan.digitUg, { isStable: shown.isStable, unit: unit() });
};
const now = (stand: Stand): string => told(stand.pan.shown(), stand);

const obey = (line: string, stand: Stand): void => {
  const { say, cancel, whenStill, repeat, pan } = stand;
  const command = decodeOhaus(line);
  if (command === undefined || (stand.refuses() && command !== 'PSN')) {
    say('ES\r\n');
    return;
  }
  match(command)
    .with('IP', () => say(now(stand)))
    .with('SP', () => {
      cancel();
      whenStill(shown => {
        if (shown !== null) say(told(shown, stand));
      });
    })
    .with('CP', () => repeat(() => say(now(stand))))
    .with('0P', cancel)
    .with('T', 'Z', () => whenStill(() => void pan.tare()))
    .with('PSN', () => say(`${stand.serial()}\r\n`))
    .exhaustive();
};

const MAKE: Make = {
  serial: 'B512345678',
  obey,
  stream: stand => stand.repeat(() => stand.say(now(stand))),
};

/** An Ohaus balance. */
export const ohausSimulator = (options: BalanceSimulatorOptions): BalanceSimulator =>
  balanceSimulator(options, MAKE);
