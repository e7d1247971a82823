import { FREE_MOST, LOST_SHARE, OCCLUSION_RISE } from '../../../../src/domain/drive.ts';
import { openScaleLook } from '../../../force/openscale/look.ts';
import type { OnLines } from '../../bench/rigPump.ts';
import { combined, expanded, rectangular, spreadOf } from '../../measure/uncertainty.ts';
import { RigTrouble } from '../../run/phases.ts';
import type { Finding } from '../looks.ts';

/** SR-060: a line whose force is less than a fifth above what it was is open. */
const RELIEF_SHARE = 5;
/** A live bridge has noise in its last digits: so many equal readings in a row, and it is stuck. The pump gives it a few more. */
const STUCK_AFTER = 5;
/** Readings by which a seated plunger is known, before the first life of a pump. */
const SAMPLES = 5;
/** The last digit that it says, 0.1 g, mN. */
const DIGIT_MN = 1;

/** Where the plunger is, as the chart and the hands of the rig have it. */
export type Place = 'seated' | 'blocked' | 'free';

/** How force was in one place, over all paths; mN. */
export type Felt = {
  readonly place: Place;
  readonly looks: number;
  readonly least: number;
  readonly most: number;
  /** The narrowest limits that were in force, null where there is none on that side; and the largest uncertainty. */
  readonly from: number | null;
  readonly to: number | null;
  readonly uncertainty: number;
};

/** The load cell behind the plunger, asked by the rig on the line of the pump. */
export type Cell = {
  /** With a seated plunger and an open line, before the first life of a pump: what is compared with. */
  readonly begin: () => Promise<void>;
  readonly look: (place: Place) => Promise<Finding>;
  /** When a path is over: rejects with RigTrouble where what was felt on it may be a reading that only repeats itself. */
  readonly end: () => Promise<void>;
  readonly felt: () => readonly Felt[];
  /** Why nothing that it says can be believed; null when it can. */
  readonly trouble: () => string | null;
};

export const cellBehind = ({ lines: { force }, time }: Pick<OnLines, 'lines' | 'time'>): Cell => {
  const look = openScaleLook(force, time.clock);
  let seated = { mean: 0, standard: 0 };
  const felt = new Map<Place, Felt>();

  const trouble = (): string | null => {
    const raw = look.raw();
    return raw === null || raw.times < STUCK_AFTER
      ? null
      : `load cell: raw reading ${raw.value} ${raw.times} times in a row: it is stuck, and a live one has noise. Look at its wires; replace it.`;
  };
  const demandAlive = (): void => {
    const wrong = trouble();
    if (wrong !== null) throw new RigTrouble(wrong);
  };
  const sensed = async (): Promise<number> => {
    const force = await time.answered(look.sense());
    demandAlive();
    if (typeof force === 'string') throw new RigTrouble(force);
    return force;
  };
  const limitsIn = (place: Place): Pick<Felt, 'from' | 'to' | 'uncertainty'> => {
    const { mean, standard } = seated;
    if (place === 'free') return { from: null, to: FREE_MOST, uncertainty: expanded(standard) };
    const uncertainty = expanded(Math.SQRT2 * standard);
    return place === 'blocked'
      ? { from: mean * (1 + 1 / RELIEF_SHARE), to: null, uncertainty }
      : { from: mean / LOST_SHARE, to: mean + OCCLUSION_RISE, uncertainty };
  };

  return {
    begin: async () => {
      const readings: number[] = [];
      for (let each = 0; each < SAMPLES; each += 1) readings.push(await sensed());
      const { mean, deviation } = spreadOf(readings);
      seated = { mean, standard: combined(deviation, rectangular(DIGIT_MN / 2)) };
    },
    look: async place => {
      const forceMn = await sensed();
      const limits = limitsIn(place);
      const before = felt.get(place);
      felt.set(place, {
        place,
        looks: (before?.looks ?? 0) + 1,
        least: Math.min(before?.least ?? forceMn, forceMn),
        most: Math.max(before?.most ?? forceMn, forceMn),
        from: limits.from === null ? null : Math.max(before?.from ?? limits.from, limits.from),
        to: limits.to === null ? null : Math.min(before?.to ?? limits.to, limits.to),
        uncertainty: Math.max(before?.uncertainty ?? 0, limits.uncertainty),
      });
      const isAmiss =
        (limits.from !== null && forceMn < limits.from - limits.uncertainty) ||
        (limits.to !== null && forceMn > limits.to + limits.uncertainty);
      const inWords = `the load cell feels ${forceMn} mN where the plunger is ${place}, expected ${Math.round(limits.from ?? 0)} to ${limits.to === null ? 'any' : Math.round(limits.to)} mN`;
      return { look: 'force', amiss: isAmiss ? inWords : null };
    },
    end: async () => {
      for (let each = 0; each < STUCK_AFTER; each += 1) await sensed();
    },
    felt: () => [...felt.values()],
    trouble,
  };
};
