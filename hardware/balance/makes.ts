import type { Dialect } from './dialect.ts';
import { MT_SICS } from './mtsics/codec.ts';
import { mtSimulator } from './mtsics/simulator.ts';
import { OHAUS } from './ohaus/codec.ts';
import { ohausSimulator } from './ohaus/simulator.ts';
import { SBI } from './sbi/codec.ts';
import { sbiSimulator } from './sbi/simulator.ts';
import type { BalanceSimulator, BalanceSimulatorOptions } from './simulator.ts';

export type BalanceMake = {
  readonly dialect: Dialect;
  readonly simulate: (options: BalanceSimulatorOptions) => BalanceSimulator;
  /** Of its simulator, when nobody gives it another. */
  readonly serial: string;
};

/** The balances that the rig can read, by the name that its profile gives. */
export const BALANCES = {
  mettler: { dialect: MT_SICS, simulate: mtSimulator, serial: 'B123456789' },
  sartorius: { dialect: SBI, simulate: sbiSimulator, serial: '26504321' },
  ohaus: { dialect: OHAUS, simulate: ohausSimulator, serial: 'B512345678' },
} as const satisfies Readonly<Record<string, BalanceMake>>;

export type BalanceName = keyof typeof BALANCES;
