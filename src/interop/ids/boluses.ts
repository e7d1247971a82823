import { match } from 'ts-pattern';
import type { BolusEnd, BolusPart, CommandOf } from '../../domain/commands.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { MonoMs } from '../../domain/units.ts';
import type { Observed } from '../../runtime/run.ts';
import type { BolusAmounts, IddEvent } from './record.ts';
import { minutesIn, minutesPassed, numberAfter, type Telling } from './tell.ts';
import type { Activation, BolusSelection, BolusType, EndReason } from './words.ts';

/** What a part of a bolus came to in the end; null while it is given. A part that was not asked for came to nothing. */
type Ended = { readonly givenUu: number; readonly reason: EndReason };

/** A bolus from its confirmation until each of its parts has ended. */
export type OpenBolus = {
  readonly name: string;
  readonly id: number;
  readonly type: BolusType;
  readonly fastUu: number;
  readonly extendedUu: number;
  readonly minutes: number;
  readonly activation: Activation;
  readonly since: MonoMs;
  readonly fast: Ended | null;
  readonly extended: Ended | null;
};

export type BolusMemory = { readonly last: number; readonly open: readonly OpenBolus[] };
export const noBoluses: BolusMemory = { last: 0, open: [] };

const NOT_ASKED: Ended = { givenUu: 0, reason: 'programmedOver' };

const REASON: Readonly<Record<BolusEnd, EndReason>> = {
  completed: 'programmedOver',
  lapsed: 'programmedOver',
  cancelled: 'canceled',
  suspended: 'canceled',
  lowGlucose: 'canceled',
  stopped: 'error',
  powerLost: 'error',
};
/** Of two parts the worse end is that of the bolus. */
const WORSE: readonly EndReason[] = ['programmedOver', 'undetermined', 'canceled', 'error'];
const worseOf = (one: EndReason, other: EndReason): EndReason =>
  WORSE.indexOf(one) < WORSE.indexOf(other) ? other : one;

/** Those that are given now and were not heard of before. */
const begun = ({ last, open }: BolusMemory, { state, envelope }: Observed): readonly OpenBolus[] => {
  const { current, extended } = state.ledger.bolus;
  const active = current?.phase === 'active' ? current : null;
  const names = new Set([active?.bolus, extended?.bolus].filter(name => name !== undefined));
  const known = new Set(open.map(({ name }) => name));
  let id = last;
  return [...names]
    .filter(name => !known.has(name))
    .map(name => {
      id = numberAfter(id);
      const fast = active?.bolus === name ? active : null;
      const spread = extended?.bolus === name ? extended : null;
      return {
        name,
        id,
        type: fast === null ? 'extended' : spread === null ? 'fast' : 'multiwave',
        fastUu: fast?.requestedUu ?? 0,
        extendedUu: spread?.requestedUu ?? 0,
        minutes: spread === null ? 0 : minutesIn(spread.durationMs),
        activation: fast?.automatic === true ? 'commanded' : 'manual',
        since: envelope.monoMs,
        fast: fast === null ? NOT_ASKED : null,
        extended: spread === null ? NOT_ASKED : null,
      };
    });
};

const endOf = (name: string, part: BolusPart, commands: Observed['commands']): Ended | null => {
  const report = commands.find(
    (each): each is CommandOf<'reportBolus'> =>
      each.type === 'reportBolus' && each.bolus === name && each.part === part,
  );
  return report === undefined ? null : { givenUu: report.deliveredUu, reason: REASON[report.reason] };
};

const reported = (open: OpenBolus, commands: Observed['commands']): OpenBolus => ({
  ...open,
  fast: open.fast ?? endOf(open.name, 'normal', commands),
  extended: open.extended ?? endOf(open.name, 'extended', commands),
});

const programmed = (each: OpenBolus): readonly IddEvent[] => [
  { event: 'bolusProgrammed', ...amountsOf(each) },
  {
    event: 'bolusProgrammedMore',
    // Why a bolus was wanted, the pump is not told.
    correction: false,
    meal: false,
    delayMinutes: null,
    template: null,
    activation: each.activation,
  },
];

const amountsOf = ({ id, type, fastUu, extendedUu, minutes }: OpenBolus): BolusAmounts => ({
  bolus: id,
  type,
  fastUu,
  extendedUu,
  minutes,
});

const delivered = (each: OpenBolus, now: MonoMs): readonly IddEvent[] => {
  if (each.fast === null || each.extended === null) return [];
  const lasted = each.extendedUu === 0 ? 0 : Math.min(each.minutes, minutesPassed(now - each.since));
  return [
    {
      event: 'bolusDelivered',
      bolus: each.id,
      type: each.type,
      fastUu: each.fast.givenUu,
      extendedUu: each.extended.givenUu,
      minutes: lasted,
    },
    {
      event: 'bolusDeliveredMore',
      // It begins with its confirmation, which is when it is programmed.
      startedAfterS: 0,
      activation: each.activation,
      reason: worseOf(each.fast.reason, each.extended.reason),
      instance: null,
    },
  ];
};

/** Boluses as they are confirmed, and as all of them was given, or has ended before. */
export const tellBoluses: Telling<BolusMemory> = (memory, heard) => {
  const { commands, before, state, envelope } = heard;
  if (memory.open.length === 0 && before.ledger.bolus === state.ledger.bolus) return { memory, events: [] };
  const fresh = begun(memory, heard);
  const open = [...memory.open, ...fresh].map(each => reported(each, commands));
  const isOver = ({ fast, extended }: OpenBolus): boolean => fast !== null && extended !== null;
  return {
    memory: { last: fresh.at(-1)?.id ?? memory.last, open: open.filter(each => !isOver(each)) },
    events: [
      ...fresh.flatMap(programmed),
      ...open.filter(isOver).flatMap(each => delivered(each, envelope.monoMs)),
    ],
  };
};

const givenIn = ({ bolus }: Ledger, { name, fast, extended }: OpenBolus) => {
  const { current, last, extended: spread, lastExtended } = bolus;
  const of = (
    ...records: readonly ({ readonly bolus: string; readonly deliveredUu: number } | null)[]
  ): number => records.find(each => each?.bolus === name)?.deliveredUu ?? 0;
  return {
    fastUu: fast?.givenUu ?? of(current, last),
    extendedUu: extended?.givenUu ?? of(spread, lastExtended),
    isFastOver: fast !== null || current?.bolus !== name,
    isSpreadOver: extended !== null || spread?.bolus !== name,
  };
};

/** What of an open bolus is asked for: what was programmed, what of it was given, what is still to come. */
export const openAmounts = (
  open: OpenBolus,
  ledger: Ledger,
  selection: BolusSelection,
  now: MonoMs,
): BolusAmounts => {
  const all = amountsOf(open);
  const given = givenIn(ledger, open);
  const elapsed = open.extendedUu === 0 ? 0 : Math.min(open.minutes, minutesPassed(now - open.since));
  return match(selection)
    .with('programmed', () => all)
    .with('delivered', () => ({
      ...all,
      fastUu: given.fastUu,
      extendedUu: given.extendedUu,
      minutes: elapsed,
    }))
    .with('remaining', () => ({
      ...all,
      fastUu: given.isFastOver ? 0 : open.fastUu - given.fastUu,
      extendedUu: given.isSpreadOver ? 0 : open.extendedUu - given.extendedUu,
      minutes: given.isSpreadOver ? 0 : open.minutes - elapsed,
    }))
    .exhaustive();
};
