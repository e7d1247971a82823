import { driveFaults } from './faults/drive.ts';
import { electronicsFaults } from './faults/electronics.ts';
import type { WorldFault } from './faults/kind.ts';
import { sensorsFaults } from './faults/sensors.ts';

/**
 * Everything that can be made to go wrong in the simulated world of a pump: what it is, in words; what must come of it; and how
 * it ends. The devices produce it, byte for byte, and nobody tells the pump.
 */

const rows = { ...driveFaults, ...sensorsFaults, ...electronicsFaults };

export type FaultName = keyof typeof rows;
export const WORLD_FAULTS: Readonly<Record<FaultName, WorldFault>> = rows;

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(rows, name);
export const FAULT_NAMES: readonly FaultName[] = Object.keys(rows).filter(isFaultName);
