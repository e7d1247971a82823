import { isDeepStrictEqual } from 'node:util';
import type { AnyStateMachine } from 'xstate';
import type { Intent } from '../domain/commands.ts';
import type { Fact, FactOf } from '../domain/facts.ts';
import { settingsTrouble } from '../domain/ledger/ledger.ts';
import type { Settings } from '../domain/settings.ts';
import { type MonoMs, monoMs, type WallMs, wallMs } from '../domain/units.ts';
import { DIGEST, digest } from './digest.ts';
import type { Entry, JournalEnd } from './journal.ts';
import type { JournalRead } from './journalRead.ts';
import type { Observed } from './run.ts';
import { blankState, type PumpState } from './state.ts';
import { step } from './step.ts';

/** Where a pump starts: what the journal tells of it, and the first facts of this boot, in order. */
export type Recovered = {
  readonly state: PumpState;
  readonly end: JournalEnd;
  /** The clock's zero for this boot: the monotonic time of the journal goes on. */
  readonly from: MonoMs;
  readonly boot: readonly Fact[];
  readonly verdict: 'new' | 'clean' | 'interrupted';
  /** Pulses commanded in the last hour before the end: the supervisor goes on counting with them. */
  readonly moved: readonly { readonly intent: Intent; readonly at: MonoMs }[];
  /** Steps at which whoever watched the journal threw, and what it threw first; null where it never did. */
  readonly unseen: { readonly steps: number; readonly why: string } | null;
};

/** Told of every step while a journal is replayed. Nothing else keeps them: a journal may be long. */
export type Watch = (step: Observed) => void;

export type Boot = {
  /** A name for this boot that no other has. */
  readonly boot: string;
  readonly wallMs: WallMs;
  /** The settings to go on with; null keeps those of the journal. */
  readonly settings: Settings | null;
  /** Why the hardware began anew, where it was no person's doing and the hardware can tell (SR-071). */
  readonly reset?: FactOf<'watchdog.fired'>['cause'];
  /** Facts by which a person prepares a new pump, such as the first cartridge. */
  readonly preparation: readonly Fact[];
  /** A chart that stands in for the one of its name. */
  readonly chart?: AnyStateMachine;
};

/** Longer than this and the wall clock is not believed to have measured the gap. */
const GAP_MOST_MS = 30 * 24 * 3_600_000;

/** A pump that has never run. */
export const begin = (headerHash: string, { boot, settings, preparation, chart }: Boot): Recovered => {
  if (settings === null) throw new Error(NO_SETTINGS);
  return {
    state: blankState(chart),
    end: { lastHash: headerHash, seq: 0 },
    from: monoMs(0),
    boot: [settingsFact(settings), ...preparation, { type: 'power.applied', boot, gapMs: 0 }],
    verdict: 'new',
    moved: [],
    unseen: null,
  };
};

/** An earlier journal: the name it is kept under, and why it could not be gone on with. */
export type SetAside = { readonly kept: string; readonly reason: string };

/**
 * A pump whose journal could not be trusted, on a new one that says so. The worst is assumed: an end without order,
 * insulin on board that nobody knows, a cartridge that nobody has prepared.
 */
export const beginAnew = (
  headerHash: string,
  { boot, settings }: Boot,
  { kept, reason }: SetAside,
): Recovered => {
  if (settings === null) throw new Error(NO_SETTINGS);
  return {
    state: blankState(),
    end: { lastHash: headerHash, seq: 0 },
    from: monoMs(0),
    boot: [
      settingsFact(settings),
      { type: 'journal.setAside', kept, reason: reason.slice(0, 400) },
      { type: 'power.lost', cause: 'supply' },
      { type: 'power.applied', boot, gapMs: 0 },
    ],
    verdict: 'interrupted',
    moved: [],
    unseen: null,
  };
};

/** Rates are never made up (SR-073). */
const NO_SETTINGS = 'the pump has no settings: give it a settings file; it never assumes a rate';

/**
 * A pump that has run before. Its facts are taken again, none is guessed, and the worst is assumed of
 * what they leave open: an end without an orderly power-off is a loss of power (SR-070). Throws `Unreplayable`
 * when the journal does not replay to the states it claims, or another release wrote it: then nobody knows, and nothing may move.
 */
export const recover = (
  read: JournalRead,
  { boot, wallMs: now, settings, reset, chart }: Boot,
  watch: Watch = () => {},
): Recovered => {
  const foreign = otherRelease(read);
  if (foreign !== null) throw new Unreplayable(foreign);
  const watching = harmless(watch);
  const replayed = replayOrThrow(read.entries, watching.watch, chart);
  const { ledger } = replayed.state;
  if (settings === null && ledger.programming.version === 0) throw new Error(NO_SETTINGS);
  const last = read.entries.at(-1);
  // A clock that had leapt measures no gap.
  const isTrusted = replayed.state.ledger.clock.phase === 'trusted';
  const gapMs = last === undefined ? 0 : isTrusted ? gapBetween(last.wallMs, now) : null;
  const trouble = settingsTrouble(ledger);
  const isNew = trouble !== null || !isDeepStrictEqual(settings, ledger.settings);
  const given = isNew ? settings : null;
  return {
    state: replayed.state,
    end: { lastHash: read.lastHash, seq: last?.seq ?? 0 },
    from: monoMs((last?.monoMs ?? 0) + (gapMs ?? 0)),
    boot: [
      ...(read.cleanEnd || last === undefined ? [] : [{ type: 'power.lost', cause: 'supply' } as const]),
      ...(given === null ? [] : [settingsFact(given)]),
      // Nothing is delivered by settings that do not hold, and none are made up in their place (SR-073).
      ...(trouble === null || given !== null
        ? []
        : [{ type: 'settings.lost', reason: trouble.slice(0, 400) } as const]),
      { type: 'power.applied', boot, gapMs },
      // Before the self-test: the second of a day keeps the pump from ever getting that far.
      ...(reset === undefined ? [] : [{ type: 'watchdog.fired', cause: reset } as const]),
    ],
    verdict: last === undefined ? 'new' : read.cleanEnd ? 'clean' : 'interrupted',
    moved: movedAt(read.entries, (last?.monoMs ?? 0) - HOUR_MS),
    unseen: watching.unseen(),
  };
};

/** A watcher that decides nothing: what it throws tells of the watcher, never of the journal. */
const harmless = (watch: Watch): { readonly watch: Watch; readonly unseen: () => Recovered['unseen'] } => {
  let unseen: Recovered['unseen'] = null;
  return {
    watch: step => {
      try {
        watch(step);
      } catch (defect) {
        const why = unseen?.why ?? (defect instanceof Error ? defect.message : String(defect));
        unseen = { steps: (unseen?.steps ?? 0) + 1, why };
      }
    },
    unseen: () => unseen,
  };
};

/** The facts of the journal are whole, and what this release makes of them is not what was made of them then. */
export class Unreplayable extends Error {
  override readonly name = 'Unreplayable';
}

/** Why a journal cannot be compared with what this release makes of it, and what can be done; null where it can. */
export const otherRelease = ({
  header: { digest: then },
}: {
  readonly header: Pick<JournalRead['header'], 'digest'>;
}): string | null =>
  then === DIGEST
    ? null
    : `it was written by another release (digest ${then}, this one has ${DIGEST}), and its states cannot be compared: go on with it in the release that wrote it, or begin anew with a new cartridge`;

const replayOrThrow = (
  entries: readonly Entry[],
  watch: Watch,
  chart: AnyStateMachine | undefined,
): Replayed => {
  let why: string | null;
  try {
    const replayed = replay(entries, watch, chart);
    if (replayed.same) return replayed;
    why = replayed.firstDifference;
  } catch (defect) {
    why = defect instanceof Error ? defect.message : String(defect);
  }
  throw new Unreplayable(`the journal does not replay: ${why}`);
};

/**
 * The settings that an unbroken chain of facts leads to, whatever became of the rest; null when even they cannot be
 * reckoned again, or there were none.
 */
export const provenSettings = (entries: readonly Entry[]): Settings | null => {
  let state = blankState();
  try {
    for (const { seq, monoMs: mono, wallMs: wall, fact } of entries)
      state = step(state, { seq, monoMs: monoMs(mono), wallMs: wallMs(wall), fact }).state;
    return state.ledger.settings;
  } catch {
    return null;
  }
};

const HOUR_MS = 3_600_000;

const movedAt = (entries: readonly Entry[], since: number): Recovered['moved'] =>
  entries
    .filter(({ monoMs: at }) => at >= since)
    .flatMap(({ commands, monoMs: at }) =>
      commands.flatMap(command =>
        command.type === 'moveMotor' ? [{ intent: command.pulse, at: monoMs(at) }] : [],
      ),
    );

const settingsFact = (settings: Settings): Fact => ({ type: 'settings.changed', settings });

/** How long the pump was away; null when the wall clock went back or leapt, and nobody knows. */
const gapBetween = (last: number, now: number): number | null =>
  now >= last && now - last <= GAP_MOST_MS ? now - last : null;

export type Replayed = {
  readonly state: PumpState;
  /** How many steps were taken. */
  readonly steps: number;
  /** Whether every step gave the state and the commands that the journal has. */
  readonly same: boolean;
  readonly firstDifference: string | null;
};

/** Takes every fact of a journal again, and compares what comes of it with what came of it then. What `watch` throws ends it. */
export const replay = (
  entries: readonly Entry[],
  watch: Watch = () => {},
  chart?: AnyStateMachine,
): Replayed => {
  let steps = 0;
  let state = blankState(chart);
  for (const entry of entries) {
    const envelope = {
      seq: entry.seq,
      monoMs: monoMs(entry.monoMs),
      wallMs: wallMs(entry.wallMs),
      fact: entry.fact,
    };
    const stepped = step(state, envelope);
    steps += 1;
    watch({ ...stepped, envelope, before: state });
    state = stepped.state;
    const difference = differenceOf(entry, stepped.commands, digest(state));
    if (difference !== null) return { state, steps, same: false, firstDifference: difference };
  }
  return { state, steps, same: true, firstDifference: null };
};

/** What a step that is taken again makes otherwise than the journal has it, in a sentence; null when nothing. */
export const differenceOf = (entry: Entry, commands: readonly unknown[], state: string): string | null => {
  const where = `step ${entry.seq} (${entry.fact.type})`;
  if (!isDeepStrictEqual(plain(commands), plain(entry.commands))) {
    return `${where} gave ${JSON.stringify(entry.commands)} then and ${JSON.stringify(commands)} now`;
  }
  return state === entry.state ? null : `${where} led to state ${entry.state} then and to ${state} now`;
};

const plain = (commands: readonly unknown[]): unknown => JSON.parse(JSON.stringify(commands));
