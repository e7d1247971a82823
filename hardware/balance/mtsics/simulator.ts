import { match } from 'ts-pattern';
import type { Shown } from '../pan.ts';
import {
  type BalanceSimulator,
  type BalanceSimulatorOptions,
  balanceSimulator,
  type Make,
  type Stand,
} from '../simulator.ts';
import { decodeSics, encodeWeight, type SicsCommand, sicsCommands } from './codec.ts';

const SERIAL = 'B123456789';

const shownAs = (id: 'S' | 'T', shown: Shown | null, { pan, unit, isBroken }: Stand): string => {
  if (isBroken()) return `${id} S Error 10b\r\n`;
  if (shown === null) return `${id} I\r\n`;
  if (shown === 'overload') return `${id} +\r\n`;
  if (shown === 'underload') return `${id} -\r\n`;
  return encodeWeight(id, shown.isStable ? 'S' : 'D', shown.massUg, pan.digitUg, unit());
};

const now = (stand: Stand): string => shownAs('S', stand.pan.shown(), stand);
const identity = ({ serial }: Stand): string => `I4 A "${serial()}"\r\n`;
const level = (command: SicsCommand): number => (/^(S|SI|SIR|Z|ZI|@|I\d)$/.test(command) ? 0 : 1);

/** The commands that it knows, level by level, the last line saying that it is the last. */
const commandList = (): string =>
  sicsCommands
    .map((command, i) => `I0 ${i === sicsCommands.length - 1 ? 'A' : 'B'} ${level(command)} "${command}"\r\n`)
    .join('');

const tare = (stand: Stand, word: 'T' | 'Z', immediate: boolean): void => {
  const { pan, say, whenStill } = stand;
  const done = (shown: Shown | null): void => {
    if (shown === null || typeof shown === 'string') {
      say(shownAs('S', shown, stand).replace(/^S/, word));
      return;
    }
    const hasTared = pan.tare(immediate);
    const status = shown.isStable ? 'S' : 'D';
    if (!hasTared) say(`${word} I\r\n`);
    else if (word === 'Z') say(immediate ? `ZI ${status}\r\n` : 'Z A\r\n');
    else say(encodeWeight(immediate ? 'TI' : 'T', status, shown.massUg, pan.digitUg, stand.unit()));
  };
  if (immediate) done(pan.shown());
  else whenStill(done);
};

const obey = (line: string, stand: Stand): void => {
  const { say, cancel, whenStill, repeat, refuses } = stand;
  const command = decodeSics(line);
  if (command === undefined) {
    say('ES\r\n');
    return;
  }
  // Nothing keeps it from saying who it is.
  if (command === '@') {
    cancel();
    say(identity(stand));
    return;
  }
  if (refuses()) {
    say('ET\r\n');
    return;
  }
  match(command)
    .with('S', () => {
      cancel();
      whenStill(shown => say(shownAs('S', shown, stand)));
    })
    .with('SI', () => {
      cancel();
      say(now(stand));
    })
    .with('SIR', () => {
      cancel();
      repeat(() => say(now(stand)));
    })
    .with('SR', () => {
      cancel();
      whenStill(shown => {
        say(shownAs('S', shown, stand));
        repeat(() => say(now(stand)));
      });
    })
    .with('Z', () => tare(stand, 'Z', false))
    .with('ZI', () => tare(stand, 'Z', true))
    .with('T', () => tare(stand, 'T', false))
    .with('TI', () => tare(stand, 'T', true))
    .with('TA', () => say(encodeWeight('TA', 'A', stand.pan.tareUg(), stand.pan.digitUg, stand.unit())))
    .with('TAC', () => {
      stand.pan.forgetTare();
      say('TAC A\r\n');
    })
    .with('I0', () => say(commandList()))
    .with('I1', () => say('I1 A "01" "2.30" "2.22" "" ""\r\n'))
    .with('I2', () => say('I2 A "XPR205 Excellence 220.00900 g"\r\n'))
    .with('I3', () => say('I3 A "1.20 18.6.2.1361.121"\r\n'))
    .with('I4', () => say(identity(stand)))
    .exhaustive();
};

const MAKE: Make = {
  serial: SERIAL,
  obey,
  stream: stand => stand.repeat(() => stand.say(now(stand))),
  greet: stand => stand.say(identity(stand)),
};

/** A Mettler Toledo balance of five places. */
export const mtSimulator = (options: BalanceSimulatorOptions): BalanceSimulator =>
  balanceSimulator(options, MAKE);
