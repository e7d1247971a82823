import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { type Exchange, HttpTrouble, MOST_OCTETS, timesIn } from './exchange.ts';

/** A question as a simulated server sees it. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** What a simulated server does with a question. */
export type Served =
  | {
      readonly does: 'answers';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** The connection ends in the middle of the body. */
  | { readonly does: 'breaksOff'; readonly body: string }
  /** The body never ends. */
  | { readonly does: 'goesOn' }
  /** Nothing comes, for good. */
  | { readonly does: 'hangs' };

export type Serve = (asked: Asked) => Served;

/** Each question and each answer are this long under way in memory. */
const UNDER_WAY = milliseconds(50);

/** Asks a simulated server within this process, in the time of its clock. */
export const exchangeInMemory =
  (serve: Serve, clock: Clock): Exchange =>
  ({ method, url, headers, body = '' }, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new HttpTrouble('late')));
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      clock.wakeAt(after(clock.now(), UNDER_WAY), () => {
        const served = serve({ method, path: url.pathname, query: url.searchParams, headers: lower, body });
        if (served.does === 'hangs') return;
        clock.wakeAt(after(clock.now(), UNDER_WAY), () => {
          if (served.does === 'breaksOff') reject(new HttpTrouble('cut'));
          else if (served.does === 'goesOn') reject(new HttpTrouble('tooLong'));
          else
            resolve({
              status: served.status,
              text: served.body,
              ...timesIn(served.headers.Date, served.headers['Retry-After']),
            });
        });
      });
    });

export type HttpServing = { readonly port: number; readonly close: () => Promise<void> };

const textOf = async (question: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of question) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
};

const send = (served: Served, answer: ServerResponse): void => {
  if (served.does === 'hangs') return;
  if (served.does === 'answers') {
    answer.writeHead(served.status, { ...served.headers, Connection: 'close' }).end(served.body);
    return;
  }
  if (served.does === 'breaksOff') {
    answer.writeHead(200, { 'Content-Length': String(served.body.length * 2) });
    answer.write(served.body, () => answer.destroy());
    return;
  }
  const block = ' '.repeat(65_536);
  const pour = (left: number): void => {
    if (left > 0 && !answer.destroyed) answer.write(block, () => pour(left - 1));
  };
  answer.writeHead(200);
  pour((2 * MOST_OCTETS) / block.length);
};

/** Serves on this machine alone; 0 lets the system choose the port. Rejects when the port is taken. */
export const serveHttp = (serve: Serve, port = 0): Promise<HttpServing> =>
  new Promise((resolve, fail) => {
    const server = createServer(async (question, answer) => {
      const url = new URL(question.url ?? '/', 'http://localhost');
      const headers = Object.fromEntries(
        Object.entries(question.headers).map(([name, value]) => [name, value?.toString()]),
      );
      send(
        serve({
          method: question.method ?? 'GET',
          path: url.pathname,
          query: url.searchParams,
          headers,
          body: await textOf(question),
        }),
        answer,
      );
    });
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise(done => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
