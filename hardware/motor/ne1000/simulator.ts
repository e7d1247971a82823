import { match } from 'ts-pattern';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { ascii } from '../../link/lines.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import { encodeReply, type NeReply } from './codec.ts';
import { type Memory, newMemory, obey } from './commands.ts';
import { engine } from './engine.ts';
import { ETX, encodeFrame, frameReader, STX } from './frame.ts';
import { type AlarmLetter, BETWEEN_BYTES_MS, type RefusalCode } from './protocol.ts';

const CR = 0x0d;

/** What can be wrong with it. Answers go wrong for so many answers, after so many good ones. */
export type NeFault =
  | {
      readonly kind: 'noReply' | 'truncatedReply' | 'flippedReply' | 'wrongAddress';
      readonly replies: number;
      readonly after?: number;
    }
  /** It says an alarm of its own before each answer, and has none. */
  | { readonly kind: 'unsolicitedAlarm'; readonly replies: number; readonly after?: number }
  /** Its supply was interrupted: alarm R, and what it has dispensed is forgotten. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'alarm'; readonly letter: AlarmLetter }
  /** What it shows as dispensed stays what it is. */
  | { readonly kind: 'stuckVolume' }
  /** Its processor stands still; the line still echoes. */
  | { readonly kind: 'frozen' }
  /** Something it keeps is not as provisioned. */
  | ({ readonly kind: 'memory' } & Partial<Memory>);

export type NeSimulator = {
  readonly fault: (fault: NeFault) => void;
  /** One of its settings is not as its adapter demands. */
  readonly misset: () => void;
  readonly heal: () => void;
  /** Every command carried out so far. */
  readonly obeyed: () => readonly string[];
};

export type NeSimulatorOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly mechanism: Mechanism;
  readonly address?: number;
};

/** An NE-1000 that speaks the same bytes as the real one, in both modes, and drives the shared mechanics. */
export const neSimulator = ({ link, clock, mechanism, address = 0 }: NeSimulatorOptions): NeSimulator => {
  let memory = newMemory();
  const obeyed: string[] = [];
  /** The alarm has been sent by itself or not; it stands until a command has been answered with it. */
  let epoch = 0;
  let heardMs = Number.NEGATIVE_INFINITY;
  let byteMs = Number.NEGATIVE_INFINITY;
  let isSafe = false;
  let typed = '';
  let bad:
    | {
        kind: 'noReply' | 'truncatedReply' | 'flippedReply' | 'wrongAddress' | 'unsolicitedAlarm';
        left: number;
        spared: number;
      }
    | undefined;
  let isFrozen = false;
  let stuck: string | undefined;

  const turned = (hundredths: number): boolean => {
    const before = mechanism.state().turned;
    mechanism.turn(hundredths / 100, clock.now());
    return mechanism.state().turned !== before;
  };
  const pump = engine({ nowMs: clock.now(), turn: turned, alarmed: letter => sayAlarm(letter) });
  mechanism.drivenBy({
    advance: () => {
      if (!isFrozen) pump.advance(clock.now());
    },
    outstanding: () =>
      pump.outstanding(Math.min(heardMs + memory.timeoutS * 1_000, Number.MAX_SAFE_INTEGER)) / 100,
  });

  const framed = (text: string): Uint8Array =>
    isSafe ? encodeFrame(ascii(text)) : Uint8Array.of(STX, ...ascii(text), ETX);
  const reply = (
    state: NeReply['state'],
    answered: { readonly data?: string; readonly refused?: RefusalCode },
  ): string =>
    encodeReply({
      address,
      state,
      data: answered.data ?? '',
      refused: answered.refused ?? null,
    });

  /** By itself, in Safe mode alone; that acknowledges nothing. */
  const sayAlarm = (letter: AlarmLetter): void => {
    mechanism.commitmentChanged();
    if (isSafe && !isFrozen) link.write(framed(reply({ kind: 'alarm', letter }, {})));
  };

  const say = (text: string): void => {
    const good = framed(text);
    if (!bad || bad.left === 0 || bad.spared > 0) {
      if (bad) bad.spared -= 1;
      link.write(good);
      return;
    }
    bad.left -= 1;
    match(bad.kind)
      .with('noReply', () => {})
      .with('truncatedReply', () => link.write(good.subarray(0, -2)))
      .with('flippedReply', () => link.write(good.map((byte, i) => (i === 3 ? byte ^ 0x01 : byte))))
      .with('wrongAddress', () => {
        const other = String((address + 1) % 100).padStart(2, '0');
        link.write(framed(`${other}${text.slice(2)}`));
      })
      .with('unsolicitedAlarm', () => {
        link.write(framed(reply({ kind: 'alarm', letter: 'E' }, {})));
        link.write(good);
      })
      .exhaustive();
  };

  /** Each packet that is heard starts the time again in which the next one must come. */
  const listen = (): void => {
    epoch += 1;
    const mine = epoch;
    heardMs = clock.now();
    if (!isSafe || memory.timeoutS === 0) return;
    clock.wakeAt(after(clock.now(), milliseconds(memory.timeoutS * 1_000)), () => {
      if (mine !== epoch || isFrozen) return;
      mechanism.state();
      pump.raise('T');
    });
  };

  const heard = (raw: string): void => {
    const text = raw.replaceAll(/[^!-~]/g, '').toUpperCase();
    const [, to = '', command = ''] = /^(\d{0,2})(.*)$/.exec(text) ?? [];
    if (to !== '' && Number(to) !== address) return;
    mechanism.state();
    const alarm = pump.alarm();
    if (alarm !== undefined) {
      // The answer is the alarm, and nothing is carried out.
      pump.acknowledge();
      say(reply({ kind: 'alarm', letter: alarm }, {}));
      listen();
      return;
    }
    const answered = obey(command, pump, memory);
    if (!('refused' in answered)) obeyed.push(command);
    if (command.startsWith('SAF') && command.length > 3) isSafe = memory.timeoutS > 0;
    const data = 'data' in answered && command === 'DIS' ? (stuck ?? answered.data) : undefined;
    say(reply({ kind: 'status', letter: pump.letter() }, data === undefined ? answered : { data }));
    listen();
    mechanism.commitmentChanged();
  };

  const reader = frameReader(byte => {
    // Outside frames it is the Basic mode, which a carriage return ends.
    if (byte !== CR) typed += String.fromCharCode(byte);
    else if (isSafe) typed = '';
    else {
      const line = typed;
      typed = '';
      heard(line);
    }
  });

  link.onBytes(bytes => {
    // What it has done up to this instant belongs to the commands before.
    mechanism.state();
    if (isFrozen) {
      link.write(bytes);
      return;
    }
    if (clock.now() - byteMs > BETWEEN_BYTES_MS) reader.forget();
    byteMs = clock.now();
    for (const byte of bytes) {
      for (const found of reader.take(byte)) {
        // Whoever speaks in frames is answered in frames.
        isSafe ||= found.kind === 'payload';
        if (found.kind === 'payload') heard(String.fromCharCode(...found.payload));
        else say(reply({ kind: 'status', letter: pump.letter() }, { refused: 'COM' }));
      }
    }
  });

  return {
    fault: fault => {
      mechanism.state();
      match(fault)
        .with({ kind: 'reset' }, () => {
          for (const way of ['INF', 'WDR'] as const) pump.clearDispensed(way);
          pump.raise('R');
        })
        .with({ kind: 'alarm' }, ({ letter }) => pump.raise(letter))
        .with({ kind: 'stuckVolume' }, () => {
          const dispensed = obey('DIS', pump, memory);
          stuck = 'data' in dispensed ? dispensed.data : undefined;
        })
        .with({ kind: 'frozen' }, () => {
          isFrozen = true;
        })
        .with({ kind: 'memory' }, ({ kind: _, ...changed }) => {
          memory = { ...memory, ...changed };
        })
        .otherwise(({ kind, replies, after: spared = 0 }) => {
          bad = { kind, left: replies, spared };
        });
      mechanism.commitmentChanged();
    },
    misset: () => {
      memory = { ...memory, diameter: '9.000' };
    },
    heal: () => {
      mechanism.state();
      bad = undefined;
      stuck = undefined;
      isFrozen = false;
      memory = newMemory();
    },
    obeyed: () => obeyed,
  };
};
