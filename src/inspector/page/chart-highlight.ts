import { inWords } from '../charts/model.ts';

/** Sets classes only. Two names for the glow, used in turn, restart its animation. */
export const highlight = (
  svg: SVGSVGElement,
  states: ReadonlySet<string>,
  glows: { readonly round: number; readonly keys: ReadonlySet<string> },
): void => {
  for (const element of svg.querySelectorAll('[data-state]')) {
    element.classList.toggle('on', states.has(element.getAttribute('data-state') ?? ''));
  }
  const [now, before] = glows.round % 2 === 0 ? ['taken-even', 'taken-odd'] : ['taken-odd', 'taken-even'];
  for (const element of svg.querySelectorAll('[data-taken]')) {
    if (!(element.getAttribute('data-taken') ?? '').split('\n').some(key => glows.keys.has(key))) continue;
    element.classList.remove(before);
    element.classList.add(now);
  }
  for (const element of svg.querySelectorAll('[data-lane]')) {
    const region = element.getAttribute('data-lane') ?? '';
    const leaf = [...states].filter(key => key.startsWith(`${region}.`)).at(-1) ?? '';
    const text = inWords(leaf.split('.').at(-1) ?? '');
    if (element.textContent !== text) element.textContent = text;
  }
};
