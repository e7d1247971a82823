import { cartridgeOf } from '../../src/domain/change.ts';
import { countsIn } from '../../src/domain/drive.ts';
import type { Channel, Derived, Fact } from '../../src/domain/facts.ts';
import {
  absorb,
  apply,
  emptyLedger,
  flightOf,
  type Ledger,
  nextDeadline,
  type Step,
} from '../../src/domain/ledger/ledger.ts';
import type { LedgerOrder } from '../../src/domain/ledger/orders.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { type MonoMs, monoMs, wallMs } from '../../src/domain/units.ts';

/** Settings with one rate all day and limits that stay out of the way. */
export const flat = (rateUuPerHour: number, change: Partial<Settings> = {}): Settings => ({
  ...exampleSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour }],
  maxBasalUuPerHour: 15_000_000,
  maxDailyUu: 300_000_000,
  ...change,
});

/** What becomes of a pulse that is due. */
export type Fate = 'verified' | 'inDoubt' | 'void' | 'skipped' | 'ignored';

/** When a pulse was counted, by the bench's own book. */
export type Counted = { readonly at: MonoMs; readonly channel: Channel };

/**
 * A ledger on a bench: it holds the clocks, gives facts and orders, and keeps its own book of what
 * was counted. It stands in for the charts in the simplest way that obeys the contract.
 */
export const bench = (settings: Settings = flat(1_000_000)) => {
  let ledger: Ledger = emptyLedger;
  let mono = 0;
  let wall = Date.UTC(2026, 0, 5);
  let seq = 0;
  let counts = 0;
  const counted: Counted[] = [];
  const heard: Derived[] = [];
  const claimed = { basal: 0, bolus: 0, extended: 0, prime: 0 };
  const hear = ({ ledger: next, derived }: Step): readonly Derived[] => {
    ledger = next;
    heard.push(...derived);
    // The chart ends what has come to its end; the ledger would say so for ever.
    for (const { type } of derived) {
      if (type === 'extended.completed') give({ type: 'endExtended', reason: 'completed' });
      if (type === 'settings.agreed') give({ type: 'applySettings' });
      if (type === 'extended.lapsed') give({ type: 'endExtended', reason: 'lapsed' });
    }
    return derived;
  };
  const at = () => ({ monoMs: monoMs(mono), wallMs: wallMs(wall) });
  const take = (fact: Fact) => {
    seq += 1;
    return hear(absorb(ledger, { seq, ...at(), fact }));
  };
  const give = (order: LedgerOrder): readonly Derived[] => {
    const derived = hear(apply(ledger, order, at()));
    if (order.type === 'claimPulse') claimed[order.channel] += 1;
    if (order.type === 'voidPulse') claimed[flightOf(ledger)?.intent.channel ?? 'basal'] -= 1;
    return derived;
  };
  const pass = (ms: number) => {
    mono += ms;
    wall += ms;
  };
  /** Deals with the pulse that is due, start to end, at this moment. */
  const deal = (channel: Channel, fate: Fate): void => {
    if (fate === 'ignored') return;
    if (fate === 'skipped') {
      give({ type: 'skipPulse', channel });
      return;
    }
    give({ type: 'claimPulse', channel });
    const pulse = ledger.claims;
    if (fate === 'void') give({ type: 'voidPulse' });
    else {
      take({ type: 'intent.recorded', pulse });
      if (fate === 'verified') {
        take({ type: 'motor.arrived', pulse });
        counts += countsIn(pulse) - countsIn(pulse - 1);
        take({ type: 'encoder.counted', counts });
        take({ type: 'force.measured', forceMn: 1_000 });
      }
      counted.push({ at: monoMs(mono), channel });
      give({ type: fate === 'verified' ? 'countVerified' : 'countInDoubt' });
    }
    settle(take({ type: 'outcome.recorded', pulse }), fate);
  };
  /** Deals with each pulse that is due among these. */
  const settle = (derived: readonly Derived[], fate: Fate): void => {
    for (const each of derived) if (each.type === 'pulse.due') deal(each.channel, fate);
  };
  /** Another cartridge, as the charts take it once it is seated; what the ledger says of its level. */
  const load = (volumeUu: number): readonly Derived[] => {
    take({ type: 'cartridge.removed' });
    take({ type: 'cartridge.inserted' });
    take({ type: 'plunger.seated', freeMn: 0, seatedMn: 2_000, travelMicrosteps: 0 });
    take(cartridgeOf(volumeUu));
    const derived = give({ type: 'acceptCartridge' });
    give({ type: 'finishChange' });
    return derived;
  };
  /** Lets time pass and wakes the ledger whenever it wants, dealing with each pulse. */
  const run = (ms: number, fate: Fate = 'verified'): void => {
    const end = mono + ms;
    while (mono < end) {
      const wish = nextDeadline(ledger) ?? end;
      pass(Math.max(0, Math.min(wish, end) - mono));
      settle(take({ type: 'clock.reached' }), fate);
    }
  };
  /** Both steps at once, as the charts take them: what the ledger says of them. */
  const change = (next: Settings): readonly Derived[] => [
    ...take({ type: 'settings.proposed', replaces: ledger.programming.version, settings: next }),
    ...take({ type: 'settings.confirmed', proposal: ledger.programming.proposals }),
  ];
  const start = () => {
    take({ type: 'settings.changed', settings });
    take(cartridgeOf(300_000_000));
    take({ type: 'power.applied', boot: 'b', gapMs: 0 });
    // A sensor that warms up says nothing, and nobody misses it.
    take({ type: 'cgm.reported', session: 'warmup' });
    take({ type: 'journal.read', verdict: 'new' });
    give({ type: 'startDelivery' });
  };
  return {
    take,
    give,
    pass,
    run,
    deal,
    settle,
    start,
    load,
    change,
    at,
    /** Moves the wall clock alone. */
    shiftWall: (ms: number) => {
      wall = Math.max(0, wall + ms);
    },
    get ledger() {
      return ledger;
    },
    get counted(): readonly Counted[] {
      return counted;
    },
    /** Everything derived so far, in order. */
    get heard(): readonly Derived[] {
      return heard;
    },
    /** Pulses claimed and not proved void, by channel. */
    claimed: claimed as Readonly<Record<Channel, number>>,
    get counts() {
      return counts;
    },
  };
};

export type Bench = ReturnType<typeof bench>;

/** A bench that delivers already. */
export const running = (settings?: Settings): Bench => {
  const made = bench(settings);
  made.start();
  return made;
};

/** The types of these, in order. */
export const types = (derived: readonly Derived[]): readonly string[] => derived.map(each => each.type);
