import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another site on this machine: a page of its own origin, with nothing in it. */
export const otherSite = async (): Promise<{ readonly address: string; readonly close: () => void }> => {
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html; charset=utf-8');
    answer.end('<!doctype html><title>another site</title><p>Nothing to see here.</p>');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => void server.close() };
};

/** What a hostile page tried, and what it got: `nothing`, or what it should not have got. */
export type Attempt = { readonly how: string; readonly got: string };

/**
 * Runs in the hostile page. It knows where the pump is and even its token, and tries every way a page has to reach another origin.
 * What it cannot see by itself (an opaque answer) is judged by what the server answered.
 */
export const attack = async (pump: {
  readonly origin: string;
  readonly token: string;
}): Promise<readonly Attempt[]> => {
  const { origin, token } = pump;
  const body = JSON.stringify({ type: 'suspend.requested' });
  const requests = `${origin}/api/requests`;
  const stolen = `token=${encodeURIComponent(token)}`;
  const within = <Got>(trying: Promise<Got>): Promise<Got | 'nothing'> =>
    Promise.race([trying, new Promise<'nothing'>(resolve => setTimeout(() => resolve('nothing'), 4_000))]);
  const fetched = async (url: string, options: RequestInit): Promise<string> => {
    try {
      const answer = await fetch(url, options);
      return answer.type === 'opaque' ? 'nothing' : `${answer.status}: ${(await answer.text()).slice(0, 80)}`;
    } catch {
      return 'nothing';
    }
  };
  const element = (tag: 'img' | 'script' | 'link', url: string): Promise<string> =>
    new Promise(resolve => {
      const made = document.createElement(tag);
      made.addEventListener('load', () => resolve('it loaded'));
      made.addEventListener('error', () => resolve('nothing'));
      if (made instanceof HTMLLinkElement) {
        made.rel = 'stylesheet';
        made.href = url;
      } else made.src = url;
      document.body.append(made);
    });
  const form = (enctype: string, fields: Readonly<Record<string, string>>): Promise<string> =>
    new Promise(resolve => {
      const frame = document.createElement('iframe');
      frame.name = `frame-${Math.round(performance.now() * 1_000)}`;
      const made = document.createElement('form');
      Object.assign(made, { method: 'post', action: `${requests}?${stolen}`, enctype, target: frame.name });
      for (const [name, value] of Object.entries(fields)) {
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name, value });
        made.append(field);
      }
      document.body.append(frame, made);
      frame.addEventListener('load', () => {
        try {
          resolve(frame.contentDocument?.body.innerText ? 'it was read' : 'nothing');
        } catch {
          resolve('nothing');
        }
      });
      made.submit();
    });
  const framed = (url: string): Promise<string> =>
    new Promise(resolve => {
      const frame = document.createElement('iframe');
      frame.src = url;
      frame.addEventListener('load', () => {
        try {
          resolve(
            frame.contentDocument === null ? 'nothing' : `its document: ${frame.contentDocument.title}`,
          );
        } catch {
          resolve('nothing');
        }
      });
      document.body.append(frame);
    });
  const listened = (): Promise<string> =>
    new Promise(resolve => {
      const stream = new EventSource(`${origin}/api/stream?${stolen}`);
      stream.addEventListener('open', () => resolve('the stream'));
      stream.addEventListener('error', () => {
        stream.close();
        resolve('nothing');
      });
    });
  const opened = async (): Promise<string> => {
    const other = window.open(`${origin}/`);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    try {
      return other?.document.querySelector('#page') ? 'its page' : 'nothing';
    } catch {
      return 'nothing';
    } finally {
      other?.postMessage(body, '*');
      other?.close();
    }
  };
  const json = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const ways: readonly (readonly [string, () => Promise<string>])[] = [
    ['fetch, as the page does it', () => fetched(requests, { method: 'POST', headers: json, body })],
    [
      'fetch without credentials',
      () => fetched(requests, { method: 'POST', credentials: 'omit', headers: json, body }),
    ],
    ['fetch as text, token in the address', () => fetched(`${requests}?${stolen}`, { method: 'POST', body })],
    [
      'fetch without an answer',
      () => fetched(`${requests}?${stolen}`, { method: 'POST', mode: 'no-cors', body }),
    ],
    [
      'fetch kept alive',
      () => fetched(`${requests}?${stolen}`, { method: 'POST', mode: 'no-cors', keepalive: true, body }),
    ],
    ['fetch of the charts', () => fetched(`${origin}/api/charts?${stolen}`, {})],
    ['fetch of the page', () => fetched(`${origin}/`, {})],
    [
      'fetch by another name of this computer',
      () => fetched(`${requests.replace('127.0.0.1', 'localhost')}?${stolen}`, { method: 'POST', body }),
    ],
    [
      'beacon',
      async () => {
        navigator.sendBeacon(`${requests}?${stolen}`, new Blob([body], { type: 'text/plain' }));
        return 'nothing';
      },
    ],
    ['form, as text', () => form('text/plain', { '{"type":"suspend.requested","x': '":""}' })],
    ['form, as fields', () => form('application/x-www-form-urlencoded', { type: 'suspend.requested' })],
    ['form, in parts', () => form('multipart/form-data', { type: 'suspend.requested' })],
    ['image', () => element('img', `${requests}?${stolen}&type=suspend.requested`)],
    ['script', () => element('script', `${origin}/api/charts?${stolen}`)],
    ['style sheet', () => element('link', `${origin}/api/charts?${stolen}`)],
    ['event source', listened],
    ['frame of the page', () => framed(`${origin}/?${stolen}`)],
    ['frame of the interface', () => framed(`${origin}/api/charts?${stolen}`)],
    ['another window', opened],
    [
      'web socket',
      () =>
        new Promise(resolve => {
          const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/stream?${stolen}`);
          socket.addEventListener('open', () => resolve('a socket'));
          socket.addEventListener('error', () => resolve('nothing'));
        }),
    ],
  ];
  const attempts: Attempt[] = [];
  for (const [how, tried] of ways) attempts.push({ how, got: await within(tried()) });
  return attempts;
};
