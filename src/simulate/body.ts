/**
 * What a minute of life does to a body beside insulin and food. `USUAL` changes nothing.
 * A body reads it during the minute and keeps nothing of it.
 */
export type Influence = {
  /** Factor on what insulin does, in tissue and liver: 1 as published. */
  readonly sensitivity: number;
  /** Factor on glucose that tissue uses without insulin above its basal level: 1 as published. */
  readonly uptake: number;
  /** Glucose produced beside what the model gives, mg/kg/min. */
  readonly productionMgPerKgPerMin: number;
};

export const USUAL: Influence = { sensitivity: 1, uptake: 1, productionMgPerKgPerMin: 0 };

/** A living virtual patient. It changes in place: nothing is allocated while it lives. */
export type Body = {
  /** One minute on: insulin infused evenly over it, U, and carbohydrate eaten in it, g. Neither is negative. */
  readonly minute: (insulinU: number, eatenG: number, influence?: Influence) => void;
  /** Glucose under the skin, where a sensor sits, mg/dL. */
  readonly glucoseMgPerDl: () => number;
  /** Glucose in plasma, mg/dL. */
  readonly plasmaMgPerDl: () => number;
  /** Insulin in plasma, pmol/L. */
  readonly insulinPmolPerL: () => number;
  /** The model's states, in its own order and units; a copy. */
  readonly states: () => readonly number[];
};
