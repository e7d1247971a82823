import type { ExecutableActionsFrom, SnapshotFrom } from 'xstate';
import type { PlantMachine } from '../machines/plant/plant.ts';
import type { PumpMachine } from '../machines/pump/pump.ts';
import type { PumpContext, PumpEvent } from '../machines/pump/vocabulary.ts';
import type { AlarmName, GradeName, Priority } from '../src/domain/alarms.ts';
import type { FactType } from '../src/domain/facts.ts';
import type { SuspendPolicy } from '../src/domain/lowSuspend/policy.ts';
import type { Assumption } from './fairness.ts';
import type { RequirementId } from './requirements/index.ts';

/** The words in which properties are written. They are taken from the charts: a misspelt one does not compile. */
export type Ids<Value, Path extends string> = Value extends string
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

/** The words of one machine. */
export type Words = { readonly state: string; readonly happens: string; readonly asks: string };
export type PumpWords = { readonly state: StateId; readonly happens: Happens; readonly asks: Asks };

/** A condition on how things are. */
export type Where<W extends Words = PumpWords> =
  | W['state']
  | { readonly all: readonly Where<W>[] }
  | { readonly any: readonly Where<W>[] }
  | { readonly not: Where<W> }
  | { readonly owner: PumpContext['owner'] }
  | { readonly misses: PumpContext['misses'] }
  /** What kind of alarm this is at its present grade, by its row in the table of alarms. */
  | { readonly alarm: AlarmTrait };

/** What tells alarms apart, as far as a person is concerned. */
export type AlarmTrait =
  | 'signalled as HIGH'
  | 'signalled as MEDIUM'
  | 'signalled as LOW'
  | 'information'
  | 'countdown'
  /** It outlives its cause, until a person has dealt with it. */
  | 'latching'
  /** It ends only when a person resumes. */
  | 'stops therapy'
  /** Once for each crossing of a threshold. */
  | 'told once'
  /** How bad it is, of the grades that it has. */
  | 'at its first grade'
  | 'at its worse grade'
  | 'at its worst grade'
  /** How often it has come back after it was silenced. */
  | 'not back yet'
  | 'back once'
  | 'back twice';

/** A condition on what happens, with the small enumerations that it carries; every field given must hold. */
export type Happening<W extends Words = PumpWords> = {
  /** What happens is one of these. */
  readonly on?: readonly W['happens'][];
  readonly notOn?: readonly W['happens'][];
  /** What the journal says of the last run, when it is read. */
  readonly verdicts?: readonly ('new' | 'clean' | 'interrupted')[];
  /** What a cancellation means. */
  readonly parts?: readonly ('normal' | 'extended' | 'both')[];
  /** What kind of bolus is confirmed. */
  readonly kinds?: readonly ('normal' | 'extended' | 'combo')[];
  /** What the journal and the bay say of the cartridge at a start. */
  readonly found?: readonly ('ready' | 'moved' | 'occupied' | 'empty')[];
  /** How much was requested in the hour, when a bolus is confirmed. */
  readonly hour?: 'usual' | 'much';
  /** Who asked. */
  readonly origins?: readonly ('user' | 'remote')[];
  /** How bad an alarm is raised. */
  readonly grades?: readonly GradeName[];
  /** By which policy low glucose is to stop basal. */
  readonly policies?: readonly SuspendPolicy[];
  /** What a test has found of each thing that makes an alarm heard. */
  readonly speaker?: 'working' | 'dead';
  readonly vibrator?: 'working' | 'dead';
  readonly buzzer?: 'working' | 'dead';
  /** Whose pulse is due. */
  readonly channels?: readonly Exclude<PumpContext['owner'], 'nobody'>[];
};

/** A condition on one step; every field given must hold. */
export type Step<W extends Words = PumpWords> = Happening<W> & {
  readonly from?: Where<W>;
  readonly to?: Where<W>;
  /** All of these are asked for. */
  readonly asks?: readonly W['asks'][];
  /** At least one of these is asked for. */
  readonly asksAny?: readonly W['asks'][];
  /** None of these is asked for. */
  readonly asksNone?: readonly W['asks'][];
  /** This state is entered, or entered anew, so that its delays begin. */
  readonly enters?: W['state'];
  /** None of these states is entered: their delays go on, where they run. */
  readonly entersNone?: readonly W['state'][];
  /** The machine answers: some region has a transition for it. */
  readonly answered?: true;
  /** This alarm is raised, this alarm at this grade, or any alarm of this priority. */
  readonly raises?:
    | AlarmName
    | { readonly alarm: AlarmName; readonly grade: GradeName }
    | { readonly priority: Priority };
  readonly raisesNone?: { readonly priority: Priority };
  /** The cause of each of these alarms is said to be over. */
  readonly ceases?: readonly AlarmName[];
};

/** How things are, or a step that is taken. */
export type Moment<W extends Words = PumpWords> = Where<W> | { readonly step: Step<W> };

/**
 * What can be asked. A run is a row of states and steps from the initial state; where nothing is promised,
 * nothing needs to happen any more. A step that would both open and close a span closes it and opens the next.
 */
export type Rule<W extends Words = PumpWords> =
  /** In no reachable state does this hold. */
  | { readonly never: Where<W> }
  /** In each reachable state where the first holds, the second does. */
  | { readonly whenever: Where<W>; readonly also: Where<W> }
  /**
   * Each moment like the first is followed, at once or later, by one like the second, in every run in which
   * the world keeps what is taken for granted (`specs/fairness.ts`). A step that is like both satisfies itself.
   */
  | {
      readonly whenever: Moment<W>;
      readonly leadsTo: Moment<W>;
      readonly given: readonly Assumption[];
    }
  /** Each step like the first is also like the second. */
  | { readonly eachStep: Step<W>; readonly is: Step<W> }
  /** After a step like the first, none like the second before one like the third. */
  | { readonly after: Step<W>; readonly never: Step<W>; readonly until: Step<W> }
  /** From power-on, nothing like the first before something like the second. A moment that is like both comes in time. */
  | { readonly no: Moment<W>; readonly before: Moment<W> }
  /** After a step like `between`, and until the next one like it, at most so many steps like `of`; the next is not counted. */
  | { readonly atMost: number; readonly of: Step<W>; readonly between: Step<W> }
  /**
   * After a step like `since`, something like `comes` before the timer has elapsed `beforeTicks` times, or in
   * the very step of the last elapse. A further step like `since` gives no new time.
   */
  | {
      readonly since: Step<W>;
      readonly comes: Moment<W>;
      readonly beforeTicks: number;
      readonly of: W['happens'] & `timer.${string}`;
    }
  /** From each such state there is a way of at most so many steps to one of the others. */
  | { readonly from: Where<W>; readonly within: number; readonly canReach: Where<W> }
  /** Each of these leads to one and the same state of the pump, its memory included, from everywhere. */
  | { readonly parksOn: W['happens'] }
  /** Facts of the alarms that the pump has no answer to, in any state. */
  | { readonly unmovedBy: readonly FactType[] }
  /** The ledger and the drive never get an order that makes no sense at that moment. */
  | { readonly everyOrderMakesSense: true };

/** What must hold of a machine, in its own words. */
export type PropertyOf<W extends Words> = {
  readonly name: string;
  readonly req: readonly [RequirementId, ...RequirementId[]];
  readonly rule: Rule<W>;
};

/** What must hold of any machine. */
export type AnyProperty = PropertyOf<Words>;

export type Property = PropertyOf<PumpWords> & {
  /** Number in the list of invariants of the pump domain, where it is there. */
  readonly invariant?: `I${number}`;
  /**
   * Where it is checked. `any`: in its plant, and in a world where anything may happen at any time.
   * `plant`: it needs a world that answers only what it was asked. `free`: it counts the steps of a free world.
   */
  readonly world: 'any' | 'plant' | 'free';
};
