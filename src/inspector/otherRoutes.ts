import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { OtherRun } from './otherRun.ts';

/** Runs that can be seen beside the one that is shown. */
export type Others = {
  /** The one that is compared now; null where none is. */
  readonly shown: () => OtherRun | null;
  /** Names of those that lie beside the open one, for `choose`. */
  readonly names: () => readonly string[];
  /** Compares with one of these, or with a journal that a person gives; with neither, with none. Rejects with what is wrong, in a sentence. */
  readonly choose: (wish: Wish) => Promise<OtherRun | null>;
};

export type Wish =
  | { readonly kind: 'none' }
  | { readonly kind: 'beside'; readonly name: string }
  | { readonly kind: 'given'; readonly name: string; readonly bytes: Uint8Array };

/** A larger one would take the server minutes: both runs are taken again, step by step. */
export const MOST_COMPARED_BYTES = 24 << 20;

const nameSchema = z.strictObject({ name: z.string().min(1).max(300).nullable() });

/** The routes of `/api/other`: what is compared, with what else it can be, and the choice. */
export const otherRoutes = (others: Others | null): Hono => {
  const app = new Hono();
  const chosen = async (context: Context, wish: Wish): Promise<Response> => {
    if (others === null)
      return context.json({ error: 'no run can be seen beside this one: it is not a replay' }, 409);
    try {
      return context.json(await others.choose(wish));
    } catch (failure) {
      return context.json({ error: failure instanceof Error ? failure.message : String(failure) }, 400);
    }
  };
  app.get('/', context => context.json(others?.shown() ?? null));
  app.get('/names', context => context.json(others?.names() ?? []));
  app.post('/', bodyLimit({ maxSize: 4_096 }), async context => {
    const body: unknown = await context.req.json().catch(() => null);
    const read = nameSchema.safeParse(body);
    if (!read.success) return context.json({ error: z.prettifyError(read.error) }, 400);
    const { name } = read.data;
    return chosen(context, name === null ? { kind: 'none' } : { kind: 'beside', name });
  });
  app.post(
    '/given',
    bodyLimit({
      maxSize: MOST_COMPARED_BYTES,
      onError: context => context.json({ error: tooLarge('the file') }, 413),
    }),
    async context => {
      const name = context.req.query('name') ?? 'the file given';
      return chosen(context, {
        kind: 'given',
        name: name.slice(0, 300),
        bytes: new Uint8Array(await context.req.arrayBuffer()),
      });
    },
  );
  return app;
};

export const tooLarge = (name: string): string =>
  `${name} is larger than ${MOST_COMPARED_BYTES >> 20} MB, and runs are compared step by step; choose a shorter run`;
