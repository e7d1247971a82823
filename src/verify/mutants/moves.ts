import { changed, type Draft } from './draft.ts';
import {
  type Change,
  eventOf,
  listsOf,
  type Mutator,
  type Site,
  sitesOf,
  stateIn,
  withAnswer,
  withKey,
  withList,
} from './mutant.ts';

/** To each state beside the one meant. */
export const targetChanged: Mutator = ({ machine, draft, ...rest }) =>
  sitesOf({ machine, draft, ...rest }).flatMap(site => {
    const [target] = site.answer.target ?? [];
    if (target === undefined) return [];
    const node = machine.getStateNodeById(target.slice(1));
    return Object.values(node.parent?.states ?? {})
      .filter(each => each !== node)
      .map(
        ({ id }): Change => ({
          operator: 'targetChanged',
          place: site.place,
          change: `${id} for ${node.id}`,
          draft: withAnswer(draft, site, { ...site.answer, target: [`#${id}`] }),
        }),
      );
  });

/** A state is left and entered again, or stays; one that only acted begins anew. */
export const reentryChanged: Mutator = ({ machine, draft, ...rest }) =>
  sitesOf({ machine, draft, ...rest }).flatMap((site): readonly Change[] => {
    const [target] = site.answer.target ?? [];
    const { place, answer, node } = site;
    const make = (change: string, other: Partial<Site['answer']>): Change => ({
      operator: 'reentryChanged',
      place,
      change,
      draft: withAnswer(draft, site, { ...answer, ...other }),
    });
    if (target === undefined)
      return [make('leaves its state and enters it again', { target: [`#${node.id}`], reenter: true })];
    const to = machine.getStateNodeById(target.slice(1));
    const staysInside = node.path.every((key, at) => to.path[at] === key);
    if (!staysInside) return [];
    return [
      make(answer.reenter ? 'stays inside' : 'leaves its state and enters it again', {
        reenter: !answer.reenter,
      }),
    ];
  });

export const transitionDropped: Mutator = original =>
  sitesOf(original)
    .filter(({ field }) => field === 'on')
    .map(site => ({
      operator: 'transitionDropped',
      place: site.place,
      change: 'dropped',
      draft: withList(original.draft, site, site.answers.toSpliced(site.index, 1)),
    }));

/** To the state around it, after what that one answers itself. */
export const transitionMovedOut: Mutator = original =>
  sitesOf(original).flatMap((site): readonly Change[] => {
    const { parent } = site.node;
    if (parent === undefined || parent.type === 'parallel') return [];
    const without = withList(original.draft, site, site.answers.toSpliced(site.index, 1));
    const moved = changed(without, parent.path, state => ({
      ...state,
      [site.field]: withKey(state[site.field], site.key, [
        ...(state[site.field][site.key] ?? []),
        site.answer,
      ]),
    }));
    return [{ operator: 'transitionMovedOut', place: site.place, change: `to ${parent.id}`, draft: moved }];
  });

/** The later of two candidates comes first. */
export const priorityChanged: Mutator = original =>
  sitesOf(original).flatMap((site): readonly Change[] => {
    const next = site.answers[site.index + 1];
    if (next === undefined) return [];
    const swapped = site.answers.with(site.index, next).with(site.index + 1, site.answer);
    return [
      {
        operator: 'priorityChanged',
        place: site.place,
        change: `after the candidate ${site.index + 1}`,
        draft: withList(original.draft, site, swapped),
      },
    ];
  });

/** A state that answers one event answers all from the same source. */
export const eventWidened: Mutator = original =>
  listsOf(original).flatMap((list): readonly Change[] => {
    if (list.field === 'after' || list.key.endsWith('*')) return [];
    const wide = `${list.key.split('.')[0] ?? ''}.*`;
    const known = stateIn(original.draft, list.node).on[wide] ?? [];
    const without = withList(original.draft, list, []);
    return [
      {
        operator: 'eventWidened',
        place: `${list.node.id} ${list.key}`,
        change: `answers ${wide}`,
        draft: changed(without, list.node.path, state => ({
          ...state,
          on: withKey(state.on, wide, [...list.answers, ...known]),
        })),
      },
    ];
  });

export const delayRemoved: Mutator = original =>
  listsOf(original)
    .filter(({ field }) => field === 'after')
    .map(list => ({
      operator: 'delayRemoved',
      place: `${list.node.id} ${eventOf(list)}`,
      change: 'nothing is waited for',
      draft: withList(original.draft, list, []),
    }));

/** Another delay of the chart, the next that this state does not wait for already. */
export const delaySwapped: Mutator = original => {
  const delays = Object.keys(original.machine.implementations.delays ?? {});
  return listsOf(original).flatMap((list): readonly Change[] => {
    if (list.field === 'on') return [];
    const taken = stateIn(original.draft, list.node).after;
    const after = delays.indexOf(list.key);
    const other = [...delays.slice(after + 1), ...delays.slice(0, after)].find(
      each => !Object.hasOwn(taken, each),
    );
    if (other === undefined) return [];
    const without = withList(original.draft, list, []);
    return [
      {
        operator: 'delaySwapped',
        place: `${list.node.id} ${eventOf(list)}`,
        change: `${other} for ${list.key}`,
        draft: changed(without, list.node.path, state => ({
          ...state,
          after: withKey(state.after, other, list.answers),
        })),
      },
    ];
  });
};

export const initialChanged: Mutator = ({ draft, states }) =>
  states.flatMap((node): readonly Change[] => {
    if (node.type !== 'compound') return [];
    const [first] = node.initial.target;
    return Object.values(node.states)
      .filter(each => each !== first)
      .map(({ key }) => ({
        operator: 'initialChanged',
        place: node.id,
        change: `${key} for ${first?.key ?? 'nothing'}`,
        draft: withInitial(draft, node.path, key),
      }));
  });

const withInitial = (draft: Draft, path: readonly string[], initial: string): Draft =>
  changed(draft, path, state => ({ ...state, initial }));
