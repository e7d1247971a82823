import { mkdtempSync, writeFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from '../../src/inspector/protocol.ts';
import { type Inspector, serveInspector } from '../../src/inspector/server.ts';
import { unpack } from '../../src/inspector/wire.ts';
import { type FakeSource, fakeSource } from './support/fakeSource.ts';

const pageDir = mkdtempSync(join(tmpdir(), 'islet-page-'));
writeFileSync(join(pageDir, 'index.html'), '<p>the page</p>');
writeFileSync(join(pageDir, '..', 'islet-secret.txt'), 'not for the web');

let source: FakeSource;
let inspector: Inspector;
const at = (path: string): string => `http://127.0.0.1:${inspector.port}${path}`;
const bearer = (): Record<string, string> => ({ Authorization: `Bearer ${inspector.token}` });

beforeAll(async () => {
  source = fakeSource();
  source.advance(3 * 3_600_000);
  inspector = await serveInspector({
    source,
    charts: {},
    pageDir,
    port: 0,
    requirements: { 'SR-001': { sentence: 'One gate.' } },
  });
});
afterAll(() => inspector.close());

const post = (body: unknown, headers: Record<string, string> = bearer()): Promise<Response> =>
  fetch(at('/api/requests'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** The status of a request whose Host header is not the one of its connection; `fetch` cannot send that. */
const withHost = (host: string, path = '/'): Promise<number> =>
  new Promise((resolve, reject) => {
    rawRequest({ host: '127.0.0.1', port: inspector.port, path, headers: { Host: host } }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

/** Reads the stream until `enough` says so; gives the frames and the ids of the messages. */
const read = async (headers: Record<string, string>, enough: (frames: readonly Frame[]) => boolean) => {
  const ending = new AbortController();
  const answer = await fetch(at(`/api/stream?token=${inspector.token}`), { headers, signal: ending.signal });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const frames: Frame[] = [];
  const ids: number[] = [];
  const kinds: string[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const fields = new Map(
        message
          .split('\n')
          .map((line): [string, string] => [
            line.slice(0, line.indexOf(':')),
            line.slice(line.indexOf(':') + 2),
          ]),
      );
      const kind = fields.get('event');
      if (kind !== undefined) kinds.push(kind);
      if (kind !== 'frames') continue;
      frames.push(...unpack(JSON.parse(fields.get('data') ?? '[]')));
      ids.push(Number(fields.get('id')));
    }
    if (enough(frames)) break;
  }
  ending.abort();
  return { frames, ids, kinds };
};

describe('who may speak to the pump', () => {
  test('nobody without the token: 401 for the stream, the charts and every command', async () => {
    const before = source.frames.length;
    for (const headers of [
      {},
      { Authorization: 'Bearer wrong' },
      { Authorization: `Bearer ${'x'.repeat(24)}` },
    ]) {
      expect((await post({ type: 'suspend.requested' }, headers)).status).toBe(401);
      expect((await fetch(at('/api/charts'), { headers })).status).toBe(401);
      expect((await fetch(at('/api/stream'), { headers })).status).toBe(401);
      expect((await fetch(at('/api/whatever'), { headers })).status).toBe(401);
    }
    expect(source.frames).toHaveLength(before);
  });

  test('no rebound name: a foreign Host is refused with 403, page included', async () => {
    for (const host of [
      'evil.example',
      'evil.example:80',
      `evil.example:${inspector.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
    ]) {
      expect(await withHost(host), host).toBe(403);
      expect(await withHost(host, `/api/charts?token=${inspector.token}`), host).toBe(403);
    }
    expect(await withHost(`localhost:${inspector.port}`)).toBe(200);
  });

  test('no other site: a foreign Origin is refused with 403, even with the token', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${inspector.port}`,
      'http://127.0.0.1:1',
    ]) {
      expect(
        (await post({ type: 'suspend.requested' }, { ...bearer(), Origin: origin })).status,
        origin,
      ).toBe(403);
    }
    expect(
      (await post({ type: 'suspend.requested' }, { ...bearer(), 'Sec-Fetch-Site': 'cross-site' })).status,
    ).toBe(403);
    expect(
      (
        await post(
          { type: 'alarm.paused', alarm: 'none' },
          { ...bearer(), Origin: `http://127.0.0.1:${inspector.port}` },
        )
      ).status,
    ).toBe(200);
  });

  test('the address carries the token, is loopback, and answers with a strict content policy', async () => {
    expect(inspector.address).toBe(`http://127.0.0.1:${inspector.port}/?token=${inspector.token}`);
    expect(inspector.token.length).toBeGreaterThanOrEqual(24);
    const answer = await fetch(inspector.address);
    expect(await answer.text()).toBe('<p>the page</p>');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('no file outside the page', async () => {
    for (const path of [
      '/../islet-secret.txt',
      '/%2e%2e/islet-secret.txt',
      '/..%2fislet-secret.txt',
      '//etc/passwd',
      '/missing.js',
    ]) {
      expect((await fetch(at(path))).status, path).toBe(404);
    }
  });
});

describe('bad input', () => {
  test.each<[unknown, readonly string[]]>([
    [{ type: 'bolus.requested', units: 30 }, ['units = 30 U', 'above 25', '0.05 to 25 U']],
    [{ type: 'bolus.requested', units: -1 }, ['units = -1 U', 'below 0.05', 'steps of 0.05 U']],
    [{ type: 'bolus.requested', units: 0.01 }, ['units = 0.01 U', 'below 0.05', 'steps of 0.05 U']],
    [{ type: 'bolus.requested', units: 1.02 }, ['units = 1.02 U', 'a multiple of 0.05 U']],
    [{ type: 'tempBasal.requested', percent: 50, minutes: 20 }, ['minutes = 20 min', 'multiple of 15']],
    [{ type: 'bolus.requested', units: '2' }, ['units = "2" U', 'must be a number']],
    [{ type: 'bolus.requested' }, ['units = nothing U', 'must be a number']],
    [
      { type: 'tempBasal.requested', percent: 300, minutes: 30 },
      ['percent = 300 %', 'above 250', '0 to 250 %'],
    ],
    [
      { type: 'tempBasal.requested', percent: 50.5, minutes: 5 },
      ['percent = 50.5 %', 'whole number', 'minutes = 5 min', 'below 15'],
    ],
    [{ type: 'speed', factor: 1e9 }, ['factor = 1000000000 × real time', '1 to 3600']],
    [{ type: 'inject', what: 'earthquake', on: true }, ['what = "earthquake"', '"occlusion"']],
    [{ type: 'fault.latched', reason: 'x' }, ['type = "fault.latched"', 'Use one of', 'suspend.requested']],
    [{ type: 'suspend.requested', now: true }, ['now = true', 'is not a field', 'Leave it out']],
    ['{"type":', ['body', 'is not JSON', 'Send one JSON object']],
    ['[]', ['is not a request', 'Use one of']],
    ['null', ['is not a request', 'Use one of']],
  ])('%j is answered with 400, the field, the value, the unit and the remedy', async (body, words) => {
    const before = source.frames.length;
    const answer = await post(body);
    expect(answer.status).toBe(400);
    const { error } = await answer.json();
    for (const word of words) expect(error).toContain(word);
    expect(source.frames).toHaveLength(before);
  });

  test('a body that is not declared as JSON, or is too large, is not read', async () => {
    expect(
      (await post({ type: 'suspend.requested' }, { ...bearer(), 'Content-Type': 'text/plain' })).status,
    ).toBe(415);
    expect((await post(`"${'x'.repeat(20_000)}"`)).status).toBe(413);
  });

  test('a malformed Last-Event-ID is answered with 400 and what to do', async () => {
    const answer = await fetch(at('/api/stream'), { headers: { ...bearer(), 'Last-Event-ID': 'twelve' } });
    expect(answer.status).toBe(400);
    expect((await answer.json()).error).toContain('"twelve"');
  });

  test('what the pump refuses is 409 with its reason', async () => {
    const replay = fakeSource({ kind: 'replay' });
    const other = await serveInspector({ source: replay, charts: {}, pageDir, port: 0 });
    const answer = await fetch(`http://127.0.0.1:${other.port}/api/requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${other.token}` },
      body: JSON.stringify({ type: 'resume.requested' }),
    });
    expect(answer.status).toBe(409);
    expect((await answer.json()).error).toContain('replay');
    await other.close();
  });
});

describe('the stream', () => {
  test('gives a late page the whole history, in pieces, whole and in order', async () => {
    const wanted = source.frames.length;
    expect(wanted).toBeGreaterThan(800);
    const { frames, ids, kinds } = await read({}, got => got.length >= wanted);
    expect(frames.slice(0, wanted)).toEqual(source.frames.slice(0, wanted));
    expect(ids.length).toBeGreaterThan(1);
    expect(ids.at(-1)).toBe(frames.at(-1)?.seq);
    expect(kinds[0]).toBe('status');
  });

  test('resumes after Last-Event-ID without a gap or a repetition', async () => {
    const wanted = source.frames.length;
    const { frames } = await read({ 'Last-Event-ID': String(wanted - 7) }, got => got.length >= 7);
    expect(frames.map(({ seq }) => seq)).toEqual(
      source.frames.slice(wanted - 7, wanted).map(({ seq }) => seq),
    );
  });

  test('sends thousands of new frames in few messages, and tells a change of status', async () => {
    const last = source.frames.at(-1)?.seq ?? 0;
    const reading = read({ 'Last-Event-ID': String(last) }, got => got.length >= 2_000);
    await new Promise(resolve => setTimeout(resolve, 120));
    source.submit({ type: 'speed', factor: 60 });
    while (source.frames.length < last + 2_000) source.advance(3_600_000);
    const { frames, ids, kinds } = await reading;
    expect(frames.slice(0, 2_000)).toEqual(source.frames.slice(last, last + 2_000));
    expect(ids.length).toBeLessThan(12);
    expect(kinds.filter(kind => kind === 'status').length).toBeGreaterThanOrEqual(2);
  });
});

test('a page that is served again is at its own address or nowhere', async () => {
  const first = await serveInspector({ source, charts: {}, pageDir, port: 0 });
  const again = { source, charts: {}, pageDir, port: first.port, token: first.token };
  await expect(serveInspector(again)).rejects.toThrow(`port ${first.port}, its own, is in use by now`);
  await first.close();
  const second = await serveInspector(again);
  expect(second.address).toBe(first.address);
  await second.close();
});

test('a taken port takes the next free one', async () => {
  const options = { source, charts: {}, pageDir, port: inspector.port };
  const second = await serveInspector(options);
  expect(second.port).toBeGreaterThan(inspector.port);
  expect((await fetch(second.address)).status).toBe(200);
  await second.close();
  await expect(fetch(second.address)).rejects.toThrow();
});
