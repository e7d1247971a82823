import { inWords } from '../charts/model.ts';
import { type Covered, inWords as coverWords, markOf } from '../overlay.ts';
import type { GlyphVerdict } from './chart-glyphs.ts';
import { GLYPHS } from './chart-glyphs.ts';

/**
 * Everything that changes about a chart once it is drawn. Only attributes, classes and words are set, on elements that are looked
 * up once for a picture: nothing moves and nothing is drawn anew.
 */
export type Pieces = {
  /** Each piece with the keys `machine|id` that it is the picture of. */
  readonly states: readonly Piece[];
  readonly taken: readonly Piece[];
  /** By the key of a region: where the name of its active state is written. */
  readonly lanes: readonly Piece[];
  /** By the key of a transition: the mark beside its event. */
  readonly marks: readonly Piece[];
  /** By the requirements that it names. */
  readonly chips: readonly Piece[];
};
export type Piece = { readonly element: Element; readonly keys: readonly string[]; readonly title: string };

export const piecesOf = (svg: SVGSVGElement): Pieces => {
  const found = (attribute: string): readonly Piece[] =>
    [...svg.querySelectorAll(`[${attribute}]`)].map(element => ({
      element,
      keys: (element.getAttribute(attribute) ?? '').split(attribute === 'data-req' ? ' ' : '\n'),
      title: titleIn(element)?.textContent ?? '',
    }));
  return {
    states: found('data-state'),
    taken: found('data-taken'),
    lanes: found('data-lane'),
    marks: found('data-ready-of'),
    chips: found('data-req'),
  };
};

const titleIn = (element: Element): Element | undefined =>
  [...element.children].find(({ tagName }) => tagName === 'title');

/** Two names for the glow, used in turn, restart its animation. */
export const highlight = (
  { states, taken, lanes }: Pieces,
  active: ReadonlySet<string>,
  glows: { readonly round: number; readonly keys: ReadonlySet<string> },
): void => {
  for (const { element, keys } of states)
    element.classList.toggle(
      'on',
      keys.some(key => active.has(key)),
    );
  const [now, before] = glows.round % 2 === 0 ? ['taken-even', 'taken-odd'] : ['taken-odd', 'taken-even'];
  for (const { element, keys } of taken) {
    if (!keys.some(key => glows.keys.has(key))) continue;
    element.classList.remove(before);
    element.classList.add(now);
  }
  for (const { element, keys } of lanes) {
    const words = leafWords(active, keys[0] ?? '');
    if (element.textContent !== words) element.textContent = words;
  }
};

/** What was taken at a moment that is looked back at stays marked; a glow would fade. */
export const showJust = ({ taken }: Pieces, just: ReadonlySet<string>): void => {
  for (const { element, keys } of taken)
    element.classList.toggle(
      'just',
      keys.some(key => just.has(key)),
    );
};

/** The innermost active state inside a key `machine|region`, in words; nothing where none is. */
export const leafWords = (active: ReadonlySet<string>, key: string): string => {
  let leaf = '';
  for (const each of active) if (each.startsWith(`${key}.`)) leaf = each;
  return inWords(leaf.split('.').at(-1) ?? '');
};

/** Which event is answered now, beside each event of a state that is active; `of` says nothing of the others. */
export const showReady = ({ marks }: Pieces, of: (key: string) => GlyphVerdict | null): void => {
  for (const { element, keys } of marks) {
    const verdict = of(keys[0] ?? '');
    if (verdict === null) {
      element.removeAttribute('data-ready');
      continue;
    }
    if (element.getAttribute('data-ready') === verdict) continue;
    element.setAttribute('data-ready', verdict);
    element.setAttribute('d', GLYPHS[verdict]);
  }
};

/** How often each thing was met, as an attribute and on hover; `of` says nothing where nobody looked. */
export const showCover = (
  { states, taken }: Pieces,
  cover: ((key: string) => Covered | undefined) | null,
): void => {
  const of = cover ?? (() => undefined);
  for (const { element, keys, title } of [...states, ...taken]) {
    const mark = markOf(keys.map(of));
    if (mark === null) element.removeAttribute('data-met');
    else element.setAttribute('data-met', mark);
    const told = keys.flatMap(key => {
      const covered = of(key);
      return covered === undefined ? [] : [`${nameIn(key)} ${coverWords(covered)}`.trim()];
    });
    const words = [title, ...told].filter(line => line !== '').join('\n');
    const holder = titleIn(element);
    if (holder !== undefined && holder.textContent !== words) holder.textContent = words;
  }
};

/** The event of a transition; nothing of a state, whose name is there already. */
const nameIn = (key: string): string => key.split(' ')[1] ?? '';

/** Everything but these steps back; null: nothing does. */
export const showOnly = ({ states, taken }: Pieces, only: ((key: string) => boolean) | null): void => {
  for (const { element, keys } of [...states, ...taken])
    element.classList.toggle('back', only !== null && !keys.some(only));
};

/** Where a property was broken up to the moment that is looked at; `now` by that very step. */
export const showBroken = ({ states, taken }: Pieces, of: (key: string) => 'now' | 'before' | null): void => {
  for (const { element, keys } of [...states, ...taken]) {
    const told = keys.map(of);
    const broken = told.includes('now') ? 'now' : told.includes('before') ? 'before' : null;
    if (broken === null) element.removeAttribute('data-broken');
    else element.setAttribute('data-broken', broken);
  }
};

/** Chips of the requirement that is looked at stand out. */
export const showWanted = ({ chips }: Pieces, requirement: string | null): void => {
  for (const { element, keys } of chips)
    element.classList.toggle('wanted', requirement !== null && keys.includes(requirement));
};

/** What is selected, by its frame. */
export const showSelected = ({ states, taken }: Pieces, selected: string | null): void => {
  for (const { element, keys } of [...states, ...taken])
    element.classList.toggle('selected', selected !== null && keys.includes(selected));
};
