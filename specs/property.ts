import type { ExecutableActionsFrom, SnapshotFrom } from 'xstate';
import type { PlantMachine } from '../machines/plant/plant.ts';
import type { PumpMachine } from '../machines/pump/pump.ts';
import type { PumpContext, PumpEvent } from '../machines/pump/vocabulary.ts';
import type { AlarmName, Priority } from '../src/domain/alarms.ts';
import type { FactType } from '../src/domain/facts.ts';
import type { RequirementId } from './requirements/index.ts';

/** The words in which properties are written. They are taken from the charts: a misspelt one does not compile. */
type Ids<Value, Path extends string> = Value extends string
  ? `${Path}.${Value}`
  : {
      [Name in keyof Value & string]: `${Path}.${Name}` | Ids<Value[Name], `${Path}.${Name}`>;
    }[keyof Value & string];

/** A state of the pump, or of the world it lives in, by its id. */
export type StateId =
  | Ids<SnapshotFrom<PumpMachine>['value'], 'pump'>
  | Ids<SnapshotFrom<PlantMachine>['value'], 'plant'>;

/** Something that happens to the pump. */
export type Happens = PumpEvent['type'] | Extract<FactType, `timer.${string}`>;

/** Something that the pump asks for. */
export type Asks = ExecutableActionsFrom<PumpMachine>['type'];

/** A condition on how things are. */
export type Where =
  | StateId
  | { readonly all: readonly Where[] }
  | { readonly any: readonly Where[] }
  | { readonly not: Where }
  | { readonly owner: PumpContext['owner'] }
  | { readonly misses: PumpContext['misses'] };

/** A condition on one step; every field given must hold. */
export type Step = {
  /** What happens is one of these. */
  readonly on?: readonly Happens[];
  readonly notOn?: readonly Happens[];
  /** What the journal says of the last run, when it is read. */
  readonly verdicts?: readonly ('new' | 'clean' | 'interrupted')[];
  /** What a cancellation means. */
  readonly parts?: readonly ('normal' | 'extended' | 'both')[];
  /** How much was requested in the hour, when a bolus is confirmed. */
  readonly hour?: 'usual' | 'much';
  /** Who asked. */
  readonly origins?: readonly ('user' | 'remote')[];
  readonly from?: Where;
  readonly to?: Where;
  /** All of these are asked for. */
  readonly asks?: readonly Asks[];
  /** At least one of these is asked for. */
  readonly asksAny?: readonly Asks[];
  /** None of these is asked for. */
  readonly asksNone?: readonly Asks[];
  /** The pump answers: some region has a transition for it. */
  readonly answered?: true;
  /** This alarm is raised, or any alarm of this priority. */
  readonly raises?: AlarmName | { readonly priority: Priority };
  readonly raisesNone?: { readonly priority: Priority };
};

export type Rule =
  /** In no reachable state does this hold. */
  | { readonly never: Where }
  /** In each reachable state where the first holds, the second does. */
  | { readonly whenever: Where; readonly also: Where }
  /** Each step like the first is also like the second. */
  | { readonly eachStep: Step; readonly is: Step }
  /** After a step like the first, none like the second before one like the third. */
  | { readonly after: Step; readonly never: Step; readonly until: Step }
  /** From each such state there is a way of at most so many steps to one of the others. */
  | { readonly from: Where; readonly within: number; readonly canReach: Where }
  /** Each of these leads to one and the same state of the pump, its memory included, from everywhere. */
  | { readonly parksOn: Happens }
  /** Facts of the alarms that the pump has no answer to, in any state. */
  | { readonly unmovedBy: readonly FactType[] }
  /** The ledger and the drive never get an order that makes no sense at that moment. */
  | { readonly everyOrderMakesSense: true };

export type Property = {
  readonly name: string;
  readonly req: readonly [RequirementId, ...RequirementId[]];
  /** Number in the list of invariants of the pump domain, where it is there. */
  readonly invariant?: `I${number}`;
  /**
   * Where it is checked. `any`: in its plant, and in a world where anything may happen at any time.
   * `plant`: it needs a world that answers only what it was asked. `free`: it counts the steps of a free world.
   */
  readonly world: 'any' | 'plant' | 'free';
  readonly rule: Rule;
};
