/**
 * A gram of carbohydrate raises glucose the more, the smaller the body: by about 130 mg/dL per g and kg of weight
 * in the published patients (58 to 359; their geometric mean, measured in `test/simulate/response.test.ts`).
 */
export const RISE_PER_GRAM_AND_KG = 130;

/**
 * How far 1 U lowers glucose, mg/dL: what was set, or what carbohydrate ratio and weight imply if that is more. Settings that
 * make corrections too strong are common and dangerous (children's most of all); ones that make them too weak only make them slow.
 */
export const carefulSensitivity = (set: number, carbRatio: number, weightKg: number | null): number =>
  weightKg === null ? set : Math.max(set, (RISE_PER_GRAM_AND_KG * carbRatio) / weightKg);
