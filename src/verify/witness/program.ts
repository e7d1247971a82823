/**
 * A guarded-command program: what a model checker is given, before it is printed in that checker's own
 * language. Variables hold small numbers; a rule that may run does all of its body at once.
 */
export type Program = {
  readonly name: string;
  /** What is stored: name, initial value and the largest value; a note for the reader. */
  readonly variables: readonly Variable[];
  /** Used within a rule only, and zero between rules. */
  readonly scratch: readonly Pick<Variable, 'name' | 'most'>[];
  /** Used and emptied within a rule. */
  readonly queues: readonly string[];
  readonly rules: readonly Rule[];
  /** What must be in no run without end; null where only runs that end are asked about. */
  readonly never: Never | null;
  /** What must hold before any rule has run. */
  readonly initially: readonly Statement[];
  /** What every rule does after its first stage, after its second, and so on. */
  readonly between: readonly (readonly Statement[])[];
};

/** That from some moment on one holds for ever, and the other again and again. */
export type Never = {
  readonly claim: string;
  readonly forEver: Test;
  readonly againAndAgain: Test;
};

export type Variable = {
  readonly name: string;
  readonly initial: number;
  readonly most: number;
  readonly note: string;
};

export type Rule = {
  readonly name: string;
  /** When it may run. */
  readonly when: Test;
  /** No more than there are shared parts between them. */
  readonly stages: readonly (readonly Statement[])[];
};

export type Test =
  | { readonly all: readonly Test[] }
  | { readonly any: readonly Test[] }
  | { readonly not: Test }
  | { readonly variable: string; readonly among: readonly number[] };

/** The variable that says which rule runs: its number, from one. */
export const RULE = 'running';

export const TRUE: Test = { all: [] };
export const FALSE: Test = { any: [] };

export type Statement =
  | { readonly set: string; readonly to: number }
  | { readonly copy: string; readonly from: string }
  /** The first branch whose test holds, and no other. */
  | { readonly choose: readonly Branch[] }
  /** Puts a number at the end of a queue. */
  | { readonly enqueue: number; readonly into: string }
  /** Takes the numbers of a queue, first come first served, until it is empty. */
  | { readonly drain: string; readonly each: readonly Case[] }
  /** A claim that must hold here. */
  | { readonly claim: string; readonly holds: Test };

export type Case = { readonly number: number; readonly body: readonly Statement[] };

export type Branch = { readonly when: Test; readonly body: readonly Statement[] };

/** What is true or false whatever happens is not written out. */
export const simplified = (test: Test): Test => {
  if ('not' in test) {
    const inner = simplified(test.not);
    if (isTrue(inner)) return FALSE;
    return isFalse(inner) ? TRUE : { not: inner };
  }
  if ('variable' in test) return test.among.length === 0 ? FALSE : test;
  if ('all' in test) {
    const parts = test.all.map(simplified).filter(each => !isTrue(each));
    if (parts.some(isFalse)) return FALSE;
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { all: parts };
  }
  const parts = test.any.map(simplified).filter(each => !isFalse(each));
  if (parts.some(isTrue)) return TRUE;
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { any: parts };
};

/** How many numbers a queue holds; a checker stops when one more comes. */
export const QUEUE_LENGTH = 24;

export const isTrue = (test: Test): boolean => 'all' in test && test.all.length === 0;
export const isFalse = (test: Test): boolean => 'any' in test && test.any.length === 0;

/** The names of what a program claims, each once. */
export const claimsOf = ({ rules, between, initially }: Program): readonly string[] => {
  const within = (statement: Statement): readonly string[] => {
    if ('claim' in statement) return [statement.claim];
    if ('choose' in statement) return statement.choose.flatMap(({ body }) => body.flatMap(within));
    return 'drain' in statement ? statement.each.flatMap(({ body }) => body.flatMap(within)) : [];
  };
  const all = [...rules.flatMap(({ stages }) => stages.flat()), ...between.flat(), ...initially];
  return [...new Set(all.flatMap(within))];
};
