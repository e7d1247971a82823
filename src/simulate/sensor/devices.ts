/** How often a sensor speaks and between which values, mg/dL. */
export type Device = { readonly everyMin: number; readonly least: number; readonly most: number };

/** The first three as in simglucose's table of sensors; the others by their makers' range of readings. */
export const DEVICES = {
  Dexcom: { everyMin: 3, least: 39, most: 600 },
  GuardianRT: { everyMin: 5, least: 39, most: 600 },
  Navigator: { everyMin: 1, least: 32, most: 600 },
  SevenPlus: { everyMin: 5, least: 40, most: 400 },
  DexcomG6: { everyMin: 5, least: 40, most: 400 },
} as const satisfies Readonly<Record<string, Device>>;

export type DeviceName = keyof typeof DEVICES;

/** A reading as the device shows it: never outside its range. */
export const shown = ({ least, most }: Device, mgPerDl: number): number =>
  Math.min(most, Math.max(least, mgPerDl));
