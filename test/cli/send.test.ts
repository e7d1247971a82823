import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestForms } from '../../src/inspector/requestForms.ts';
import { type Inspector, serveInspector } from '../../src/inspector/server.ts';
import { type FakeSource, fakeSource } from '../inspector/support/fakeSource.ts';
import { isletHere } from './islet.ts';

const folder = mkdtempSync(join(tmpdir(), 'islet-send-'));
let source: FakeSource;
let inspector: Inspector;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<p>the page</p>');
  source = fakeSource();
  source.advance(600_000);
  inspector = await serveInspector({ source, charts: {}, pageDir: folder, port: 0 });
});
afterAll(() => inspector.close());

const send = (request: unknown, address = inspector.address) =>
  isletHere(
    ['send', typeof request === 'string' ? request : JSON.stringify(request), '--to', address],
    folder,
  );

test('a request from the command line does what the page does', async () => {
  expect(source.status().injected).toEqual([]);
  expect(await send({ type: 'inject', what: 'occlusion', on: true })).toEqual({
    code: 0,
    out: 'taken\n',
    err: '',
  });
  expect(source.status().injected).toMatchObject([{ what: 'occlusion' }]);
});

test('what the pump refuses is exit code 1, what is no request 2, and nobody there 3, each in words', async () => {
  const refused = await send({ type: 'inject', what: 'buttonStuck', on: true });
  expect(refused).toMatchObject({ code: 1, err: 'this bench has no such device\n' });
  const wrong = await send({ type: 'bolus.requested', units: 30 });
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('units = 30 U: is above 25');
  expect((await send('{"type":')).err).toContain('is not JSON');
  const stranger = await send({ type: 'resume.requested' }, inspector.address.replace(inspector.token, 'x'));
  expect(stranger.code).toBe(2);
  expect(stranger.err).toContain('token');
  expect(await send({ type: 'resume.requested' }, 'http://127.0.0.1:9/?token=x')).toMatchObject({ code: 3 });
  expect((await send({}, 'nowhere')).err).toContain('is no address');
  expect((await isletHere(['send', '{}'], folder)).err).toContain('--to is missing');
});

test('the list has every request with its fields', async () => {
  const { code, out } = await isletHere(['send', '--list'], folder);
  expect(code).toBe(0);
  const forms = requestForms();
  expect(forms.length).toBeGreaterThan(40);
  for (const { id, title } of forms) expect(out).toContain(`${id}: ${title}\n`);
  expect(out).toContain('units: 0.05 to 25 U, step 0.05');
});
