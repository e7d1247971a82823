/**
 * Who owns a pulse: basal, what of a bolus is given now, what of it is spread over time, or what fills
 * tubing and cannula, which is no dose.
 */
export const channels = ['basal', 'bolus', 'extended', 'prime'] as const;
export type Channel = (typeof channels)[number];

/** All of it now, all of it over time, or a part of each. */
export const bolusKinds = ['normal', 'extended', 'combo'] as const;
export type BolusKind = (typeof bolusKinds)[number];
