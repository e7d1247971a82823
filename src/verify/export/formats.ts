import { type Document, statesIn } from './document.ts';
import { dotOf } from './dot.ts';
import { mermaidOf } from './mermaid.ts';
import { documentFrom } from './readJson.ts';
import { documentFromScxml } from './readScxml.ts';
import { regionOf } from './region.ts';
import { scxmlOf } from './scxml.ts';
import { smcatOf } from './smcat.ts';

/** The formats of a picture. They show a chart, or a region of it. */
const PICTURES = { mermaid: mermaidOf, smcat: smcatOf, dot: dotOf } as const;

/** The formats that hold all of a chart, and can be read again. */
const WHOLE = {
  scxml: scxmlOf,
  json: (document: Document): string => `${JSON.stringify(document, null, 2)}\n`,
} as const;

const FORMATS = { ...PICTURES, ...WHOLE } as const;

export type Format = keyof typeof FORMATS;

/**
 * A chart in a format. Of one region, given by its name, there is only a picture: its guards ask for states of
 * other regions, so that alone it would be another chart.
 */
export const printed = (document: Document, format: Format, region: string | null): string => {
  if (region === null) return FORMATS[format](document);
  if (format === 'scxml' || format === 'json')
    throw new Error(
      `--region ${region}: ${format} holds a whole chart, for guards ask for states of other regions; leave --region out, or take ${Object.keys(PICTURES).join(', ')}`,
    );
  return PICTURES[format](regionOf(document, region));
};

/** A chart from the text of a file: SCXML or JSON, told by its first letter. Throws what is neither. */
export const documentFromText = (text: string): Document => {
  if (text.trimStart().startsWith('<')) return documentFromScxml(text);
  return documentFrom(jsonFrom(text));
};

const jsonFrom = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (problem) {
    throw new Error(`this is neither SCXML nor JSON: ${String(problem)}`);
  }
};

/** How large a chart is, for a list. */
export const sizeOf = ({ root, events }: Document) => {
  const states = statesIn(root);
  return {
    regions: root.kind === 'parallel' ? root.states.length : 1,
    states: states.length,
    transitions: states.reduce((sum, { transitions }) => sum + transitions.length, 0),
    events: events.length,
  };
};
