import { COMMAND_TIMEOUT_MS, MAX_ACCELERATION, MAX_SPEED } from './profile.ts';
import { ERROR, OCCURRED, OPERATION } from './protocol.ts';
import { endOf, positionAt, type Ramp, ramp, velocityAt } from './ramp.ts';

/** How long `exit safe start` keeps the violation away. */
const SAFE_START_PARDON_MS = 200;
/** The coil current is stable so long after energising. */
const STARTING_UP_MS = 5;
/** VIN of a healthy supply, and of one that sags below the driver's limit. */
const HEALTHY_VIN_MV = 12_000;
const LOW_VIN_MV = 4_000;

const INPUT = { notReady: 0, halt: 2, position: 3 } as const;

/** Conditions that the simulator's owner can impose. */
export type TicConditions = {
  readonly driverError: boolean;
  readonly lowVin: boolean;
  readonly killSwitch: boolean;
  readonly stuckStarting: boolean;
};

/**
 * The Tic's own state machine in virtual time (User's Guide, "Error handling"). `advance` brings it up
 * to an instant, handling on the way whatever was due in between, in order.
 */
export type TicChip = ReturnType<typeof ticChip>;

export type ChipOptions = {
  readonly nowMs: number;
  /** The shaft has turned by so many microsteps. */
  readonly turn: (microsteps: number, atMs: number) => void;
  readonly commandTimeoutMs?: number;
  /** The limit switch at the end of the way back; none is wired when nobody says. */
  readonly atReverseLimit?: () => boolean;
};

export const ticChip = ({
  nowMs,
  turn,
  commandTimeoutMs = COMMAND_TIMEOUT_MS,
  atReverseLimit = () => false,
}: ChipOptions) => {
  let now = nowMs;
  let conditions: TicConditions = {
    driverError: false,
    lowVin: false,
    killSwitch: false,
    stuckStarting: false,
  };
  let bootedMs = nowMs;
  let resetCause = 0;
  let deenergized = false;
  let serialError = false;
  let safeStart = true;
  let timedOut = false;
  let heardMs = nowMs;
  let pardonedUntilMs = Number.NEGATIVE_INFINITY;
  let energizedMs = nowMs;
  let uncertain = true;
  let occurred = 0;
  let inputState: number = INPUT.notReady;
  let target = 0;
  let position = 0;
  let motion: Ramp | undefined;
  let operation: number = OPERATION.reset;
  let maxSpeed = MAX_SPEED;
  let maxAcceleration = MAX_ACCELERATION;
  let maxDeceleration = MAX_ACCELERATION;

  const errorStatus = (): number =>
    (deenergized ? ERROR.deenergized : 0) |
    (conditions.driverError ? ERROR.driver : 0) |
    (conditions.lowVin ? ERROR.lowVin : 0) |
    (conditions.killSwitch ? ERROR.killSwitch : 0) |
    (serialError ? ERROR.serial : 0) |
    (timedOut ? ERROR.commandTimeout : 0) |
    (safeStart ? ERROR.safeStart : 0);

  /** The state that the conditions call for, first match first. */
  const called = (): number => {
    const status = errorStatus();
    if (status & (ERROR.driver | ERROR.lowVin)) return OPERATION.reset;
    if (status & ERROR.deenergized) return OPERATION.deenergized;
    if (status & (ERROR.killSwitch | ERROR.serial | ERROR.commandTimeout | ERROR.safeStart))
      return OPERATION.softError;
    if (conditions.stuckStarting || now < energizedMs + STARTING_UP_MS) return OPERATION.startingUp;
    return OPERATION.normal;
  };

  /** Turns the shaft as far as the motion has come by now. */
  const follow = (): void => {
    if (!motion) return;
    const reached = positionAt(motion, now);
    const made = reached - position;
    position = reached;
    if (now >= endOf(motion)) motion = undefined;
    turn(made, now);
    // An active limit switch stops the motor in its direction.
    if (made < 0 && atReverseLimit()) motion = undefined;
  };

  const halt = (): void => {
    follow();
    motion = undefined;
  };

  const settle = (): void => {
    const wasNormal = operation === OPERATION.normal;
    const wasOff = operation === OPERATION.reset || operation === OPERATION.deenergized;
    // Anything but Normal is a safe start violation, except within a pardon.
    if (!wasNormal && now >= pardonedUntilMs) safeStart = true;
    operation = called();
    if (wasOff && operation > OPERATION.deenergized) {
      energizedMs = now;
      operation = called();
    }
    if (wasNormal && operation !== OPERATION.normal) {
      // Soft error response "halt and hold"; reset and de-energising stop the motor as well.
      halt();
      uncertain = true;
      safeStart = true;
      pardonedUntilMs = Number.NEGATIVE_INFINITY;
      operation = called();
    }
    occurred |= errorStatus();
    // The documented trap: the input outlives the error, so the motor goes on to its old target.
    if (operation === OPERATION.normal && inputState === INPUT.position && !motion && target !== position) {
      if (target < position && atReverseLimit()) return;
      // The model has one ramp for both ends: the gentler of the two.
      motion = ramp(position, target, now, maxSpeed, Math.min(maxAcceleration, maxDeceleration));
    }
  };

  /** The next instant at which something happens by itself. */
  const dueMs = (): number =>
    Math.min(
      ...[
        timedOut || commandTimeoutMs === 0 ? Number.POSITIVE_INFINITY : heardMs + commandTimeoutMs + 1,
        operation === OPERATION.startingUp ? energizedMs + STARTING_UP_MS : Number.POSITIVE_INFINITY,
        operation === OPERATION.normal ? Number.POSITIVE_INFINITY : pardonedUntilMs,
      ].filter(at => at > now),
    );

  const advance = (toMs: number): void => {
    for (let due = dueMs(); due <= toMs; due = dueMs()) {
      now = due;
      follow();
      if (commandTimeoutMs > 0 && now > heardMs + commandTimeoutMs) timedOut = true;
      settle();
    }
    now = Math.max(now, toMs);
    follow();
    settle();
  };

  const heard = (): void => {
    heardMs = now;
    timedOut = false;
  };
  /** Commands that set or stop motion also clear a serial error. */
  const obeyed = (): void => {
    heard();
    serialError = false;
  };

  const powerUp = (cause: number): void => {
    halt();
    bootedMs = now;
    resetCause = cause;
    deenergized = false;
    serialError = false;
    safeStart = true;
    pardonedUntilMs = Number.NEGATIVE_INFINITY;
    uncertain = true;
    occurred = 0;
    inputState = INPUT.notReady;
    target = 0;
    position = 0;
    operation = OPERATION.reset;
    maxSpeed = MAX_SPEED;
    maxAcceleration = MAX_ACCELERATION;
    maxDeceleration = MAX_ACCELERATION;
    heard();
    settle();
  };

  return {
    advance,
    impose: (next: Partial<TicConditions>): void => {
      conditions = { ...conditions, ...next };
      settle();
    },
    powerUp,
    serialFailed: (error: 'format' | 'crc'): void => {
      serialError = true;
      occurred |= error === 'crc' ? OCCURRED.crc : OCCURRED.format;
      settle();
    },
    heartbeat: (): void => {
      heard();
      settle();
    },
    setTarget: (to: number): void => {
      obeyed();
      halt();
      inputState = INPUT.position;
      target = to;
      settle();
    },
    haltAndHold: (): void => {
      obeyed();
      halt();
      inputState = INPUT.halt;
      uncertain = true;
      settle();
    },
    haltAndSetPosition: (to: number): void => {
      obeyed();
      halt();
      inputState = INPUT.halt;
      position = to;
      uncertain = false;
      settle();
    },
    energize: (): void => {
      obeyed();
      deenergized = false;
      settle();
    },
    deenergize: (): void => {
      deenergized = true;
      uncertain = true;
      settle();
    },
    exitSafeStart: (): void => {
      obeyed();
      safeStart = false;
      pardonedUntilMs = now + SAFE_START_PARDON_MS;
      settle();
    },
    enterSafeStart: (): void => {
      safeStart = true;
      pardonedUntilMs = Number.NEGATIVE_INFINITY;
      settle();
    },
    setMaxSpeed: (to: number): void => {
      maxSpeed = to;
    },
    setMaxAcceleration: (to: number): void => {
      maxAcceleration = to;
    },
    setMaxDeceleration: (to: number): void => {
      maxDeceleration = to;
    },
    clearOccurred: (): void => {
      occurred = errorStatus();
    },
    /** Microsteps still to come if nobody says anything more; the command timeout cuts them off. */
    outstanding: (): number =>
      motion
        ? positionAt(motion, commandTimeoutMs === 0 ? endOf(motion) : heardMs + commandTimeoutMs) - position
        : 0,
    status: () => ({
      operation,
      energized: operation >= OPERATION.softError,
      uncertain,
      errorStatus: errorStatus(),
      occurred,
      planning: operation === OPERATION.normal && inputState === INPUT.position ? 1 : 0,
      target: inputState === INPUT.position ? target : 0,
      position,
      velocity: motion ? velocityAt(motion, now) : 0,
      resetCause,
      vinMv: conditions.lowVin ? LOW_VIN_MV : HEALTHY_VIN_MV,
      upTimeMs: (now - bootedMs) % 2 ** 32,
      inputState,
      reverseLimit: atReverseLimit(),
      maxSpeed,
      maxAcceleration,
      maxDeceleration,
    }),
  };
};
