import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inspect, simulatedPump } from '../../src/cli/library.ts';
import { send as sendTo } from '../../src/cli/send/send.ts';
import { becameOf } from '../../src/inspector/became.ts';
import { requestForms } from '../../src/inspector/requestForms.ts';
import { type Inspector, serveInspector } from '../../src/inspector/server.ts';
import { type FakeSource, fakeSource } from '../inspector/support/fakeSource.ts';
import { req } from '../support/req.ts';
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
  expect((await isletHere(['send', '{}'], folder)).err).toContain('ISLET_ADDRESS is missing');
});

test('the list has every request with its fields', async () => {
  const { code, out } = await isletHere(['send', '--list'], folder);
  expect(code).toBe(0);
  const forms = requestForms();
  expect(forms.length).toBeGreaterThan(40);
  for (const { id, title } of forms) expect(out).toContain(`${id}: ${title}\n`);
  expect(out).toContain('units: 0.05 to 25 U, step 0.05');
});

test(
  'SR-026 what the step of the pump refuses is exit code 1 with the reason, be it the ledger or a guard',
  req('SR-026'),
  async () => {
    const pump = await simulatedPump({ transport: 'memory' });
    // In real time the screen would have locked.
    pump.clock.setSpeed(600);
    const page = await inspect(pump, { port: 0, say: () => {} });
    const bolus = { type: 'bolus.requested', units: 1.5 };
    const suspended = await send(bolus, page.address);
    expect(suspended).toEqual({ code: EXIT.failed, out: '', err: expect.stringContaining('suspended') });
    expect(pump.runtime.state().ledger.bolus.current).toBeNull();
    const guarded = await send({ type: 'sleep.started' }, page.address);
    expect(guarded).toMatchObject({ code: EXIT.failed, err: expect.stringContaining('a guard is false') });
    for (const request of [{ type: 'resume.requested' }, { type: 'carbs.entered', grams: 10 }, bolus])
      expect(await send(request, page.address), request.type).toMatchObject({
        code: EXIT.ok,
        out: 'taken\n',
      });
    expect(pump.runtime.state().ledger.bolus.current).toMatchObject({
      phase: 'pending',
      requestedUu: 1_500_000,
    });
    expect((await send(bolus, page.address)).code).toBe(EXIT.failed);
    await page.close();
    await pump.close();
  },
);

test('a request that no step takes in time is not said to be taken', async () => {
  const fact = { type: 'resume.requested' } as const;
  const stepless = { submit: () => ({ accepted: true, fact }) as const, subscribe: source.subscribe };
  expect(await becameOf(stepless, fact, {}, 20)).toEqual({
    kind: 'unknown',
    reason: expect.stringContaining('no step of the pump has taken it within 0.02 s'),
  });
});

/** `islet send` to a server of our own; what it throws. */
const sentTo = async (answer: RequestListener): Promise<unknown> => {
  const server = createServer(answer);
  const port = await new Promise<number>(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      resolve(typeof at === 'object' && at !== null ? at.port : 0);
    }),
  );
  const io = { out: () => {}, say: () => {}, isTerminal: false, env: {} };
  const ended = await sendTo('{}', `http://127.0.0.1:${port}/?token=x`, io, 200).catch(
    (failure: unknown) => failure,
  );
  server.closeAllConnections();
  server.close();
  return ended;
};

test('a pump that does not answer in time, or does not know, is exit code 3 in a clear sentence', async () => {
  const silent = { exit: EXIT.environment, message: expect.stringContaining('no answer within 0.2 s') };
  expect(await sentTo(() => {})).toMatchObject(silent);
  expect(await sentTo((_, answer) => void answer.writeHead(200).write('{'))).toMatchObject(silent);
  expect(
    await sentTo((_, answer) => void answer.writeHead(504).end('{"accepted":true,"error":"not known"}')),
  ).toMatchObject({ exit: EXIT.environment, message: 'not known' });
});

test('neither help nor examples put the token into a command line', async () => {
  const { out } = await isletHere(['send', '--help'], folder);
  expect(out).toContain('ISLET_ADDRESS');
  expect(out.split('Usage:')[0]).toContain('islet send');
  expect(out.split('Usage:')[0]).not.toMatch(/--to|token=/);
});
