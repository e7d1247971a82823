/** A sensor that is not simulated. It only speaks; what it says goes into the sink it was given. */
export type GlucoseSource = {
  /** Who it is, for a person: no address that holds a secret. */
  readonly name: string;
  readonly start: () => void;
  /** Silent for good. Safe to call twice. */
  readonly stop: () => void;
};

/** Told whenever it changes: what is wrong with a source, with the remedy; null when nothing is. */
export type TellTrouble = (trouble: string | null) => void;
