import type { RequirementId } from '../../../specs/requirements/index.ts';
import { HARD, LIMITS_OF_AUTOMATION } from '../limits.ts';
import {
  type Microunits,
  type MicrounitsPerHour,
  type Milliseconds,
  microunits,
  microunitsPerHour,
  milliseconds,
} from '../units.ts';
import { added, bolusCaps, type Cap, type CapName, rateCaps, rateWithin, roomCaps } from './caps.ts';
import type { Evidence } from './evidence.ts';
import type { Asked, Heard } from './request.ts';

/** How a request was lowered: by which cap, from what to what. */
export type Reduction = {
  readonly of: 'rate' | 'bolus' | 'length';
  readonly by: CapName | 'validity' | 'leastBasal' | 'bolusStep';
  readonly req: RequirementId;
  readonly from: number;
  readonly to: number;
};

/** What is left of a request. Nothing in it is more than was asked, and nothing above a cap. */
export type Admitted = {
  /** Null: what runs goes on. */
  readonly basal: { readonly rate: MicrounitsPerHour; readonly lengthMs: Milliseconds } | null;
  /** To be given now; zero: none. */
  readonly bolus: Microunits;
  /** Why nothing of the request is left; empty where it was heard. */
  readonly refused: readonly string[];
  readonly reductions: readonly Reduction[];
};

type Amount = { readonly value: number; readonly reductions: readonly Reduction[] };

const unreduced = (value: number): Amount => ({ value, reductions: [] });

/** Down to each cap that is lower, in their order; each that lowers leaves a reason. */
const clamp = (of: 'rate' | 'bolus', amount: Amount, caps: readonly Cap[]): Amount =>
  caps.reduce(
    (left, { name, req, most }) => lower(left, { of, by: name, req, to: Math.min(left.value, most) }),
    amount,
  );

const lower = (amount: Amount, { to, ...why }: Omit<Reduction, 'from'>): Amount =>
  to >= amount.value
    ? amount
    : { value: to, reductions: [...amount.reductions, { ...why, from: amount.value, to }] };

/** Amounts are given in what the drive can do: no rate below a pulse an hour, no bolus but in steps. */
const roundedRate = (amount: Amount): Amount =>
  amount.value < HARD.leastBasalUuPerHour
    ? lower(amount, { of: 'rate', by: 'leastBasal', req: 'SR-088', to: 0 })
    : amount;

const roundedBolus = (amount: Amount): Amount =>
  lower(amount, {
    of: 'bolus',
    by: 'bolusStep',
    req: 'SR-088',
    to: amount.value - (amount.value % HARD.bolusStepUu),
  });

/** What a rate of this length gives beyond the profile; a lower rate gives no credit for a bolus. */
const beyond = (usual: number, rate: number, lengthMs: number): number =>
  added(Math.max(0, rate - usual), lengthMs);

type Basal = NonNullable<Asked['basal']>;

/** SR-094: no rate holds for longer than its request is valid, and none for more than half an hour. */
const shortened = ({ lengthMs }: Basal, validMs: number): Amount =>
  lower(unreduced(lengthMs), {
    of: 'length',
    by: 'validity',
    req: 'SR-094',
    to: Math.min(validMs, LIMITS_OF_AUTOMATION.validMostMs),
  });

const NOTHING: Asked = { basal: null, bolusUu: 0, validMs: milliseconds(LIMITS_OF_AUTOMATION.validMostMs) };

/**
 * The safety envelope: what may be obeyed of what a controller asked for, on evidence of the pump's own (SR-088, SR-093 to
 * SR-097; pump domain 6.8). Refused, lowered to each cap, rounded down, checked again; each reduction keeps its reason. It never
 * raises anything, and lets every lowering through.
 *
 * Nonsense, an obstacle or a request for nothing leave what automation has at work, which is held against the caps anew:
 * what was admitted on good readings is no right to go on when they are gone. One room is shared by bolus and rate, the
 * bolus first. Amounts beyond the profile are counted for the whole length of the rate.
 */
export const admit = (heard: Heard, evidence: Evidence): Admitted => {
  const refused = heard.kind === 'nonsense' ? heard.reasons : evidence.obstacles;
  const asked = heard.kind === 'nonsense' || refused.length > 0 ? NOTHING : heard.asked;
  const running =
    evidence.running === null || evidence.running.leftMs === 0
      ? null
      : { rate: evidence.running.rate, lengthMs: evidence.running.leftMs };
  const basal = asked.basal ?? running;
  const length = basal === null ? unreduced(0) : shortened(basal, asked.validMs);
  const room = roomCaps(evidence, length.value);
  const bolus = roundedBolus(clamp('bolus', unreduced(asked.bolusUu), [...bolusCaps(evidence), ...room]));
  const admitted = {
    bolus: microunits(bolus.value),
    refused,
    reductions: [...bolus.reductions, ...length.reductions],
  };
  if (basal === null) return checked({ ...admitted, basal: null }, evidence);
  const rate = rateFor(basal.rate, length.value, bolus.value, evidence, room);
  const isAsItRuns = asked.basal === null && rate.reductions.length + length.reductions.length === 0;
  return checked(
    {
      ...admitted,
      basal: isAsItRuns
        ? null
        : { rate: microunitsPerHour(rate.value), lengthMs: milliseconds(length.value) },
      reductions: [...admitted.reductions, ...rate.reductions],
    },
    evidence,
  );
};

/** A rate under its own caps and under what the bolus leaves of each room. */
const rateFor = (
  askedRate: number,
  lengthMs: number,
  bolusUu: number,
  evidence: Evidence,
  room: readonly Cap[],
): Amount => {
  const { usual } = evidence;
  const ofRoom = room.map(cap => ({
    ...cap,
    most: usual + rateWithin(Math.max(0, cap.most - bolusUu), lengthMs),
  }));
  return roundedRate(clamp('rate', unreduced(askedRate), [...rateCaps(evidence), ...ofRoom]));
};

/** The last step: what leaves is under every cap, or the arithmetic above is wrong. */
const checked = (admitted: Admitted, evidence: Evidence): Admitted => {
  const broken = brokenCap(admitted, evidence);
  if (broken !== null)
    throw new Error(`the envelope has let through more than ${broken.name}: ${broken.most}`);
  return admitted;
};

/** The first cap that this exceeds; null where it is under all of them. What runs unchanged was checked when it is asked for. */
export const brokenCap = (
  { basal, bolus }: Pick<Admitted, 'basal' | 'bolus'>,
  evidence: Evidence,
): Cap | null => {
  const { usual } = evidence;
  const rate = basal?.rate ?? 0;
  const lengthMs = basal?.lengthMs ?? 0;
  const sum = bolus + beyond(usual, rate, lengthMs);
  return (
    rateCaps(evidence).find(({ most }) => rate > most) ??
    bolusCaps(evidence).find(({ most }) => bolus > most) ??
    roomCaps(evidence, lengthMs).find(({ most }) => sum > most) ??
    null
  );
};
