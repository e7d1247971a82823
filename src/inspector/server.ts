import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { About } from './about.ts';
import { becameOf } from './became.ts';
import type { Charts } from './charts/files.ts';
import type { PropertyText } from './judged.ts';
import { type Others, otherRoutes } from './otherRoutes.ts';
import type { Overlay } from './overlay.ts';
import type { Source } from './protocol.ts';
import { requestForms } from './requestForms.ts';
import { readRequest, sentence } from './requests.ts';
import { addRunRoutes } from './runRoutes.ts';
import { filesIn } from './static.ts';
import { streamFrom } from './stream.ts';
import type { Trace } from './traces.ts';

/** What the page may show of a requirement. */
export type RequirementText = { readonly sentence: string };

/** What another run can be begun with. */
export type Beginnings = {
  readonly patients: readonly { readonly name: string; readonly group: string; readonly words: string }[];
  readonly scenarios: readonly { readonly name: string; readonly words: string }[];
};

export type InspectorOptions = {
  readonly source: Source;
  readonly charts: Charts;
  /** The folder of the built page. */
  readonly pageDir: string;
  /** The port asked for; the next free one is taken when it is in use. 0 lets the system choose. */
  readonly port: number;
  /** Of a page that is served again, at its port and no other; null, or absent, makes a new one. */
  readonly token?: string | null;
  readonly requirements?: Readonly<Record<string, RequirementText>>;
  /** What shows that each requirement is kept, by its id; read when a page first asks for it. */
  readonly traces?: () => Readonly<Record<string, Trace>>;
  /** Runs that can be seen beside this one; null where none can. */
  readonly others?: Others | null;
  /** What must hold of every run. */
  readonly properties?: readonly PropertyText[];
  /** What is drawn over the charts. */
  readonly coverage?: Overlay | null;
  /** Reckoned when a page first asks for it; null where the page can begin nothing. */
  readonly beginnings?: (() => Beginnings) | null;
  /** What runs here; asked when something is exported. */
  readonly about?: () => Promise<About>;
};

export type Inspector = {
  /** What a person opens: loopback, with the token. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** Ends all streams and stops listening. */
  readonly close: () => Promise<void>;
};

const LOOPBACK = '127.0.0.1';
const MOST_PORTS_TRIED = 50;
const MOST_BODY_BYTES = 16_384;

/**
 * Serves the page on the loopback interface only. Everything under `/api` needs the token of the printed
 * address (401 without), the right `Host` (else another site could rebind its name to us: 403) and no
 * foreign `Origin` (403). Rejects when none of fifty ports is free, or not the own one of a page that is served again.
 */
export const serveInspector = async (options: InspectorOptions): Promise<Inspector> => {
  const isAgain = typeof options.token === 'string';
  const token = options.token ?? randomBytes(18).toString('base64url');
  const ends = new Set<() => void>();
  let port = options.port;
  const app = appOf(options, token, () => port, ends);
  const server = await listen(app.fetch, options.port, isAgain ? 1 : MOST_PORTS_TRIED);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the inspector has no port');
  port = bound.port;
  return {
    address: `http://${LOOPBACK}:${port}/?token=${token}`,
    port,
    token,
    close: () =>
      new Promise(resolve => {
        for (const end of [...ends]) end();
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};

const listen = async (fetch: Hono['fetch'], asked: number, most: number): Promise<ServerType> => {
  const last = asked === 0 ? 0 : asked + most - 1;
  for (let port = asked; port <= last; port += 1) {
    const server = await tryPort(fetch, port);
    if (server) return server;
  }
  if (most === 1) throw new Error(`port ${asked}, its own, is in use by now`);
  throw new Error(
    `ports ${asked} to ${last} are all in use; stop what uses them or name another with --port`,
  );
};

/** The listening server, or null when the port is taken. */
const tryPort = (fetch: Hono['fetch'], port: number): Promise<ServerType | null> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: LOOPBACK, port }, () => resolve(server));
    server.on('error', (failure: Error & { readonly code?: string }) => {
      if (failure.code === 'EADDRINUSE') resolve(null);
      else reject(failure);
    });
  });

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  // A window that a person opens from here may be told things (decision 0003); nobody who opens us can.
  'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const appOf = (options: InspectorOptions, token: string, port: () => number, ends: Set<() => void>): Hono => {
  const app = new Hono();
  const hosts = (): readonly string[] => [`${LOOPBACK}:${port()}`, `localhost:${port()}`];

  app.use('*', async (context, proceed) => {
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    const host = context.req.header('Host') ?? '';
    if (!hosts().includes(host)) {
      return context.json(
        { error: `Host "${host}" is not this computer's own address; open the address that was printed` },
        403,
      );
    }
    const origin = context.req.header('Origin');
    if (origin !== undefined && !hosts().some(own => origin === `http://${own}`)) {
      return context.json(
        { error: `Origin "${origin}" is another site; open the address that was printed` },
        403,
      );
    }
    return proceed();
  });

  app.use('/api/*', async (context, proceed) => {
    const fetchSite = context.req.header('Sec-Fetch-Site');
    if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') {
      return context.json({ error: 'another site asked for this; open the address that was printed' }, 403);
    }
    if (!sameText(tokenIn(context), token)) {
      return context.json(
        { error: 'the token is missing or wrong; open the address that was printed, token included' },
        401,
      );
    }
    return proceed();
  });

  app.get('/api/charts', context =>
    context.json({
      charts: options.charts,
      requirements: options.requirements ?? {},
      coverage: options.coverage ?? null,
      properties: options.properties ?? [],
      verdicts: options.source.verdicts(),
    }),
  );

  app.get('/api/forms', context => context.json(requestForms()));

  let traces: Readonly<Record<string, Trace>> | null = null;
  app.get('/api/traces', context => {
    traces ??= options.traces?.() ?? {};
    return context.json(traces);
  });
  addRunRoutes(app, options.source);

  let beginnings: Beginnings | null = null;
  app.route('/api/other', otherRoutes(options.others ?? null));

  app.get('/api/runs', context => {
    beginnings ??= options.beginnings?.() ?? null;
    return context.json(beginnings ?? { patients: [], scenarios: [] });
  });

  app.get('/api/about', async context => context.json((await options.about?.()) ?? null));

  app.get('/api/stream', context => {
    const asked = context.req.header('Last-Event-ID') ?? context.req.query('since') ?? '0';
    if (!/^\d{1,15}$/.test(asked)) {
      return context.json(
        {
          error: `Last-Event-ID = "${asked}": must be the number of the last frame received; leave it out to get all`,
        },
        400,
      );
    }
    const { body, end } = streamFrom(options.source, Number(asked), () => ends.delete(end));
    ends.add(end);
    return context.body(body, 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'X-Accel-Buffering': 'no',
    });
  });

  app.post(
    '/api/requests',
    bodyLimit({
      maxSize: MOST_BODY_BYTES,
      onError: context =>
        context.json(
          { error: `the body is larger than ${MOST_BODY_BYTES} bytes; a request is one small JSON object` },
          413,
        ),
    }),
    async context => {
      if (!/^application\/json\b/.test(context.req.header('Content-Type') ?? '')) {
        return context.json({ error: 'Content-Type must be application/json' }, 415);
      }
      const read = readRequest(await context.req.text());
      if (!read.ok)
        return context.json({ error: read.problems.map(sentence).join(' '), problems: read.problems }, 400);
      // RFC 7240: who prefers to wait is told what the step says that took it, and not that it was put in line.
      if (/\bwait\b/.test(context.req.header('Prefer') ?? '')) {
        const became = await becameOf(options.source, read.request, options.charts);
        return became.kind === 'taken'
          ? context.json({ accepted: true })
          : context.json(
              { accepted: became.kind === 'unknown', error: became.reason },
              became.kind === 'unknown' ? 504 : 409,
            );
      }
      const answer = await options.source.submit(read.request);
      return answer.accepted
        ? context.json({ accepted: true })
        : context.json({ accepted: false, error: answer.reason }, 409);
    },
  );

  app.all('/api/*', context =>
    context.json({ error: `there is no ${context.req.method} ${context.req.path}` }, 404),
  );

  const files = filesIn(options.pageDir);
  app.get('*', context => {
    const file = files(context.req.path === '/' ? '/index.html' : context.req.path);
    return file
      ? context.body(file.bytes, 200, { 'Content-Type': file.type })
      : context.text('Not found', 404);
  });
  return app;
};

const tokenIn = (context: Context): string =>
  context.req.header('Authorization')?.replace(/^Bearer /, '') ?? context.req.query('token') ?? '';

/** Compares without telling by its duration how much was right. */
const sameText = (given: string, wanted: string): boolean => {
  const one = Buffer.from(given);
  const other = Buffer.from(wanted);
  return one.length === other.length && timingSafeEqual(one, other);
};
