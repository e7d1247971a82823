import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** An element as it was read; text between elements is left out. */
export type Read = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly Read[];
};

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  ignoreDeclaration: true,
});

/** Elements as the parser gives them: the name is the one key beside `:@`, which holds the attributes. */
const parsedSchema = z.array(z.record(z.string(), z.unknown()));
const attributesSchema = z.record(z.string(), z.string()).optional();

/** The root element of a document. Throws, with line and column, what is no XML. */
export const elementFrom = (text: string): Read => {
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new Error(`this is no XML: line ${valid.err.line}, column ${valid.err.col}: ${valid.err.msg}`);
  const [root, ...more] = elementsIn(parser.parse(text));
  if (root === undefined || more.length > 0) throw new Error('this is no XML: it has not one root element');
  return root;
};

const elementsIn = (parsed: unknown): readonly Read[] =>
  parsedSchema.parse(parsed).flatMap((entry): readonly Read[] => {
    const { ':@': attributes, ...rest } = entry;
    return Object.entries(rest).flatMap(([name, inner]) =>
      name === '#text'
        ? []
        : [{ name, attributes: attributesSchema.parse(attributes) ?? {}, children: elementsIn(inner) }],
    );
  });

/** Refuses every child but these. */
export const only = ({ name, attributes, children }: Read, allowed: readonly string[]): void => {
  const other = children.find(child => !allowed.includes(child.name));
  if (other !== undefined)
    throw new Error(`cannot read <${other.name}> in <${name} ${attributes.id ?? attributes.event ?? ''}>`);
};

/** An attribute that must be there. */
export const needed = ({ name, attributes }: Read, attribute: string): string => {
  const text = attributes[attribute];
  if (text === undefined) throw new Error(`cannot read <${name}>: it has no attribute "${attribute}"`);
  return text;
};
