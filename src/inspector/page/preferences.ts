import { effect } from '@preact/signals';
import { GLUCOSE_UNITS } from '../../domain/glucoseUnits.ts';
import { storedChoice } from './stored.ts';
import { clockAs, type Fineness, HOUR_FORMS, mmol } from './words.ts';

/** How a person wants times and glucose written; the browser keeps both. */

/** The unit in which glucose is typed and shown. */
export const glucoseUnit = storedChoice('islet-glucose-unit', GLUCOSE_UNITS, 'mg/dL');
export const hourForm = storedChoice('islet-hours', HOUR_FORMS, '24 h');

/** A time of day at the pump's own offset, as it is wanted. */
export const clock = (wallMs: number, offsetMinutes: number, to: Fineness = 'seconds'): string =>
  clockAs(hourForm.value, wallMs, offsetMinutes, to);

/** A glucose in the unit that is wanted, without it. */
export const glucoseIn = (mgPerDl: number): string =>
  glucoseUnit.value === 'mg/dL' ? String(mgPerDl) : mmol(mgPerDl);

/** The same in the other one, with it. */
export const glucoseInOther = (mgPerDl: number): string =>
  glucoseUnit.value === 'mg/dL' ? `${mmol(mgPerDl)} mmol/L` : `${mgPerDl} mg/dL`;

/** Calls back whenever one of them changes, not before. */
export const whenPreferred = (act: () => void): (() => void) => {
  let isFirst = true;
  return effect(() => {
    glucoseUnit.value;
    hourForm.value;
    if (!isFirst) act();
    isFirst = false;
  });
};
