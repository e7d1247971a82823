/** An element as it is written. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly (Element | { readonly comment: string } | { readonly text: string })[];
};

/** XML of an element, a line each, indented. Attributes that are undefined are left out. */
export const xmlOf = (element: Element['children'][number]): readonly string[] => {
  if ('text' in element) return [escaped(element.text)];
  // Two hyphens would end a comment.
  if ('comment' in element) return [`<!-- ${element.comment.replaceAll(/-(?=-)/g, '- ')} -->`];
  const { name, attributes, children } = element;
  const said = Object.entries(attributes).flatMap(([key, text]) =>
    text === undefined ? [] : [` ${key}="${escaped(text)}"`],
  );
  if (children.length === 0) return [`<${name}${said.join('')}/>`];
  if (children.every(child => 'text' in child))
    return [`<${name}${said.join('')}>${children.flatMap(xmlOf).join('')}</${name}>`];
  return [`<${name}${said.join('')}>`, ...children.flatMap(xmlOf).map(line => `  ${line}`), `</${name}>`];
};

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, found => ESCAPES[found] ?? found).replaceAll(/[\n\t]/g, ' ');
