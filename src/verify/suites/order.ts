/** Compares names: below 0 where the first comes before the second. */
export type Order = (one: string, other: string) => number;

/** The seed that is meant where none is said: names in their own order. */
export const FIRST_SEED = 1;

/**
 * The order of names that a seed gives: what decides wherever two ways are equally good. Each name has its place by
 * itself, so that a name that is added or left out leaves all others in their order.
 */
export const orderOf = (seed: number): Order => {
  if (seed === FIRST_SEED) return inOrder;
  const known = new Map<string, number>();
  const placeOf = (name: string): number => {
    const place = known.get(name) ?? mixed(`${seed} ${name}`);
    known.set(name, place);
    return place;
  };
  return (one, other) => placeOf(one) - placeOf(other) || inOrder(one, other);
};

const inOrder: Order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** 32 bits of a text: FNV-1a, and MurmurHash3's last mixing, or texts that differ at their end would stay neighbours. */
const mixed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
