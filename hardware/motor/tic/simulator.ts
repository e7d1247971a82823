import { match } from 'ts-pattern';
import { after, type MonoMs, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import { type TicChip, ticChip } from './chip.ts';
import { sealReply, type TicCommand } from './codec.ts';
import { HEALTHY, type TicConditions } from './conditions.ts';
import { settingsMemory, variablesMemory } from './memory.ts';
import { ticParser } from './parser.ts';
import { DEFAULT_DEVICE, RESET_CAUSE, RESPONSE, SETTING, type SerialError } from './protocol.ts';

/** After a reset the Tic does not listen for so long. */
const DEAF_AFTER_RESET_MS = 10;
/** The highest speed of the profile, 200 microsteps a second, in so short steps that the encoder sees it run. */
const RUNAWAY = milliseconds(20);
const RUNAWAY_MICROSTEPS = 4;

/** Bytes of an answer that nobody asked for. */
const UNSOLICITED = 2;

/** What can be wrong with a Tic. Replies go wrong for so many replies. */
export type TicFault =
  | { readonly kind: 'noReply'; readonly replies: number }
  | { readonly kind: 'truncatedReply'; readonly replies: number }
  | { readonly kind: 'flippedReply'; readonly replies: number }
  | { readonly kind: 'extraByte'; readonly replies: number }
  | { readonly kind: 'brownOut' }
  /** It turns on at full speed, whatever it says and is told, as long as it has a supply. */
  | { readonly kind: 'runaway' }
  | ({ readonly kind: 'conditions' } & Partial<TicConditions>)
  /** What the receiver makes of noise, an overflow, a wrong baud rate. */
  | { readonly kind: 'serialError'; readonly error: SerialError }
  /** It says an answer to nobody's question before each answer. */
  | { readonly kind: 'unsolicited'; readonly replies: number }
  /** Its processor stands still, and the line echoes. */
  | { readonly kind: 'frozen' }
  /** A setting of the profile has this value instead (an unprovisioned or swapped Tic). */
  | { readonly kind: 'setting'; readonly offset: number; readonly value: number }
  | { readonly kind: 'variable'; readonly offset: number; readonly value: number };

export type TicSimulator = {
  readonly fault: (fault: TicFault) => void;
  /** One of its settings is not as its adapter demands. */
  readonly misset: () => void;
  /** Good replies, healthy conditions and the provisioned settings again. */
  readonly heal: () => void;
  /** For tests: what the chip itself believes, up to now. */
  readonly status: () => ReturnType<TicChip['status']>;
  /** Every command obeyed so far, by name. */
  readonly obeyed: () => readonly TicCommand[];
};

/** The bounds that the Tic brings a speed and an acceleration to, in its own units. */
const MOST_SPEED = 500_000_000;
const ACCELERATION = { least: 100, most: 0x7fff_ffff } as const;
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const acceleration = (value: number): number => within(value >>> 0, ACCELERATION.least, ACCELERATION.most);

export type TicSimulatorOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly mechanism: Mechanism;
  readonly crc?: boolean;
  readonly device?: number;
};

/** Longer than from question to question in a pulse; no move of this pump takes a second. */
const UNASKED = milliseconds(50);
const UNASKED_LOOKS = 20;

/** A Tic that speaks the same bytes as the real one and drives the shared mechanics. */
export const ticSimulator = ({
  link,
  clock,
  mechanism,
  crc = true,
  device = DEFAULT_DEVICE,
}: TicSimulatorOptions): TicSimulator => {
  const settings = new Map<number, number>();
  const chip = ticChip({
    nowMs: clock.now(),
    turn: mechanism.turn,
    atReverseLimit: mechanism.isHome,
    softErrorResponse: () => settings.get(SETTING.softErrorResponse) ?? RESPONSE.haltAndHold,
  });
  const parse = ticParser({ crc, device });
  const variables = new Map<number, number>();
  const obeyed: TicCommand[] = [];
  let badReplies:
    | { kind: 'noReply' | 'truncatedReply' | 'flippedReply' | 'extraByte' | 'unsolicited'; left: number }
    | undefined;
  let isFrozen = false;
  let deafUntilMs = Number.NEGATIVE_INFINITY;

  mechanism.drivenBy({
    advance: () => {
      if (!isFrozen) chip.advance(clock.now());
    },
    outstanding: () => chip.outstanding(),
  });

  let isRunaway = false;
  const runAway = (): void => {
    if (!isRunaway) return;
    mechanism.state();
    mechanism.turn(RUNAWAY_MICROSTEPS, clock.now());
    clock.wakeAt(after(clock.now(), RUNAWAY), runAway);
  };

  let heardMs: MonoMs = clock.now();
  let lookNoMore = (): void => {};
  /** A motor turns whether or not anybody asks it how far it is, and the encoder says so. */
  const goOnUnasked = (looks = UNASKED_LOOKS, from: MonoMs = clock.now()): void => {
    lookNoMore();
    lookNoMore = clock.wakeAt(after(from, UNASKED), () => {
      // Whoever asks sees it, too; but who has asked once may ask no more.
      const isAsked = clock.now() - heardMs < UNASKED;
      if (!isAsked) mechanism.state();
      const left = isAsked ? looks : looks - 1;
      if (left > 0 && !isFrozen && chip.outstanding() !== 0)
        goOnUnasked(left, isAsked ? heardMs : clock.now());
    });
  };

  const reply = (payload: Uint8Array): void => {
    const good = sealReply(payload, crc);
    if (!badReplies || badReplies.left === 0) {
      link.write(good);
      return;
    }
    badReplies.left -= 1;
    match(badReplies.kind)
      .with('noReply', () => {})
      .with('truncatedReply', () => link.write(good.subarray(0, -2)))
      .with('flippedReply', () => link.write(good.map((byte, i) => (i === 0 ? byte ^ 0x10 : byte))))
      .with('extraByte', () => link.write(Uint8Array.of(0x55, ...good)))
      .with('unsolicited', () => {
        link.write(sealReply(new Uint8Array(UNSOLICITED), crc));
        link.write(good);
      })
      .exhaustive();
  };

  const quick = (name: Extract<TicCommand, { kind: 'quick' }>['name']): void =>
    match(name)
      .with('haltAndHold', chip.haltAndHold)
      .with('resetCommandTimeout', chip.heartbeat)
      .with('deenergize', chip.deenergize)
      .with('energize', chip.energize)
      .with('exitSafeStart', chip.exitSafeStart)
      .with('enterSafeStart', chip.enterSafeStart)
      .with('reset', () => {
        chip.powerUp(RESET_CAUSE.software);
        deafUntilMs = clock.now() + DEAF_AFTER_RESET_MS;
      })
      .with('clearDriverError', chip.clearDriverError)
      .exhaustive();

  const wide = ({ name, value }: Extract<TicCommand, { kind: 'wide' }>): void =>
    match(name)
      .with('setTargetPosition', () => {
        chip.setTarget(value);
        goOnUnasked();
      })
      .with('haltAndSetPosition', () => chip.haltAndSetPosition(value))
      .with('setTargetVelocity', () => chip.setTargetVelocity(within(value, -MOST_SPEED, MOST_SPEED)))
      .with('setStartingSpeed', () => chip.setPace({ startingSpeed: within(value >>> 0, 0, MOST_SPEED) }))
      .with('setMaxSpeed', () => chip.setPace({ maxSpeed: within(value >>> 0, 0, MOST_SPEED) }))
      .with('setMaxAcceleration', () => chip.setPace({ maxAcceleration: acceleration(value) }))
      .with('setMaxDeceleration', () => chip.setPace({ maxDeceleration: acceleration(value) }))
      .exhaustive();

  const sevenBit = ({ name, value }: Extract<TicCommand, { kind: 'sevenBit' }>): void =>
    match(name)
      .with('goHome', () => chip.goHome(value === 0 ? -1 : 1))
      .with('setStepMode', () => chip.setWindings({ stepMode: value }))
      .with('setCurrentLimit', () => chip.setWindings({ currentLimit: value }))
      .with('setDecayMode', () => chip.setWindings({ decayMode: value }))
      .exhaustive();

  const block = ({ name, offset, length }: Extract<TicCommand, { kind: 'block' }>): void => {
    const memory = name === 'getSetting' ? settingsMemory(settings) : variablesMemory(chip, variables);
    const bytes = Uint8Array.from({ length }, (_, i) => memory[offset + i] ?? 0);
    if (name === 'getVariableAndClearErrors') chip.clearOccurred();
    reply(bytes);
  };

  const obey = (command: TicCommand): void => {
    obeyed.push(command);
    match(command)
      .with({ kind: 'quick' }, ({ name }) => quick(name))
      .with({ kind: 'wide' }, wide)
      .with({ kind: 'block' }, block)
      .with({ kind: 'sevenBit' }, sevenBit)
      .exhaustive();
    if (command.kind !== 'block') mechanism.commitmentChanged();
  };

  link.onBytes(bytes => {
    // Motion up to this instant belongs to the commands before.
    mechanism.state();
    heardMs = clock.now();
    if (isFrozen) {
      link.write(bytes);
      return;
    }
    if (clock.now() < deafUntilMs) return;
    for (const byte of bytes) {
      for (const parsed of parse(byte)) {
        if (parsed.kind === 'command') obey(parsed.command);
        else chip.serialFailed(parsed.error);
      }
    }
  });

  return {
    fault: fault => {
      mechanism.state();
      match(fault)
        .with({ kind: 'runaway' }, () => {
          isRunaway = true;
          runAway();
        })
        .with({ kind: 'brownOut' }, () => chip.powerUp(RESET_CAUSE.brownOut))
        .with({ kind: 'conditions' }, ({ kind: _, ...conditions }) => chip.impose(conditions))
        .with({ kind: 'serialError' }, ({ error }) => chip.serialFailed(error))
        .with({ kind: 'frozen' }, () => {
          isFrozen = true;
        })
        .with({ kind: 'setting' }, ({ offset, value }) => void settings.set(offset, value))
        .with({ kind: 'variable' }, ({ offset, value }) => void variables.set(offset, value))
        .otherwise(({ kind, replies }) => {
          badReplies = { kind, left: replies };
        });
      mechanism.commitmentChanged();
    },
    misset: () => void settings.set(SETTING.commandTimeoutMs, 5_000),
    heal: () => {
      mechanism.state();
      badReplies = undefined;
      isRunaway = false;
      isFrozen = false;
      settings.clear();
      variables.clear();
      chip.impose(HEALTHY);
    },
    status: () => {
      mechanism.state();
      return chip.status();
    },
    obeyed: () => obeyed,
  };
};
