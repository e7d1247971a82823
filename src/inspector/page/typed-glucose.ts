import type { GlucoseRange, GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import type { Range } from './ranges.ts';

/** A range in mg/dL as a person types it: whole mg/dL, or tenths of mmol/L, rounded inwards. */
export const glucoseRange = ({ least, most }: GlucoseRange, unit: GlucoseUnit): Range =>
  unit === 'mg/dL'
    ? { least, most, step: 1, unit }
    : {
        least: Math.ceil((least / MG_PER_DL_PER_MMOL_PER_L) * 10) / 10,
        most: Math.floor((most / MG_PER_DL_PER_MMOL_PER_L) * 10) / 10,
        step: 0.1,
        unit,
      };
