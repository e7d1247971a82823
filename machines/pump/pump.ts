import { basal } from './basal.ts';
import { bolus } from './bolus.ts';
import { conditions } from './conditions.ts';
import { extended } from './extended.ts';
import { life } from './life.ts';
import { motor } from './motor.ts';
import { occlusion } from './occlusion.ts';
import { permission } from './permission.ts';
import { reservoir } from './reservoir.ts';
import { pump } from './setup.ts';
import { supply } from './supply.ts';

/**
 * The pump: one parallel machine, one region per file. Regions act in this order within a step; the
 * motor comes before the bolus, so that a pulse is counted before its bolus is reported.
 */
export const pumpMachine = pump.createMachine({
  id: 'pump',
  type: 'parallel',
  context: { owner: 'nobody', misses: 'none' },
  states: { life, supply, motor, permission, conditions, basal, bolus, extended, occlusion, reservoir },
});

export type PumpMachine = typeof pumpMachine;
