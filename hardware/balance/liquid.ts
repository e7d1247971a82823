/**
 * Density of air-free water in mg/µL at `celsius`, from 0 to 40 °C: Tanaka, Girard, Davis, Peuto and Bignell,
 * "Recommended table for the density of water", Metrologia 38 (2001) 301. Floating point: this is metrology of the rig and
 * never enters the count of a dose.
 */
export const waterDensity = (celsius: number): number => {
  if (!(celsius >= 0 && celsius <= 40)) {
    throw new RangeError(`celsius = ${celsius}: the density of water is known here from 0 to 40 °C`);
  }
  const away = (celsius - 3.983035) ** 2 * (celsius + 301.797);
  return (999.97495 * (1 - away / (522_528.9 * (celsius + 69.34881)))) / 1_000;
};

/** Density of air at sea level and 20 °C, and of the weights by which balances are adjusted (OIML R 111), in mg/µL. */
const AIR = 0.0012;
const WEIGHTS = 8;

/** What a balance shows is multiplied by this to have the mass of a liquid: air lifts the liquid more than the weights. */
export const buoyancyFactor = (density: number): number => (1 - AIR / WEIGHTS) / (1 - AIR / density);
