import * as fs from 'node:fs';
import type { FileCalls } from '../../../hardware/storage/fileJournal.ts';
import type { Command } from '../../../src/domain/commands.ts';
import type { AnnunciatorPort, Devices } from '../../../src/ports.ts';
import type { Journal } from '../../../src/runtime/journal.ts';

/** When to die: after obeying so many commands, or after writing so many bytes of journal. */
export type Sentence = { readonly kind: 'never' | 'command' | 'byte'; readonly count: number };

/** Watches a pump at the borders to its journal and its devices, and kills this process at one of them. */
export const executioner = ({ kind, count }: Sentence) => {
  const lastCommand = kind === 'command' ? count : Number.POSITIVE_INFINITY;
  const lastByte = kind === 'byte' ? count : Number.POSITIVE_INFINITY;
  let bytes = 0;
  /** Where the journal ended when each command was obeyed. */
  const bytesAtCommand: number[] = [];
  /** Commands of the step in hand that have not been obeyed yet. */
  let waiting: readonly Command['type'][] = [];

  /** Writes what is still allowed of a line, and dies over it. */
  const deadlyWrite = (file: number, line: NodeJS.ArrayBufferView, from = 0): number => {
    const taken = fs.writeSync(file, line, from, Math.min(line.byteLength - from, lastByte - bytes));
    bytes += taken;
    if (bytes >= lastByte) die();
    return taken;
  };

  const obeyed = (): void => {
    waiting = waiting.slice(1);
    bytesAtCommand.push(bytes);
    if (bytesAtCommand.length >= lastCommand) die();
  };

  /** Records, reports and questions have no effect outside: they are obeyed once the next thing happens. */
  const settleUpTo = (type: Command['type'] | undefined): void => {
    while (waiting.length > 0 && waiting[0] !== type) obeyed();
    if (type !== undefined && waiting.length === 0) throw new Error(`${type} was not commanded`);
  };

  const obeying = (type: Command['type'], act: () => void): void => {
    settleUpTo(type);
    act();
    obeyed();
  };

  const annunciator: AnnunciatorPort = {
    show: () => obeying('annunciate', () => {}),
    sound: () => obeying('sound', () => {}),
  };

  return {
    // node:fs declares four forms of this call; the journal uses one.
    calls: { ...fs, writeSync: deadlyWrite as FileCalls['writeSync'] } satisfies FileCalls,
    journal: (journal: Journal): Journal => ({
      ...journal,
      append: (entry, durable) => {
        settleUpTo(undefined);
        journal.append(entry, durable);
        waiting = entry.commands.map(({ type }) => type);
      },
    }),
    devices: (devices: Devices): Devices => ({
      motor: {
        move: intent => obeying('moveMotor', () => devices.motor.move(intent)),
        rewind: () => obeying('rewindDrive', devices.motor.rewind),
        seat: () => obeying('seatPlunger', devices.motor.seat),
        stop: () => obeying('stopMotor', devices.motor.stop),
      },
      encoder: { read: () => obeying('readEncoder', devices.encoder.read) },
      force: { read: () => obeying('measureForce', devices.force.read) },
      selfTest: {
        run: () => obeying('runSelfTest', devices.selfTest.run),
        check: () => obeying('runCheck', devices.selfTest.check),
      },
      supervisor: null,
      sounder: { test: () => obeying('testSounder', devices.sounder.test) },
      power: { shutDown: () => obeying('shutDown', devices.power.shutDown) },
      close: devices.close,
    }),
    annunciator,
    /** Nothing more will happen: what still waits is obeyed. */
    settle: (): void => settleUpTo(undefined),
    progress: () => ({ bytes, commands: bytesAtCommand.length }),
    bytesAtCommand: (): readonly number[] => bytesAtCommand,
  };
};

/** Nothing is tidied up, nothing is flushed: the kernel takes the process away within this call. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');
