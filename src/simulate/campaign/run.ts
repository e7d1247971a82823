import { match } from 'ts-pattern';
import { z } from 'zod';
import { mageOf } from '../mage.ts';
import { metricsOf } from '../metrics.ts';
import { basalBolus, withSuspension } from '../open/baseline.ts';
import { controlled } from '../open/controlled.ts';
import { enveloped } from '../open/enveloped.ts';
import { type Decide, type Outcome, replay } from '../open/replay.ts';
import type { Campaign } from './campaign.ts';
import { type Cell, nameOf } from './cells.ts';
import type { Care } from './controllers.ts';
import { type Ready, readyFor } from './life.ts';
import { dayCountsOf } from './profile.ts';

/** What lives a cell: the open replay here; the whole pump is another. It keeps nothing from one cell to the next. */
export type Runner = (ready: Ready) => Outcome;

/** What is decided at each reading and each meal that is told. */
export const decideBy = (care: Care): Decide =>
  match(care)
    .with({ by: 'controller' }, ({ controller, therapy, hand, bounds }) =>
      bounds === null ? controlled(controller, therapy, hand) : enveloped(controller, therapy, hand, bounds),
    )
    .with({ by: 'hand' }, ({ hand }) => basalBolus(hand))
    .with({ by: 'suspension' }, ({ hand }) => withSuspension(hand))
    .exhaustive();

/** The short way: sensor, decision, whole pulses, body; without charts and without a ledger. */
export const openRunner: Runner = ({ lived, care }) => replay({ ...lived, decide: decideBy(care) });

const share = z.number().min(0).max(100);
const amount = z.number().min(0);

const metricsSchema = z.strictObject({
  samples: z.int().min(1),
  mean: z.number(),
  median: z.number(),
  sd: z.number(),
  cv: z.number(),
  gmi: z.number(),
  eA1c: z.number(),
  inRange: share,
  inTightRange: share,
  below54: share,
  below70: share,
  above140: share,
  above180: share,
  above250: share,
  lbgi: amount,
  hbgi: amount,
  gri: share,
  magni: amount,
  jIndex: amount,
});

/** What is kept of a cell that was lived: a line of a cell log. Metrics are those of glucose at each minute, but for MAGE. */
export const resultSchema = z.strictObject({
  cell: z.int().min(0),
  name: z.string(),
  ...metricsSchema.shape,
  /** Mean amplitude of glycemic excursions, mg/dL, of each fifth minute; null where there was none. */
  mage: amount.nullable(),
  /** The lowest glucose, mg/dL. */
  lowest: z.number(),
  /** Insulin a day, U, and how much of it as boluses. */
  dailyInsulinU: amount,
  dailyBolusU: amount,
  /** Rescue carbohydrate so many times a day. */
  rescuesADay: amount,
  /** The first minute below 10 or above 600 mg/dL. */
  failedAtMin: z.int().min(0).nullable(),
  day: z.array(z.array(z.int().min(0))),
});

export type CellResult = z.infer<typeof resultSchema>;

const DAY_MIN = 1_440;
const UU_PER_U = 1_000_000;
/** Minutes from one sample to the next of those that MAGE is defined for. */
const MAGE_MIN = 5;

const sum = (uu: Int32Array): number => uu.reduce((total, each) => total + each, 0);

/** Lives one cell. The same campaign and cell give the same result, bit by bit. */
export const resultOf = (campaign: Campaign, cell: Cell, runner: Runner): CellResult => {
  const { glucose, deliveredUu, bolusUu, rescues, failedAt } = runner(readyFor(campaign, cell));
  const days = deliveredUu.length / DAY_MIN;
  return {
    cell: cell.index,
    name: nameOf(cell),
    ...metricsOf(glucose),
    mage: mageOf(glucose.filter((_, minute) => minute % MAGE_MIN === 0)),
    lowest: glucose.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    dailyInsulinU: sum(deliveredUu) / UU_PER_U / days,
    dailyBolusU: sum(bolusUu) / UU_PER_U / days,
    rescuesADay: rescues.length / days,
    failedAtMin: failedAt,
    day: dayCountsOf(glucose).map(slot => [...slot]),
  };
};
