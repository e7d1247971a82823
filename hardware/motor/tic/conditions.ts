import { ERROR, OPERATION } from './protocol.ts';

/** Conditions that the simulator's owner can impose. */
export type TicConditions = {
  readonly driverError: boolean;
  readonly lowVin: boolean;
  readonly killSwitch: boolean;
  readonly requiredInput: boolean;
  readonly errLineHigh: boolean;
  readonly stuckStarting: boolean;
};

export const HEALTHY: TicConditions = {
  driverError: false,
  lowVin: false,
  killSwitch: false,
  requiredInput: false,
  errLineHigh: false,
  stuckStarting: false,
};

/** What the Tic itself has noticed of its host. */
export type Noticed = {
  readonly deenergized: boolean;
  readonly serialError: boolean;
  readonly timedOut: boolean;
  readonly safeStart: boolean;
};

export const errorBits = (conditions: TicConditions, noticed: Noticed): number =>
  (noticed.deenergized ? ERROR.deenergized : 0) |
  (conditions.driverError ? ERROR.driver : 0) |
  (conditions.lowVin ? ERROR.lowVin : 0) |
  (conditions.killSwitch ? ERROR.killSwitch : 0) |
  (conditions.requiredInput ? ERROR.requiredInput : 0) |
  (noticed.serialError ? ERROR.serial : 0) |
  (noticed.timedOut ? ERROR.commandTimeout : 0) |
  (noticed.safeStart ? ERROR.safeStart : 0) |
  (conditions.errLineHigh ? ERROR.errLine : 0);

const SOFT = ERROR.killSwitch | ERROR.requiredInput | ERROR.serial | ERROR.commandTimeout | ERROR.safeStart;

/** The state that the error bits call for, first match first; `isStable`: the coil current is what it should be. */
export const calledFor = (status: number, isStable: boolean): number => {
  if (status & (ERROR.driver | ERROR.lowVin)) return OPERATION.reset;
  if (status & ERROR.deenergized) return OPERATION.deenergized;
  if (status & SOFT) return OPERATION.softError;
  if (status & ERROR.errLine) return OPERATION.waitingForErrLine;
  return isStable ? OPERATION.normal : OPERATION.startingUp;
};
