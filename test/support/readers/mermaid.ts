import DOMPurify from 'dompurify';
import mermaid from 'mermaid';
import { z } from 'zod';
import { type Picture, sorted } from './picture.ts';

// Outside a page there is nothing to purify, and the package that does it is an empty shell.
Object.assign(DOMPurify, { addHook: () => {}, sanitize: (text: string) => text });

type Statement = {
  readonly stmt: string;
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly description?: unknown;
  readonly start?: boolean | undefined;
  readonly doc?: readonly Statement[] | undefined;
  readonly state1?: Statement | undefined;
  readonly state2?: Statement | undefined;
};

const statementSchema: z.ZodType<Statement> = z.lazy(() =>
  z.object({
    stmt: z.string(),
    id: z.string().optional(),
    type: z.string().optional(),
    description: z.unknown().optional(),
    start: z.boolean().optional(),
    doc: z.array(statementSchema).optional(),
    state1: statementSchema.optional(),
    state2: statementSchema.optional(),
  }),
);
const documentSchema = z.object({ doc: z.array(statementSchema) });

/** What Mermaid's own parser and its database of states make of a diagram. Throws what it refuses. */
export const readByMermaid = async (text: string): Promise<Picture> => {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  if (!('getRootDocV2' in db) || typeof db.getRootDocV2 !== 'function')
    throw new Error('Mermaid took it for no diagram of states');
  const { doc } = documentSchema.parse(db.getRootDocV2());
  const states = new Set<string>();
  const initial: string[] = [];
  const arrows: string[] = [];
  const walk = (statements: readonly Statement[], around: string): void => {
    for (const { stmt, id = '', type, doc: inner, state1, state2, description } of statements) {
      if (stmt === 'relation') {
        const isFirst = state1?.start === true && (description === undefined || description === '');
        // An arrow with an event from the beginning of a state starts from any state within it.
        const from = state1?.start === true ? around.trim() : state1?.id;
        if (isFirst) initial.push(`${around.trim()}: ${state2?.id}`);
        else arrows.push(`${from} -> ${state2?.id}: ${String(description)}`);
      } else if (stmt === 'state' && type === 'divider') walk(inner ?? [], around);
      else if (stmt === 'state') {
        states.add(`${around}> ${id}`);
        walk(inner ?? [], `${id} `);
      }
    }
  };
  walk(doc, '');
  return sorted({ states: [...states], initial, arrows });
};
