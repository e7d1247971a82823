import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Source } from './protocol.ts';
import type { RunIndex } from './runIndex.ts';

const number = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number of at most 15 digits')
  .transform(Number);
const stretch = z.strictObject({ from: number, to: number });
const place = z.union([z.strictObject({ seq: number }), z.strictObject({ monoMs: number })]);
const last = z.strictObject({ until: number, most: number.pipe(z.number().max(1_000)) });
const beside = z.strictObject({
  from: number,
  by: z.enum(['-1', '1']).transform(by => (by === '1' ? 1 : -1)),
});

/** What a page asks of the run as a whole. Numbers come as text in the address; anything else is answered with 400 and why. */
export const addRunRoutes = (app: Hono, source: Source): void => {
  app.get('/api/past', async context => {
    const index = source.index?.() ?? null;
    if (index === null) return context.json({ kind: 'none', why: 'this run is known by its frames alone' });
    const answer = await index.past();
    return answer.kind === 'known'
      ? json(context, `{"kind":"known","past":${answer.text}}`)
      : context.json(answer);
  });
  app.get('/api/lived', context => context.json(source.lived?.() ?? null));
  const route = <Query>(
    path: string,
    schema: z.ZodType<Query>,
    ask: (index: RunIndex, query: Query) => Promise<string>,
  ): void => {
    app.get(path, async context => {
      const { token, ...query } = context.req.query();
      const read = schema.safeParse(query);
      if (!read.success)
        return context.json(
          { error: `${path} ${JSON.stringify(query)}: ${z.prettifyError(read.error)}` },
          400,
        );
      const index = source.index?.() ?? null;
      if (index === null) return context.json({ error: 'this run is known by its frames alone' }, 404);
      try {
        return json(context, await ask(index, read.data));
      } catch (failure) {
        return context.json({ error: failure instanceof Error ? failure.message : String(failure) }, 500);
      }
    });
  };
  route('/api/columns', stretch, (index, { from, to }) => index.columns(from, to));
  route('/api/block', place, (index, asked) => index.block(asked));
  route('/api/notable', last, (index, { until, most }) => index.notable(until, most));
  route('/api/notable/beside', beside, (index, { from, by }) => index.notableBeside(from, by));
};

const json = (context: Context, text: string): Response =>
  context.body(text, 200, { 'Content-Type': 'application/json' });
