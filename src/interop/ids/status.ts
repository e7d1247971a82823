import { once } from '../../runtime/once.ts';
import type { PumpSnapshot, PumpState } from '../../runtime/state.ts';
import type { Operational, Therapy } from './words.ts';

/** IDD Status. */
export type IddStatus = {
  readonly therapy: Therapy;
  readonly operational: Operational;
  /** What is left in the reservoir, in µU; null while nobody knows. */
  readonly leftUu: number | null;
  readonly attached: boolean;
};

/** What states of the pump's chart mean in the words of the standard. */
export type StatusRow = {
  /** All of them are active. */
  readonly when: readonly string[];
  readonly therapy: Therapy;
  readonly operational: Operational;
  readonly why: string;
};

const stopped = (when: readonly string[], operational: Operational, why: string): StatusRow => ({
  when,
  therapy: 'stop',
  operational,
  why,
});
const CHANGING = 'pump.supply.changing';

/**
 * The first row that fits holds. Suspended is `stop`, whoever suspended: `pause` means that what was left out is given
 * afterwards, and this pump never catches up (SR-012).
 */
export const STATUS_ROWS: readonly StatusRow[] = [
  stopped(['pump.life.off'], 'off', 'without power'),
  stopped(['pump.life.selfTest'], 'preparing', 'every device is asked how it is'),
  stopped(['pump.life.recovering'], 'preparing', 'the journal is read'),
  stopped(['pump.life.failSafe'], 'waiting', 'stopped for good, until it is restarted'),
  stopped([`${CHANGING}.rewinding`], 'preparing', 'the plunger goes back'),
  stopped([`${CHANGING}.seating`], 'preparing', 'the plunger seeks the cartridge'),
  stopped([`${CHANGING}.primingTubing`], 'priming', 'the tubing is filled'),
  stopped([`${CHANGING}.fillingCannula`], 'priming', 'the cannula is filled'),
  stopped([CHANGING], 'waiting', 'the next step of a cartridge change is a person’s'),
  stopped(['pump.supply.unknown'], 'preparing', 'what the bay holds is being found out'),
  {
    when: ['pump.permission.delivering'],
    therapy: 'run',
    operational: 'ready',
    why: 'therapy is permitted; that basal is off because of low glucose is told by its rate',
  },
  stopped(['pump.permission.suspendedByUser'], 'ready', 'a person has suspended'),
  stopped(['pump.permission.suspendedRemotely'], 'ready', 'a person has suspended from afar'),
  stopped(['pump.permission.suspendedForChange'], 'ready', 'the cartridge was changed; a person resumes'),
  stopped(['pump.permission.suspendedByAlarm'], 'waiting', 'an alarm has stopped it; a person must act'),
  stopped(
    ['pump.permission.suspendedAfterRecovery'],
    'waiting',
    'started; a person must say that it may begin',
  ),
];

/** States of the cartridge in which somebody has said what it holds. */
export const AMOUNT_KNOWN: readonly string[] = [
  'pump.supply.ready',
  ...['unloading', 'loaded', 'primingTubing', 'primed', 'fillingCannula'].map(each => `${CHANGING}.${each}`),
];

/** `pump.supply.changing.seating` as the value of the pump's chart: `{ supply: { changing: 'seating' } }`. */
const matcherOf = (id: string): Parameters<PumpSnapshot['matches']>[0] => {
  const [, ...path] = id.split('.');
  const value = path.reduceRight<unknown>((inner, key) => (inner === null ? key : { [key]: inner }), null);
  // The ids are those of states: a test finds each of them in the chart.
  return value as Parameters<PumpSnapshot['matches']>[0];
};
const VALUES = new Map(
  [...STATUS_ROWS.flatMap(({ when }) => when), ...AMOUNT_KNOWN].map(id => [id, matcherOf(id)] as const),
);
const isIn = (pump: PumpSnapshot, id: string): boolean => {
  const value = VALUES.get(id);
  return value !== undefined && pump.matches(value);
};

const rowOf = once((pump: PumpSnapshot): StatusRow => {
  const found = STATUS_ROWS.find(({ when }) => when.every(id => isIn(pump, id)));
  if (found === undefined) throw new Error('the standard has no words for how the pump is');
  return found;
});
const amountIsKnown = once((pump: PumpSnapshot): boolean => AMOUNT_KNOWN.some(id => isIn(pump, id)));

/** How the pump is, in the words of the standard. Throws for a state of the chart that no row names: our own defect. */
export const statusOf = ({ pump, ledger }: PumpState): IddStatus => {
  const { therapy, operational } = rowOf(pump);
  return {
    therapy,
    operational,
    leftUu: amountIsKnown(pump) ? ledger.reservoir.volumeUu : null,
    attached: ledger.supply.bay === 'closed',
  };
};
