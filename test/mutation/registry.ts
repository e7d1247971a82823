/**
 * What the tests of the project use of Vitest, registered and run in this process: with Vitest itself a mutant waits for
 * half a second before its first test begins. `expect` is that of Vitest.
 */

import { format } from 'node:util';

export { expect } from 'vitest';

type Body = (...values: never[]) => unknown;
type Hook = () => unknown;
type Scope = {
  readonly path: readonly string[];
  readonly before: readonly Hook[][];
  readonly after: readonly Hook[][];
};
export type Registered = {
  /** A name that no other has, as long as nothing is added to its file. */
  readonly id: string;
  readonly name: string;
  readonly run: () => Promise<void>;
};

const tests: Registered[] = [];
const root = (): Scope => ({ path: [], before: [[]], after: [[]] });
let scope = root();
let file = '';
let inFile = 0;

/** All that was registered since the last time, in order. */
export const takeTests = (): readonly Registered[] => tests.splice(0);

/** Registers what `load` registers as tests of this file. */
export const registering = async (path: string, load: () => Promise<unknown>): Promise<void> => {
  file = path;
  inFile = 0;
  scope = root();
  await load();
};

const bodyOf = (rest: readonly unknown[]): Body => {
  const body = rest.find(each => typeof each === 'function');
  if (body === undefined) throw new Error(`a test of ${file} has no body`);
  return body as Body;
};

const register = (title: string, body: Body, values: readonly unknown[]): void => {
  const { path, before, after } = scope;
  const run = async (): Promise<void> => {
    for (const hook of before.flat()) await hook();
    try {
      await body(...(values as never[]));
    } finally {
      for (const hook of after.toReversed().flat()) await hook();
    }
  };
  const name = [file, ...path, title].join(' > ');
  tests.push({ id: `${name} #${inFile}`, name, run });
  inFile += 1;
};

const within = (title: string, body: Body, values: readonly unknown[]): void => {
  const outside = scope;
  scope = { path: [...outside.path, title], before: [...outside.before, []], after: [...outside.after, []] };
  body(...(values as never[]));
  scope = outside;
};

type Enter = (title: string, body: Body, values: readonly unknown[]) => void;

const PLACE = /%[sdifjoO]/g;
const PROPERTY = /\$(\w+)/g;

/** A title with these values in its places, and in those of its properties (`$name`) that the first has; what it does not use is left out. */
export const titled = (title: string, values: readonly unknown[]): string => {
  const places = title.match(PLACE)?.length ?? 0;
  const properties = new Map(Object.entries(Object(values[0])));
  return format(title, ...values.slice(0, places)).replaceAll(PROPERTY, (whole, name: string) =>
    properties.has(name) ? format('%s', properties.get(name)) : whole,
  );
};

const eachOf =
  (enter: Enter) =>
  (rows: readonly unknown[]) =>
  (title: string, ...rest: readonly unknown[]): void => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      enter(titled(title, values), bodyOf(rest), values);
    }
  };

const named =
  (enter: Enter) =>
  (title: string, ...rest: readonly unknown[]): void =>
    enter(title, bodyOf(rest), []);

const never = (): void => undefined;

export const test = Object.assign(named(register), {
  each: eachOf(register),
  skip: never,
  runIf: (is: boolean) => (is ? named(register) : never),
});
export const it = test;
export const describe = Object.assign(named(within), { each: eachOf(within) });

const hooking = (kind: 'before' | 'after') => (hook: Hook) => {
  scope[kind].at(-1)?.push(hook);
};
export const beforeEach = hooking('before');
export const afterEach = hooking('after');
