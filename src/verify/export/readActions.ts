import { z } from 'zod';
import type { Action, Choice, Condition, Params, Raised, Value } from './document.ts';
import { conditionFrom, literalFrom } from './ecmascript.ts';
import { plainValue } from './plain.ts';
import type { Learned } from './readGlossary.ts';
import { needed, only, type Read } from './readXml.ts';
import { sendId } from './scxml.ts';

/** The delay that a send on entry begins; null for anything else. */
export const delayFrom = (element: Read, state: string, glossary: Learned): string | null => {
  const sends = element.name === 'if' ? branchesOf(element).flatMap(({ content }) => content) : [element];
  const [first] = sends;
  const delay = /^timer\.(.+)Elapsed$/.exec(first?.attributes.event ?? '')?.[1];
  if (first?.name !== 'send' || delay === undefined || first.attributes.id !== sendId(state, delay))
    return null;
  glossary.delay(
    delay,
    choiceFrom(element, send => {
      const length = /^(\d+(?:\.\d+)?)ms$/.exec(needed(send, 'delay'))?.[1];
      if (length === undefined)
        throw new Error(`cannot read the delay "${send.attributes.delay}"; say it in ms`);
      return Number(length);
    }),
  );
  return delay;
};

/** Executable content as an action: raised, remembered or asked, by cases or not. */
export const actionFrom = (element: Read, glossary: Learned): Action => {
  const name = element.attributes['islet:action'];
  const [first] = element.name === 'if' ? branchesOf(element).flatMap(({ content }) => content) : [element];
  if (first === undefined) throw new Error('cannot read an <if> with nothing in it');
  switch (first.name) {
    case 'islet:ask': {
      const type = glossary.deed(needed(first, 'type'), { asks: true });
      if (element === first) {
        const params = paramsFrom(element);
        return { type, ...(Object.keys(params).length > 0 && { params }) };
      }
      return { type, chosen: choiceFrom(element, paramsFrom) };
    }
    case 'raise':
    case 'send': {
      const raises = choiceFrom(element, raisedFrom);
      return { type: glossary.deed(name ?? `raise ${raises.otherwise.type}`, { raises }) };
    }
    case 'assign':
    case 'if': {
      const assigns = assignsFrom(element);
      return { type: glossary.deed(name ?? `assign ${Object.keys(assigns).join(' ')}`, { assigns }) };
    }
    default:
      throw new Error(`cannot read <${first.name}> as an action`);
  }
};

const paramsFrom = (ask: Read): Params => {
  only(ask, ['islet:param']);
  return z
    .record(z.string(), z.json())
    .parse(
      Object.fromEntries(ask.children.map(each => [needed(each, 'name'), literalFrom(needed(each, 'expr'))])),
    );
};

const raisedFrom = (element: Read): Raised => {
  if (element.name === 'send' && element.attributes.target !== '#_internal')
    throw new Error(
      `cannot read <send event="${element.attributes.event}">: only to #_internal, or a delay of its state`,
    );
  only(element, ['param']);
  const fields = element.children.map(
    each => [needed(each, 'name'), plainValue(literalFrom(needed(each, 'expr')))] as const,
  );
  return { ...Object.fromEntries(fields), type: needed(element, 'event') };
};

/** One assignment, by cases or not; or several at once, grouped by a condition that always holds. */
const assignsFrom = (element: Read): Readonly<Record<string, Choice<Value>>> => {
  const several = element.name === 'if' && element.attributes.cond === 'true' ? element.children : [element];
  return Object.fromEntries(
    several.map(each => {
      const [first] = each.name === 'if' ? branchesOf(each).flatMap(({ content }) => content) : [each];
      if (first?.name !== 'assign') throw new Error(`cannot read <${first?.name}> beside an assignment`);
      const location = needed(first, 'location');
      const value = (assign: Read): Value => {
        if (assign.attributes.location !== location)
          throw new Error(
            `cannot read an <if> that assigns "${location}" and "${assign.attributes.location}"`,
          );
        return plainValue(literalFrom(needed(assign, 'expr')));
      };
      return [location, choiceFrom(each, value)];
    }),
  );
};

const choiceFrom = <Result>(element: Read, result: (content: Read) => Result): Choice<Result> => {
  if (element.name !== 'if') return { cases: [], otherwise: result(element) };
  const branches = branchesOf(element).map(({ when, content }) => {
    const [one, ...more] = content;
    if (one === undefined || more.length > 0)
      throw new Error('cannot read an <if> with several actions in a case');
    return { when, gives: result(one) };
  });
  const last = branches.at(-1);
  if (last === undefined || last.when !== null) throw new Error('cannot read an <if> without <else/>');
  return {
    cases: branches.flatMap(({ when, gives }) => (when === null ? [] : [{ when, gives }])),
    otherwise: last.gives,
  };
};

type Branch = { readonly when: Condition | null; readonly content: readonly Read[] };

/** The cases of an `if`; the condition of `else` is null. */
const branchesOf = (element: Read): readonly Branch[] => {
  const branches: { when: Condition | null; content: Read[] }[] = [
    { when: conditionFrom(needed(element, 'cond')), content: [] },
  ];
  for (const child of element.children) {
    if (child.name === 'elseif') branches.push({ when: conditionFrom(needed(child, 'cond')), content: [] });
    else if (child.name === 'else') branches.push({ when: null, content: [] });
    else branches.at(-1)?.content.push(child);
  }
  return branches;
};
