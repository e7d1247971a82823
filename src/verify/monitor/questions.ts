import { match, P } from 'ts-pattern';
import type { AnyProperty, Rule, Words } from '../../../specs/property.ts';
import type { Chart } from '../chart.ts';
import type { Asked, GraphJudge, Holds } from '../temporal/judging.ts';
import { type RunWatch, watchOf } from '../temporal/watches.ts';

/** What a run is asked about of one property: in its states, in its steps, or along the way. */
export type Question =
  | { readonly of: 'states'; readonly asked: Holds; readonly wanted: Holds }
  | { readonly of: 'steps'; readonly asked: Asked; readonly wanted: Asked }
  | { readonly of: 'parking'; readonly isFact: Asked }
  | ({ readonly of: 'way' } & RunWatch);

/** Rules that a run can break. */
type OfOneRun = Exclude<
  Rule<Words>,
  { readonly leadsTo: unknown } | { readonly canReach: unknown } | { readonly everyOrderMakesSense: unknown }
>;

/** Why no run of a pump can show whether it keeps a property, in a sentence; null where one can. */
export const unjudged = ({ rule }: AnyProperty): string | null => {
  if ('leadsTo' in rule)
    return 'What must come in the end is not late while a run goes on; exploration alone can tell.';
  if ('canReach' in rule) return 'It is about every way that leads on from a state, and a run takes one.';
  if ('everyOrderMakesSense' in rule)
    return 'An order without sense makes ledger and drive throw: a run that goes on has had none.';
  // Each state is named by its id, as the explorer's judge tells them apart.
  return JSON.stringify(rule).includes('"plant.')
    ? 'It speaks of the world beside the pump as the model has it, and no journal records that.'
    : null;
};

const isOfOneRun = (rule: Rule<Words>): rule is OfOneRun =>
  !('leadsTo' in rule || 'canReach' in rule || 'everyOrderMakesSense' in rule);

/** The question that a property puts to a run, by the same judges as in an exploration; null where `unjudged` says why. */
export const questionOf = (judge: GraphJudge, chart: Chart, property: AnyProperty): Question | null => {
  const { rule } = property;
  if (unjudged(property) !== null || !isOfOneRun(rule)) return null;
  return match(rule)
    .returnType<Question>()
    .with({ also: P._ }, ({ whenever, also }) => ({
      of: 'states',
      asked: judge.where(whenever),
      wanted: judge.where(also),
    }))
    .with({ eachStep: P._ }, ({ eachStep, is }) => ({
      of: 'steps',
      asked: judge.step(eachStep),
      wanted: judge.step(is),
    }))
    .with({ unmovedBy: P._ }, ({ unmovedBy }) => {
      const events = unmovedBy.map(type => chart.tables.eventNumber({ type }));
      return {
        of: 'states',
        asked: () => true,
        wanted: state => events.every(event => chart.outcomeOf(state, event) === 0),
      };
    })
    .with({ parksOn: P.string }, ({ parksOn }) => ({ of: 'parking', isFact: judge.step({ on: [parksOn] }) }))
    .with({ until: P._ }, { before: P._ }, { atMost: P._ }, { beforeTicks: P._ }, rule => ({
      of: 'way',
      ...watchOf(judge, rule),
    }))
    .with({ never: P._ }, ({ never }) => {
      const holds = judge.where(never);
      return { of: 'states', asked: () => true, wanted: state => !holds(state) };
    })
    .exhaustive();
};
