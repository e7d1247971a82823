const UNIT_UU = 1_000_000;

/** More than floating point can be wrong by in what a pump gives, and far less than it can give: 10⁻⁹ U. */
const SLACK_UU = 0.001;

/**
 * The edge of floating point: U (or U/h) down to whole µU, never below zero. The slack keeps what is whole, such as
 * a rate of the profile that went through a division, from losing its last µU, and with it a pulse.
 */
export const downToMicrounits = (units: number): number =>
  Math.max(0, Math.floor(units * UNIT_UU + SLACK_UU));
