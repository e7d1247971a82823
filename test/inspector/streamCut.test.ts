import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { serveInspector } from '../../src/inspector/server.ts';
import { streamFrom } from '../../src/inspector/stream.ts';
import { unpack } from '../../src/inspector/wire.ts';
import { fakeSource } from './support/fakeSource.ts';

const source = fakeSource();
const pageDir = mkdtempSync(join(tmpdir(), 'islet-'));
writeFileSync(join(pageDir, 'index.html'), '<!doctype html>');
const inspector = await serveInspector({ source, charts: {}, pageDir, port: 0 });
afterAll(() => inspector.close());
const at = (path: string): string => `http://127.0.0.1:${inspector.port}${path}`;
const bearer = () => ({ Authorization: `Bearer ${inspector.token}` });

describe('a stream that is cut', () => {
  test('in the middle of messages, again and again, loses nothing and tells nothing twice', async () => {
    while (source.frames.length < 4_000) source.advance(3_600_000);
    const wanted = source.frames.map(({ seq }) => seq);
    const got: number[] = [];
    let cuts = 0;
    while ((got.at(-1) ?? 0) < (wanted.at(-1) ?? 0)) {
      const ending = new AbortController();
      const answer = await fetch(at('/api/stream'), {
        headers: { ...bearer(), 'Last-Event-ID': String(got.at(-1) ?? 0) },
        signal: ending.signal,
      });
      // A different number of bytes each time, so that the cut falls anywhere in a message.
      const text = await firstBytes(answer, 150_000 + cuts * 37_411);
      ending.abort();
      // As the browser has it: what is not ended by an empty line was never told.
      for (const message of text.split('\n\n').slice(0, -1)) {
        const data = /^event: frames\ndata: (.*)$/m.exec(message)?.[1];
        if (data !== undefined) got.push(...unpack(JSON.parse(data)).map(({ seq }) => seq));
      }
      cuts += 1;
      if (cuts > 200) throw new Error('it never gets to the end');
    }
    expect(got).toEqual(wanted);
    expect(cuts).toBeGreaterThan(3);
  });

  test('nothing is made ready for a page that does not read', async () => {
    let asked = 0;
    const counted = (seq: number) => {
      asked += 1;
      return source.since(seq);
    };
    const quiet = { ...source, since: counted };
    const { end } = streamFrom(quiet, 0, () => {});
    // Until nothing more is asked for, however slow the machine.
    for (let known = -1; known !== asked; ) {
      known = asked;
      await new Promise(resolve => setTimeout(resolve, 900));
    }
    // As many messages as wait in its buffer, and no more.
    expect(asked).toBeLessThanOrEqual(12);
    expect(asked).toBeGreaterThan(3);
    const before = asked;
    for (let hour = 0; hour < 5; hour += 1) source.advance(3_600_000);
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(asked).toBe(before);
    end();
  });

  test('of a pump that is as it was says so each second that the pump does, and nothing for a pump that says nothing', async () => {
    let tell = (): void => {};
    const still = {
      ...source,
      subscribe: ({ status }: Parameters<typeof source.subscribe>[0]) => {
        tell = () => status(source.status());
        return () => {};
      },
    };
    const { body, end } = streamFrom(still, source.frames.at(-1)?.seq ?? 0, () => {});
    const timer = setInterval(() => tell(), 200);
    let text = '';
    let reads = 0;
    for await (const bytes of body) {
      text += new TextDecoder().decode(bytes);
      reads += 1;
      if (text.split('event: beat').length > 3) break;
    }
    clearInterval(timer);
    end();
    expect(text.match(/event: status/g)).toHaveLength(1);
    expect(reads).toBeLessThan(10);
    const mute = streamFrom(still, source.frames.at(-1)?.seq ?? 0, () => {});
    const ending = setTimeout(mute.end, 3_000);
    let silent = '';
    for await (const bytes of mute.body) silent += new TextDecoder().decode(bytes);
    clearTimeout(ending);
    expect(silent).not.toContain('beat');
    expect(silent).toContain('event: status');
  });

  test('that is too far behind is told so once where an index knows the run, and told all of it where none does', async () => {
    while (source.frames.length < 6_000) source.advance(3_600_000);
    const none = {
      past: async () => ({ kind: 'none' as const, why: '' }),
      columns: async () => '',
      block: async () => '',
      notable: async () => '',
      notableBeside: async () => '',
      close: async () => {},
    };
    const said = async (isReady: boolean): Promise<string> => {
      const far = { ...source, index: () => ({ ...none, isReady: () => isReady }) };
      const { body, end } = streamFrom(far, 1, () => {});
      const text = await firstBytes(new Response(body), 20_000, 600);
      end();
      return text;
    };
    expect((await said(true)).match(/event: behind/g)).toHaveLength(1);
    expect(await said(true)).not.toContain('event: frames');
    expect(await said(false)).toContain('event: frames');
  });
});

/** A beat is told when nothing else is left to tell. */
const BEAT = 'event: beat\ndata: {}\n\n';

/** What comes of an answer until it has so many bytes, only a beat is left to tell, or nothing comes for so long, in ms. */
const firstBytes = async (answer: Response, most: number, patienceMs = 5_000): Promise<string> => {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (reader !== undefined && text.length < most) {
    const silence = new Promise<null>(resolve => setTimeout(() => resolve(null), patienceMs).unref());
    const got = await Promise.race([reader.read(), silence]);
    if (got === null || got.done) break;
    text += decoder.decode(got.value, { stream: true });
    if (text.endsWith(BEAT)) break;
  }
  return text;
};
