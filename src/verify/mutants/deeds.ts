import { ALARMS, gradeNames, isAlarmName } from '../../domain/alarms.ts';
import { changed, type Draft } from './draft.ts';
import {
  type Change,
  type Mutator,
  type Operator,
  type Original,
  sitesOf,
  stateIn,
  withAnswer,
  wordOf,
} from './mutant.ts';

/** A list of actions somewhere in a chart, and the chart with another list there. */
type Deeds = {
  readonly where: 'transition' | 'entry' | 'exit';
  readonly place: string;
  readonly actions: readonly unknown[];
  readonly put: (actions: readonly unknown[]) => Draft;
};

const deedsOf = (original: Original): readonly Deeds[] => {
  const { draft, states } = original;
  const onTheWay = sitesOf(original).map(
    (site): Deeds => ({
      where: 'transition',
      place: site.place,
      actions: site.answer.actions,
      put: actions => withAnswer(draft, site, { ...site.answer, actions }),
    }),
  );
  const inStates = states.flatMap(node =>
    (['entry', 'exit'] as const).map(
      (where): Deeds => ({
        where,
        place: `${node.id} ${where}`,
        actions: stateIn(draft, node)[where],
        put: actions => changed(draft, node.path, state => ({ ...state, [where]: actions })),
      }),
    ),
  );
  return [...onTheWay, ...inStates];
};

const dropped =
  (operator: Operator, where: Deeds['where']): Mutator =>
  original =>
    deedsOf(original)
      .filter(deeds => deeds.where === where)
      .flatMap(({ place, actions, put }) =>
        actions.map(
          (action, index): Change => ({
            operator,
            place,
            change: `without ${index}: ${wordOf(action)}`,
            draft: put(actions.toSpliced(index, 1)),
          }),
        ),
      );

export const actionDropped = dropped('actionDropped', 'transition');
export const entryDropped = dropped('entryDropped', 'entry');
export const exitDropped = dropped('exitDropped', 'exit');

/** Two neighbours that are not the same. */
export const actionsSwapped: Mutator = original =>
  deedsOf(original).flatMap(({ place, actions, put }) =>
    actions.flatMap((action, index): readonly Change[] => {
      const next = actions[index + 1];
      if (next === undefined || wordOf(next) === wordOf(action)) return [];
      const swapped = actions.with(index, next).with(index + 1, action);
      return [
        {
          operator: 'actionsSwapped',
          place,
          change: `${index}: ${wordOf(next)} before ${wordOf(action)}`,
          draft: put(swapped),
          instead: { was: actions, is: swapped },
        },
      ];
    }),
  );

/** A parameter with the next value that the chart itself gives it somewhere; an alarm at each other grade it has. */
export const parameterChanged: Mutator = original => {
  const all = deedsOf(original);
  const values = valuesIn(all.flatMap(({ actions }) => actions));
  return all.flatMap(({ place, actions, put }) =>
    actions.flatMap((action, index) =>
      othersOf(action, values).map(
        ({ field, value, ...other }): Change => ({
          operator: 'parameterChanged',
          place,
          change: `${index}: ${field} ${String(value)} in ${wordOf(action)}`,
          draft: put(actions.with(index, other.action)),
          instead: { was: actions, is: actions.with(index, other.action) },
        }),
      ),
    ),
  );
};

type Values = ReadonlyMap<string, readonly unknown[]>;
type Action = { readonly type: string; readonly params: Readonly<Record<string, unknown>> };

const isWithParams = (action: unknown): action is Action =>
  typeof action === 'object' &&
  action !== null &&
  'type' in action &&
  'params' in action &&
  typeof action.params === 'object';

const keyOf = (type: string, field: string): string => `${type} ${field}`;

const valuesIn = (actions: readonly unknown[]): Values => {
  const values = new Map<string, readonly unknown[]>();
  for (const { type, params } of actions.filter(isWithParams)) {
    for (const [field, value] of Object.entries(params)) {
      const known = values.get(keyOf(type, field)) ?? [];
      if (!known.includes(value)) values.set(keyOf(type, field), [...known, value]);
    }
  }
  return values;
};

const othersOf = (action: unknown, values: Values) => {
  if (!isWithParams(action)) return [];
  const { params } = action;
  const put = (field: string, value: unknown) => ({
    field,
    value,
    action: { ...action, params: { ...params, [field]: value } },
  });
  const named = Object.entries(params)
    .filter(([field]) => field !== 'grade')
    .flatMap(([field, value]) => {
      const known = values.get(keyOf(action.type, field)) ?? [];
      const next = known[(known.indexOf(value) + 1) % known.length];
      return next === value ? [] : [put(field, next)];
    });
  return [...named, ...gradesOf(params).map(grade => put('grade', grade))];
};

/** The other grades that an alarm has. */
const gradesOf = ({ alarm, grade = 'first' }: Action['params']): readonly string[] =>
  isAlarmName(alarm) ? gradeNames.filter(name => name !== grade && ALARMS[alarm][name] !== undefined) : [];
