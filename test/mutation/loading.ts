/** How the files of a sandbox are loaded: anew for each run that asks for it, with tests registered here. */

import { registerHooks } from 'node:module';

const registry = new URL('registry.ts', import.meta.url).href;
let load = 0;

/** What is imported from now on is made anew, modules of packages excepted. */
export const loadAnew = (): void => {
  load += 1;
};

let generation = 0;

/** What answers questions that are remembered, so that another mutant in it may answer otherwise. */
const REMEMBERED =
  /^machines\/|^src\/runtime\/(annunciator|answers|charts|chartView|gate|onBoardAtLeast|once|service|state|vocabulary)\.ts$/;

export const isRemembered = (path: string): boolean => REMEMBERED.test(path);

/** What is remembered by name, and not by an object that might be forgotten: loaded anew for each mutant. */
const LOADED_ANEW = /[/\\]src[/\\]runtime[/\\](hearers|priority)\.ts$/;

export const isLoadedAnew = (path: string): boolean => LOADED_ANEW.test(path);

/** What pure functions remember of earlier questions, they forget. */
export const forget = (): void => {
  generation += 1;
};

let sharing = 0;

/** What tests share (`test/support/shared.ts`) is made anew by the next that asks for it. */
export const forgetShared = (): void => {
  sharing += 1;
};

/** A WeakMap that forgets. */
class Forgetful<Key extends WeakKey, Value> extends WeakMap<Key, Value> {
  #kept = new WeakMap<Key, Value>();
  #of = this.count();
  /** Whatever was kept at another count is forgotten. */
  protected count(): number {
    return generation;
  }
  #now(): WeakMap<Key, Value> {
    if (this.#of !== this.count()) {
      this.#kept = new WeakMap();
      this.#of = this.count();
    }
    return this.#kept;
  }
  override get(key: Key): Value | undefined {
    return this.#now().get(key);
  }
  override set(key: Key, value: Value): this {
    this.#now().set(key, value);
    return this;
  }
  override delete(key: Key): boolean {
    return this.#now().delete(key);
  }
  override has(key: Key): boolean {
    return this.#now().has(key);
  }
}

/** One that forgets what tests share. */
class Shared<Key extends WeakKey, Value> extends Forgetful<Key, Value> {
  protected override count(): number {
    return sharing;
  }
}

/** `sandbox`: the URL of its folder, with a slash at the end. */
export const hookInto = (sandbox: string): void => {
  Object.assign(globalThis, { Forgetful, Shared });
  const isOurs = (url: string): boolean => url.startsWith(sandbox) && !url.includes('/node_modules/');
  registerHooks({
    resolve: (specifier, context, next) => {
      const isOf = context.parentURL !== undefined && isOurs(context.parentURL);
      if (specifier === 'vitest' && isOf) return { url: registry, shortCircuit: true };
      const resolved = next(specifier, context);
      return isOurs(resolved.url) ? { ...resolved, url: `${resolved.url}?load=${load}` } : resolved;
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!isOurs(url) || !`${loaded.source}`.includes('new WeakMap')) return loaded;
      const forgetting = url.includes('/test/support/shared.ts') ? 'new Shared' : 'new Forgetful';
      return { ...loaded, source: `${loaded.source}`.replaceAll('new WeakMap', forgetting) };
    },
  });
};
