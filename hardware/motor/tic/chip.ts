import { calledFor, errorBits, HEALTHY, type TicConditions } from './conditions.ts';
import { homing } from './homing.ts';
import { COMMAND_TIMEOUT_MS } from './profile.ts';
import {
  INPUT,
  OCCURRED,
  OPERATION,
  planningOf,
  RESET_CAUSE,
  RESPONSE,
  type SerialError,
} from './protocol.ts';
import { type Pace, ticShaft } from './shaft.ts';

/** How long `exit safe start` keeps the violation away. */
const SAFE_START_PARDON_MS = 200;
/** The coil current is stable so long after energising. */
const STARTING_UP_MS = 5;
/** VIN of a healthy supply, and of one that sags below the driver's limit. */
const HEALTHY_VIN_MV = 12_000;
const LOW_VIN_MV = 4_000;
/** As it leaves the factory, in microsteps per 10 000 s, and as the rig's drive is provisioned (a T834: 32 mA each). */
export const HOMING_SPEED = 1_000_000;
export const CURRENT_LIMIT = 16;
/** Step mode 1/32, in which the rig counts; finer than that only another model can. */
const COUNTED_MODE = 5;
const HALF_AT_FULL_CURRENT = 6;
const AS_PROVISIONED = { stepMode: COUNTED_MODE, currentLimit: CURRENT_LIMIT, decayMode: 0 };
/** The end of what has no end of its own is looked for so often. */
const LOOK_MS = 5;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * The Tic's own state machine in virtual time (User's Guide, "Error handling"). `advance` brings it up
 * to an instant, handling on the way whatever was due in between, in order.
 */
export type TicChip = ReturnType<typeof ticChip>;

export type ChipOptions = {
  readonly nowMs: number;
  /** The shaft has turned by so many microsteps of 1/32. */
  readonly turn: (microsteps: number, atMs: number) => void;
  /** The limit switch at the end of the way back; none is wired when nobody says. */
  readonly atReverseLimit?: () => boolean;
  /** Setting 0x53. */
  readonly softErrorResponse?: () => number;
};

export const ticChip = ({
  nowMs,
  turn,
  atReverseLimit = () => false,
  softErrorResponse = () => RESPONSE.haltAndHold,
}: ChipOptions) => {
  let now = nowMs;
  let conditions = HEALTHY;
  let bootedMs = nowMs;
  let resetCause: number = RESET_CAUSE.powerUp;
  let deenergized = false;
  let serialError = false;
  let safeStart = true;
  let timedOut = false;
  let heardMs = nowMs;
  let pardonedUntilMs = Number.NEGATIVE_INFINITY;
  let energizedMs = nowMs;
  let uncertain = true;
  let occurred = 0;
  let input: { state: number; value: number } = { state: INPUT.notReady, value: 0 };
  let operation: number = OPERATION.reset;
  let windings = AS_PROVISIONED;
  let lastDriverError = 0;
  /** Coils off although it is no more than a soft error. */
  let coilsOff = false;

  // The rig has no switch at the far end.
  const atLimit = (direction: -1 | 1): boolean => direction < 0 && atReverseLimit();
  const stepSize = (): number =>
    2 ** (COUNTED_MODE - (windings.stepMode === HALF_AT_FULL_CURRENT ? 1 : windings.stepMode));
  const shaft = ticShaft({ turn, atLimit, stepSize });
  const home = homing(shaft, atLimit, HOMING_SPEED);

  const errorStatus = (): number => errorBits(conditions, { deenergized, serialError, timedOut, safeStart });
  const called = (): number =>
    calledFor(errorStatus(), !conditions.stuckStarting && now >= energizedMs + STARTING_UP_MS);

  const respond = (): void => {
    home.end();
    const response = operation === OPERATION.softError ? softErrorResponse() : RESPONSE.haltAndHold;
    coilsOff = response === RESPONSE.deenergize;
    if (response === RESPONSE.decelerateToHold) shaft.runAt(0, now);
    else if (response === RESPONSE.goToPosition) shaft.goTo(0, now);
    else {
      shaft.halt(now);
      uncertain = true;
    }
  };

  /** The documented trap: the input outlives the error, so the motor goes on to its old target. */
  const pursue = (): void => {
    if (operation !== OPERATION.normal || home.isActive()) return;
    if (input.state === INPUT.position && !shaft.isMoving()) shaft.goTo(input.value, now);
    if (input.state === INPUT.velocity && !shaft.isRunning()) shaft.runAt(input.value, now);
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
      safeStart = true;
      pardonedUntilMs = Number.NEGATIVE_INFINITY;
      respond();
      operation = called();
    }
    if (operation === OPERATION.normal) coilsOff = false;
    if (operation < OPERATION.softError) shaft.halt(now);
    occurred |= errorStatus();
    if (home.look(now)) {
      uncertain = false;
      input = { state: INPUT.halt, value: 0 };
    }
    pursue();
  };

  /** The next instant at which something happens by itself. */
  const dueMs = (): number =>
    Math.min(
      ...[
        timedOut ? NEVER : heardMs + COMMAND_TIMEOUT_MS + 1,
        operation === OPERATION.startingUp ? energizedMs + STARTING_UP_MS : NEVER,
        operation === OPERATION.normal ? NEVER : pardonedUntilMs,
        home.isActive() || shaft.isRunning() ? now + LOOK_MS : NEVER,
      ].filter(at => at > now),
    );

  const advance = (toMs: number): void => {
    for (let due = dueMs(); due <= toMs; due = dueMs()) {
      now = due;
      shaft.follow(now);
      if (now > heardMs + COMMAND_TIMEOUT_MS) timedOut = true;
      settle();
    }
    now = Math.max(now, toMs);
    shaft.follow(now);
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
  /** What the motor is to do from now on; it leaves off what it did. */
  const ordered = (state: number, value = 0): void => {
    obeyed();
    home.end();
    input = { state, value };
  };

  const powerUp = (cause: number): void => {
    shaft.forget(now);
    home.end();
    bootedMs = now;
    resetCause = cause;
    deenergized = false;
    serialError = false;
    safeStart = true;
    pardonedUntilMs = Number.NEGATIVE_INFINITY;
    uncertain = true;
    occurred = 0;
    input = { state: INPUT.notReady, value: 0 };
    windings = AS_PROVISIONED;
    operation = OPERATION.reset;
    heard();
    settle();
  };

  return {
    advance,
    impose: (next: Partial<TicConditions>): void => {
      conditions = { ...conditions, ...next };
      if (conditions.driverError) lastDriverError = 1;
      settle();
    },
    powerUp,
    serialFailed: (error: SerialError): void => {
      serialError = true;
      occurred |= OCCURRED[error];
      settle();
    },
    heartbeat: (): void => {
      heard();
      settle();
    },
    setTarget: (to: number): void => {
      ordered(INPUT.position, to);
      shaft.halt(now);
      settle();
    },
    setTargetVelocity: (to: number): void => {
      ordered(INPUT.velocity, to);
      if (operation === OPERATION.normal) shaft.runAt(to, now);
      settle();
    },
    haltAndHold: (): void => {
      ordered(INPUT.halt);
      shaft.halt(now);
      uncertain = true;
      settle();
    },
    haltAndSetPosition: (to: number): void => {
      ordered(INPUT.halt);
      shaft.halt(now);
      shaft.place(to);
      uncertain = false;
      settle();
    },
    goHome: (direction: -1 | 1): void => {
      if (operation !== OPERATION.normal) return;
      uncertain = true;
      input = { state: INPUT.halt, value: 0 };
      home.begin(direction, now);
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
    setPace: (change: Partial<Pace>): void => shaft.setPace(change),
    /** A step mode that this model does not have is ignored. */
    setWindings: (change: Partial<typeof AS_PROVISIONED>): void => {
      shaft.follow(now);
      if ((change.stepMode ?? 0) <= HALF_AT_FULL_CURRENT) windings = { ...windings, ...change };
    },
    clearDriverError: (): void => {
      conditions = { ...conditions, driverError: false };
      lastDriverError = 0;
      settle();
    },
    clearOccurred: (): void => {
      occurred = errorStatus();
    },
    /** Microsteps of 1/32 still to come if nobody says anything more; the command timeout cuts them off. */
    outstanding: (): number =>
      (shaft.placeAt(Math.min(shaft.endMs(), heardMs + COMMAND_TIMEOUT_MS)) - shaft.position()) * stepSize(),
    status: () => ({
      operation,
      energized: operation >= OPERATION.softError && !coilsOff,
      uncertain,
      killed: conditions.killSwitch,
      errorStatus: errorStatus(),
      occurred,
      planning: planningOf(operation, input.state),
      target: input.state === INPUT.position ? input.value : 0,
      targetVelocity: input.state === INPUT.velocity ? input.value : 0,
      input: input.value,
      position: shaft.position(),
      velocity: shaft.velocity(now),
      sinceStepMs: shaft.sinceStepMs(now),
      resetCause,
      vinMv: conditions.lowVin ? LOW_VIN_MV : HEALTHY_VIN_MV,
      upTimeMs: (now - bootedMs) % 2 ** 32,
      inputState: input.state,
      forwardLimit: atLimit(1),
      reverseLimit: atLimit(-1),
      homing: home.isActive(),
      ...windings,
      lastDriverError,
      ...shaft.pace(),
    }),
  };
};
