import type { MakeMotor } from '../../motor/driver.ts';
import { ne1000Motor } from '../../motor/ne1000/adapter.ts';
import { AFTER_PULSE, NE_PROFILE } from '../../motor/ne1000/profile.ts';
import { NE_BAUD } from '../../motor/ne1000/protocol.ts';
import { neWatch } from '../../motor/ne1000/watch.ts';
import { ticMotor } from '../../motor/tic/adapter.ts';
import { TIC_BAUD, TIC_PROFILE } from '../../motor/tic/profile.ts';
import { ticTurn } from '../../motor/tic/turn.ts';
import { ticWatch } from '../../motor/tic/watch.ts';
import type { TurnWords } from '../../motor/turn.ts';
import type { MakeMotorWatch } from '../../motor/watch.ts';

/** One make of motor that a rig can have. */
export type MotorOnRig = {
  readonly drive: MakeMotor;
  readonly watch: MakeMotorWatch;
  readonly baudRate: number;
  /** How its adapter demands that it is set up, each setting in words: what it attests is the one place that says so. */
  readonly setUp: readonly string[];
  /** How a rig turns it behind its pump; null where each order is answered, and the pump would take the answer for its own. */
  readonly turn: TurnWords | null;
  /** What its adapter has heard when it says that the motor is halted, and what nobody has. */
  readonly whenHalted: { readonly measured: string; readonly unsaid: string | null };
};

/** The motors that a rig can have, by the name that its profile gives. */
export const MOTORS = {
  tic: {
    drive: ticMotor,
    watch: ticWatch,
    baudRate: TIC_BAUD,
    setUp: TIC_PROFILE.filter(({ from }) => from === 'setting').map(({ name, value }) => `${name} ${value}`),
    turn: ticTurn,
    whenHalted: { measured: 'motor halted and without current', unsaid: null },
  },
  ne1000: {
    drive: ne1000Motor,
    watch: neWatch,
    baudRate: NE_BAUD,
    setUp: [...NE_PROFILE, AFTER_PULSE].map(({ name, expected }) => `${name} ${expected}`),
    turn: null,
    whenHalted: {
      measured: 'motor stopped',
      unsaid: 'whether a motor that has stopped is without current, for a NE-1000 does not say so',
    },
  },
} as const satisfies Readonly<Record<string, MotorOnRig>>;
