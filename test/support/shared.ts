/**
 * What the tests of a file share, made by the first of them that asks for it, and never while the file is loaded: a mutant
 * that loading reaches is put to every test there is, each time with everything loaded anew. From one mutant to the next
 * it is forgotten (`test/mutation/loading.ts`).
 */
export const shared = <Value extends object>(make: () => Value): (() => Value) => {
  const key = {};
  const made = new WeakMap<object, Value>();
  return () => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
};
