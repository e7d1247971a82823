import type { MakeMotor } from '../../motor/driver.ts';
import { ne1000Motor } from '../../motor/ne1000/adapter.ts';
import { NE_BAUD } from '../../motor/ne1000/protocol.ts';
import { neWatch } from '../../motor/ne1000/watch.ts';
import { ticMotor } from '../../motor/tic/adapter.ts';
import { TIC_BAUD } from '../../motor/tic/profile.ts';
import { ticWatch } from '../../motor/tic/watch.ts';
import type { MakeMotorWatch } from '../../motor/watch.ts';

/** One make of motor that a rig can have. */
export type MotorOnRig = {
  readonly drive: MakeMotor;
  readonly watch: MakeMotorWatch;
  readonly baudRate: number;
};

/** The motors that a rig can have, by the name that its profile gives. */
export const MOTORS = {
  tic: { drive: ticMotor, watch: ticWatch, baudRate: TIC_BAUD },
  ne1000: { drive: ne1000Motor, watch: neWatch, baudRate: NE_BAUD },
} as const satisfies Readonly<Record<string, MotorOnRig>>;
