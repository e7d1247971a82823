import type { RequirementId } from '../../../specs/requirements/index.ts';

/** IEC 60601-1-8 priorities; `info` is an information signal, which is no alarm and stops nothing. */
export type Priority = 'high' | 'medium' | 'low' | 'info';

/**
 * What an alarm stops: nothing, automation only (which falls back to less), the boluses that run, all
 * therapy until a person resumes, or all therapy for good (fail-safe).
 */
export type Stops = 'nothing' | 'automation' | 'bolus' | 'therapy' | 'forGood';

/** How bad one alarm can be. Most have one grade; what gets worse is raised again at its worse grade. */
export type Grade = { readonly priority: Priority; readonly stops: Stops };
export const gradeNames = ['first', 'worse', 'worst'] as const;
export type GradeName = (typeof gradeNames)[number];

/**
 * How it is signalled until somebody acts: E-H, E-M, E-L and E-I are the timelines of HIGH, MEDIUM, LOW
 * and information; `countdown` signals each minute until another alarm takes over.
 */
export type Escalation = 'E-H' | 'E-M' | 'E-L' | 'E-I' | 'countdown';

/** One kind of alarm. `id` is its name in the requirements, such as A-15 in SR-062. */
export type AlarmKind = {
  readonly id: string;
  readonly title: string;
  /** When it is raised, with its exact threshold and timing. */
  readonly trigger: string;
  readonly first: Grade;
  readonly worse?: Grade;
  readonly worst?: Grade;
  /** A latching alarm stays until acknowledged and cleared, even when its cause has gone. */
  readonly latching: boolean;
  /** What makes it leave the list. */
  readonly clears: string;
  /** Only where it is not the timeline of its priority. */
  readonly escalation?: Escalation;
  /**
   * When it sounds again after an acknowledgement while its cause stays. Without this: as its timeline
   * says. `never`: once for each crossing of its threshold, so that an acknowledgement ends it.
   */
  readonly again?: 'halfHour' | 'never';
  /** What a person does about it. */
  readonly remedy: string;
  readonly req: readonly RequirementId[];
  /** What it waits for, while nothing can raise it yet. */
  readonly due?: string;
};

/** The timeline of each priority. */
const TIMELINES = { high: 'E-H', medium: 'E-M', low: 'E-L', info: 'E-I' } as const satisfies Record<
  Priority,
  Escalation
>;

/** How an alarm of this row is signalled at one of its grades. */
export const escalationOf = (
  { escalation }: Pick<AlarmKind, 'escalation'>,
  { priority }: Grade,
): Escalation => escalation ?? TIMELINES[priority];

/** The grades that most rows have, by name. */
export const FOR_GOOD = { priority: 'high', stops: 'forGood' } as const satisfies Grade;
export const STOP = { priority: 'high', stops: 'therapy' } as const satisfies Grade;
export const HIGH = { priority: 'high', stops: 'nothing' } as const satisfies Grade;
export const MEDIUM = { priority: 'medium', stops: 'nothing' } as const satisfies Grade;
export const LOW = { priority: 'low', stops: 'nothing' } as const satisfies Grade;
export const INFO = { priority: 'info', stops: 'nothing' } as const satisfies Grade;

/** Keeps the names of a group of rows, and checks each row. */
export const kinds = <const Table extends Readonly<Record<string, AlarmKind>>>(table: Table): Table => table;
