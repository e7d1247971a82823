import { z } from 'zod';
import { type Document, type State, statesIn, type Transition } from './document.ts';
import { conditionFrom, literalFrom } from './ecmascript.ts';
import { actionFrom, delayFrom } from './readActions.ts';
import { type Learned, learnedNames } from './readGlossary.ts';
import { documentFrom } from './readJson.ts';
import { elementFrom, needed, only, type Read } from './readXml.ts';
import { ISLET, SCXML, sendId } from './scxml.ts';

/**
 * Reads SCXML as `scxmlOf` writes it: states, parallel states, transitions with conditions, memory, raised and
 * delayed events, and what is asked. Any other element is refused with its line of ancestors. Conditions and
 * actions are understood from the standard elements alone; names of ours are only kept.
 */
export const documentFromScxml = (text: string): Document => {
  const root = elementFrom(text);
  if (root.name !== 'scxml' || root.attributes.xmlns !== SCXML)
    throw new Error(`this is no SCXML: its root is <${root.name}>; it must be <scxml xmlns="${SCXML}">`);
  if (root.attributes.datamodel !== 'ecmascript')
    throw new Error(`cannot read SCXML with the data model "${root.attributes.datamodel}"; only ecmascript`);
  if (root.attributes['xmlns:islet'] !== ISLET)
    throw new Error(`cannot read this SCXML: names of islet are in ${ISLET}`);
  const [outermost, ...more] = root.children.filter(isState);
  if (outermost === undefined || more.length > 0)
    throw new Error('cannot read this SCXML: it must have one outermost state, with all others inside');
  only(root, ['islet:event', 'datamodel', 'state', 'parallel']);
  const glossary = learnedNames();
  const state = stateFrom(outermost, glossary);
  return documentFrom({
    islet: 'chart',
    version: 1,
    context: Object.fromEntries(
      root.children.filter(named('datamodel')).flatMap(model => model.children.map(dataFrom)),
    ),
    events: root.children.filter(named('islet:event')).map(eventFrom),
    ...glossary.all(),
    root: withInitial(state),
  });
};

const named =
  (name: string) =>
  (element: Read): boolean =>
    element.name === name;
const isState = ({ name }: Read): boolean => name === 'state' || name === 'parallel';

const words = (text: string | undefined): readonly string[] | undefined => text?.split(' ');

const dataFrom = (data: Read) => {
  const values = data.attributes['islet:values'];
  return [
    needed(data, 'id'),
    {
      initial: literalFrom(needed(data, 'expr')),
      values: values === undefined ? [] : z.array(z.json()).parse(JSON.parse(values)),
    },
  ] as const;
};

const eventFrom = (event: Read) => {
  const { raised, fields } = event.attributes;
  return {
    type: needed(event, 'name'),
    ...(fields !== undefined && { fields: z.json().parse(JSON.parse(fields)) }),
    ...(raised === 'true' && { raised: true as const }),
  };
};

/** Where no `initial` is given, SCXML begins in the first child. */
const withInitial = (state: State): State => ({
  ...state,
  ...(state.kind === 'compound' && { initial: state.initial ?? state.states[0]?.id }),
  states: state.states.map(withInitial),
});

const stateFrom = (element: Read, glossary: Learned): State => {
  only(element, ['onentry', 'onexit', 'transition', 'state', 'parallel']);
  const id = needed(element, 'id');
  const { initial, 'islet:description': description } = element.attributes;
  const states = element.children.filter(isState).map(child => stateFrom(child, glossary));
  const entry = element.children.filter(named('onentry')).flatMap(({ children }) => children);
  const after = new Set(entry.flatMap(each => delayFrom(each, id, glossary) ?? []));
  const tags = words(element.attributes['islet:tags']);
  const req = words(element.attributes['islet:req']);
  return {
    id,
    key: id.slice(id.lastIndexOf('.') + 1),
    kind: states.length === 0 ? 'atomic' : element.name === 'parallel' ? 'parallel' : 'compound',
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
    ...(req !== undefined && { req }),
    ...(initial !== undefined && { initial }),
    entry: entry
      .filter(each => delayFrom(each, id, glossary) === null)
      .flatMap(each => actionFrom(each, glossary)),
    exit: element.children
      .filter(named('onexit'))
      .flatMap(({ children }) => children)
      .filter(
        each =>
          !(each.name === 'cancel' && [...after].some(delay => each.attributes.sendid === sendId(id, delay))),
      )
      .flatMap(each => actionFrom(each, glossary)),
    transitions: element.children
      .filter(named('transition'))
      .map(each => transitionFrom(each, id, states, after, glossary)),
    states,
  };
};

const transitionFrom = (
  element: Read,
  source: string,
  states: readonly State[],
  after: ReadonlySet<string>,
  glossary: Learned,
): Transition => {
  const event = needed(element, 'event');
  const { cond, target, type, 'islet:guard': name, 'islet:description': description } = element.attributes;
  const delay = /^timer\.(.+)Elapsed$/.exec(event)?.[1];
  const condition = cond === undefined ? undefined : conditionFrom(cond);
  const guard = condition && (name === undefined ? condition : glossary.guard(name, condition));
  const req = words(element.attributes['islet:req']);
  // SCXML leaves the source unless it says `internal`; XState stays where it can unless it says `reenter`.
  const isInside = target === source || states.some(state => statesIn(state).some(({ id }) => id === target));
  return {
    event,
    ...(delay !== undefined && after.has(delay) && { after: delay }),
    ...(guard !== undefined && { guard }),
    ...(target !== undefined && { target }),
    ...(isInside && type !== 'internal' && { reenter: true as const }),
    actions: element.children.flatMap(each => actionFrom(each, glossary)),
    ...(req !== undefined && { req: [...req] }),
    ...(description !== undefined && { description }),
  };
};
