import type { Answer, Readiness } from '../../verify/readiness.ts';
import type { ChartTransition } from '../charts/model.ts';
import { inWords } from '../charts/model.ts';
import { formWords, reasonsOf, statement, VERDICT_WORDS, verdictOf } from '../readyWords.ts';
import { GLYPHS } from './chart-glyphs.ts';
import { readyAt } from './chart-ready.ts';
import { active, selected } from './store.ts';

/** What a state would answer now, event by event: enabled, or which guard says no. */
export const StateAnswers = ({
  machine,
  transitions,
}: {
  readonly machine: string;
  readonly transitions: readonly ChartTransition[];
}) => {
  const told = transitions.flatMap(transition => {
    const readiness = readyAt.value(`${machine}|${transition.id}`);
    return readiness === null ? [] : [{ transition, readiness }];
  });
  if (told.length === 0) return null;
  return (
    <>
      <h4>What it answers now</h4>
      <ul class="answers" data-testid="answers">
        {told.map(({ transition, readiness }) => (
          <li key={transition.id} data-verdict={verdictOf(readiness)}>
            <Glyph readiness={readiness} />
            <button
              type="button"
              class="link"
              onClick={() => {
                selected.value = `${machine}|${transition.id}`;
              }}
            >
              {transition.delay === null ? transition.event : `after ${inWords(transition.delay)}`}
            </button>
            {goal(transition)} <span class="why">{whyWords(readiness, transition)}</span>
          </li>
        ))}
      </ul>
    </>
  );
};

const goal = ({ source, targets }: ChartTransition): string =>
  targets
    .filter(target => target !== source)
    .map(target => ` → ${inWords(target.split('.').at(-1) ?? target)}`)
    .join('');

const Glyph = ({ readiness }: { readonly readiness: Readiness }) => {
  const verdict = verdictOf(readiness);
  return (
    <svg class="glyph" viewBox="-4 -4 8 8" width="11" height="11" aria-hidden="true">
      {verdict !== 'inner' && <path class="ready-mark" data-ready={verdict} d={GLYPHS[verdict]} />}
    </svg>
  );
};

/** An event that is answered by nothing at all is only kept from the states around. */
const isSwallowed = ({ targets, actions }: ChartTransition): boolean =>
  targets.length === 0 && actions.length === 0;

const whyWords = (readiness: Readiness, transition: ChartTransition): string => {
  const reasons = reasonsOf(readiness);
  if (verdictOf(readiness) === 'ready' && isSwallowed(transition)) return 'ignored here';
  const words = VERDICT_WORDS[verdictOf(readiness)];
  return reasons.length === 0 ? words : `${words}: ${reasons.join('; ')}`;
};

/** Whether a transition would be taken now, and what each part of its guard says. */
export const TransitionAnswers = ({
  id,
  transition,
}: {
  readonly id: string;
  readonly transition: ChartTransition;
}) => {
  const readiness = readyAt.value(id);
  if (readiness === null)
    return (
      <p class="why">
        {active.value.has(id.split(' ')[0] ?? '')
          ? 'Whether it would be taken now is not known: this run does not tell all that its guards ask.'
          : 'Its state is not active, so its event is not asked for here.'}
      </p>
    );
  const forms = readiness.forms.filter(({ guard }) => guard !== null);
  // Most guards say the same to every form of the event: that is told once.
  const texts = new Set(forms.map(({ guard }) => JSON.stringify(guard)));
  return (
    <div data-testid="transition-answers">
      <p>
        <Glyph readiness={readiness} /> <b>{whyWords(readiness, transition)}</b>
      </p>
      {forms.slice(0, texts.size === 1 ? 1 : forms.length).map(({ event, guard, outcome }) => (
        <div key={JSON.stringify(event)}>
          {texts.size > 1 && (
            <p>
              with {formWords({ event })}: {outcome === 'taken' ? 'taken' : 'not taken'}
            </p>
          )}
          {guard !== null && (
            <ul class="guard">
              <Part answer={guard} />
            </ul>
          )}
        </div>
      ))}
    </div>
  );
};

const COMBINED = { and: 'all of', or: 'one of', not: 'not' } as const;

/** One question of a guard with what it is built of; each says yes or no. */
const Part = ({ answer }: { readonly answer: Answer }) => {
  const { name, kind, holds, parts } = answer;
  const isNamed = /^\w+$/.test(name);
  const [only] = parts;
  // "not: occlusion is occluded" reads better as one statement.
  if (kind === 'not' && !isNamed && only?.kind === 'question')
    return (
      <li class={holds ? 'yes' : 'no'}>
        <b>{holds ? 'yes' : 'no'}</b> {statement(only.name, false)}
      </li>
    );
  const says =
    kind === 'question'
      ? statement(name, true)
      : isNamed
        ? `${inWords(name)}: ${COMBINED[kind]}`
        : COMBINED[kind];
  return (
    <li class={holds ? 'yes' : 'no'}>
      <b>{holds ? 'yes' : 'no'}</b> {says}
      {parts.length > 0 && (
        <ul>
          {parts.map((part, index) => (
            <Part key={`${index} ${part.name}`} answer={part} />
          ))}
        </ul>
      )}
    </li>
  );
};
