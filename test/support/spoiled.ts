/**
 * Every way to spoil plain data in one place: a field that is missing, one that nobody knows, a value that is not of
 * its kind. `free` names the fields that hold any words or numbers, so that only the other of the two is wrong there.
 */
export const spoiled = (value: unknown, free: readonly string[], field = ''): readonly Spoiled[] => {
  if (Array.isArray(value))
    return [
      { how: `${field} is no list`, value: {} },
      ...value.flatMap((each, index) =>
        spoiled(each, free, field).map(({ how, value: wrong }) => ({ how, value: value.with(index, wrong) })),
      ),
    ];
  if (typeof value === 'object' && value !== null) return spoiledObject(value, free, field);
  return wrongFor(value, free.includes(field)).map(wrong => ({
    how: `${field} is ${JSON.stringify(wrong)}`,
    value: wrong,
  }));
};

type Spoiled = { readonly how: string; readonly value: unknown };

const spoiledObject = (value: object, free: readonly string[], field: string): readonly Spoiled[] => [
  { how: `${field} has one more`, value: { ...value, nobodyKnows: 1 } },
  ...Object.entries(value).flatMap(([key, inside]) => {
    const { [key]: _, ...rest } = value as Readonly<Record<string, unknown>>;
    return [
      { how: `${key} is missing`, value: rest },
      ...spoiled(inside, free, key).map(({ how, value: wrong }) => ({
        how,
        value: { ...value, [key]: wrong },
      })),
    ];
  }),
];

/** What no value of this kind may be in its place. */
const wrongFor = (value: unknown, isFree: boolean): readonly unknown[] => {
  if (typeof value === 'number') return isFree ? [`${value}`] : [-1, 0.5, `${value}`, null];
  if (typeof value === 'string') return isFree ? [1] : ['', 'nobodyKnows', 1, null];
  return [{}];
};
