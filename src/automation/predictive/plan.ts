/**
 * The plan: insulin for the next hours, block by block, that costs least. High glucose costs its square, low glucose
 * several times that, and coming near a low what is uncertain more; so does giving much else than the profile. Later
 * blocks may be zero: what can still be held back later may be given now. Only the first block is ever carried out.
 */
import { emptyBody, KINETICS, minuteOf } from './kinetics.ts';

/** Six hours ahead, of which four are planned, a quarter of an hour at a time. */
export const STEP_MIN = 15;
export const STEPS = 24;
export const BLOCKS = 16;

/** What a plan is worth. Glucose in mg/dL. */
export type Aims = {
  readonly target: number;
  /** Where coming near a low begins. */
  readonly low: number;
  /** How much dearer below the target is than above it, and a low than that. */
  readonly below: number;
  readonly lowWeight: number;
  /** What it costs to leave the profile by its own size. */
  readonly effort: number;
};

/** What 1 U beside the profile, given evenly over a block, has done by each step where K is 1 mg/dL per U. */
const blockResponse = (): Float64Array => {
  const out = new Float64Array(STEPS + 1);
  const body = emptyBody();
  let glucose = 0;
  for (let minute = 0; minute < STEPS * STEP_MIN; minute += 1) {
    minuteOf(body, minute < STEP_MIN ? 1 / STEP_MIN : 0, 0);
    glucose -= body.action + KINETICS.clearance * glucose;
    if ((minute + 1) % STEP_MIN === 0) out[(minute + 1) / STEP_MIN] = glucose;
  }
  return out;
};

export const RESPONSE: Float64Array = blockResponse();

/** Coordinate descent: each block in turn to its own least cost. What moves less than this share of the profile is done. */
const ROUNDS = 25;
const DONE = 1e-3;

/** Everything that a plan is made from; lists by step, of which the first is now. */
export type Outlook = {
  /** Glucose with the profile in all blocks, and how much of that is uncertain, mg/dL. */
  readonly glucose: Float64Array;
  readonly margin: Float64Array;
  /** How strong insulin is by then: a factor on what 1 U does. */
  readonly strength: Float64Array;
  /** mg/dL per U. */
  readonly gain: number;
  /** What the profile gives in a block, and the most that may be given, U. */
  readonly usualU: number;
  readonly mostU: number;
};

export type Plan = { readonly blocksU: Float64Array; readonly glucose: Float64Array };

/** By how much 1 U in each block has moved glucose by each step: the same in every round. */
const WIDTH = STEPS + 1;
const reach = new Float64Array(BLOCKS * WIDTH);

/** The plan of least cost; `glucose` is what is expected with it. Amounts are U for a block, never below zero. */
export const planFor = (outlook: Outlook, aims: Aims): Plan => {
  const { margin, strength, gain, usualU, mostU } = outlook;
  const blocksU = new Float64Array(BLOCKS).fill(usualU);
  const glucose = Float64Array.from(outlook.glucose);
  const effort = aims.effort / (usualU * usualU);
  for (let block = 0; block < BLOCKS; block += 1)
    for (let step = block + 1; step <= STEPS; step += 1)
      reach[block * WIDTH + step] = gain * (RESPONSE[step - block] ?? 0) * (strength[step] ?? 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = 0;
    for (let block = 0; block < BLOCKS; block += 1) {
      const now = blocksU[block] ?? 0;
      let slope = effort * (now - usualU);
      let curve = effort;
      for (let step = block + 1; step <= STEPS; step += 1) {
        const by = reach[block * WIDTH + step] ?? 0;
        const at = glucose[step] ?? 0;
        const off = at - aims.target;
        const weight = off > 0 ? 1 : aims.below;
        slope += weight * off * by;
        curve += weight * by * by;
        const short = aims.low + (margin[step] ?? 0) - at;
        if (short <= 0) continue;
        slope -= aims.lowWeight * short * by;
        curve += aims.lowWeight * by * by;
      }
      const next = Math.min(mostU, Math.max(0, now - slope / curve));
      if (next === now) continue;
      blocksU[block] = next;
      for (let step = block + 1; step <= STEPS; step += 1)
        glucose[step] =
          (glucose[step] ?? 0) + gain * (next - now) * (RESPONSE[step - block] ?? 0) * (strength[step] ?? 0);
      moved = Math.max(moved, Math.abs(next - now) / usualU);
    }
    if (moved < DONE) break;
  }
  return { blocksU, glucose };
};
