import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { askWithin, ServiceTrouble } from '../../hardware/cgm/network/service.ts';
import type { NetworkFault } from '../../hardware/cgm/network/simulated/faults.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import type { HttpAnswer } from '../../hardware/link/http/exchange.ts';
import { nodeExchange } from '../../hardware/link/http/node.ts';
import { serveHttp } from '../../hardware/link/http/served.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { KINDS, kindNamed, MINUTE_MS, SECRET, skin, ZERO } from './bench.ts';

/** A simulated service behind a real port, half an hour after it began. */
const served = async (name: string, fault: NetworkFault | null = null) => {
  const clock = lockStepClock({ zeroMono: monoMs(0), zeroWall: wallMs(ZERO) });
  const service = kindNamed(name).simulate({ clock, read: skin, secret: SECRET });
  await clock.advanceTo(monoMs(30 * MINUTE_MS));
  service.setFault(fault);
  const server = await serveHttp(service.serve);
  const base = new URL(`http://127.0.0.1:${server.port}/`);
  return {
    clock,
    server,
    base,
    client: kindNamed(name).client(base, askWithin(nodeExchange, clock)),
    end: async () => {
      await server.close();
      clock.close();
    },
  };
};

test.each(Object.keys(KINDS))('%s over a real port: its readings, and what it refuses', async name => {
  const room = await served(name);
  const { readings } = await room.client.latest();
  expect(readings.map(({ mgPerDl }) => mgPerDl).slice(0, 7)).toEqual([6, 5, 4, 3, 2, 1, 0].map(skin));
  const stranger = kindNamed(name).client(room.base, askWithin(nodeExchange, room.clock), 'other');
  await expect(stranger.latest()).rejects.toMatchObject({ name: 'ServiceTrouble', kind: 'refused' });
  await room.end();
  await expect(room.client.latest()).rejects.toThrow(/nobody answers there/);
});

test.each([
  ['cutOff', /broke off/],
  ['endless', /does not end/],
  ['tooMany', /cannot answer now \(429\)/],
  ['redirects', /points to another address/],
  ['notJson', /is not JSON/],
] as const)('%s over a real port is told in words', async (fault, words) => {
  const room = await served('Nightscout 1 by secret', fault);
  await expect(room.client.latest()).rejects.toThrow(words);
  await room.end();
});

test('a pass that no header can carry is a damaged answer, and no defect of the pump', async () => {
  const clock = lockStepClock({ zeroMono: monoMs(0), zeroWall: wallMs(ZERO) });
  const asked: string[] = [];
  const answer = {
    status: 200,
    text: JSON.stringify({ token: 'za\u0142' }),
    sentMs: null,
    retryAfterMs: null,
  };
  const client = kindNamed('Nightscout 3').client(new URL('http://127.0.0.1//ns/'), async ({ url }) => {
    asked.push(url.href);
    return answer;
  });
  await expect(client.latest()).rejects.toMatchObject({ name: 'ServiceTrouble', kind: 'damaged' });
  expect(asked.every(href => href.startsWith('http://127.0.0.1//ns/api/'))).toBe(true);
  const headers = { Authorization: 'Bearer za\u0142' };
  const refused = askWithin(
    nodeExchange,
    clock,
  )({ method: 'GET', url: new URL('http://127.0.0.1:9/'), headers });
  await expect(refused).rejects.toBeInstanceOf(ServiceTrouble);
  clock.close();
});

test('a service that asks to be left alone says for how long', async () => {
  const room = await served('Nightscout 3', 'tooMany');
  await expect(room.client.latest()).rejects.toMatchObject({ kind: 'busy', retryAfterMs: 90_000 });
  await room.end();
});

test('a service that never answers is given up by the clock of the pump, and its connection is closed', async () => {
  const closed: (() => void)[] = [];
  const silent = createServer(socket => {
    socket.on('error', () => {});
    socket.on('close', () => closed.shift()?.());
    socket.resume();
  });
  await new Promise<void>(done => void silent.listen(0, '127.0.0.1', done));
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clock = lockStepClock();
  const isClosed = new Promise<void>(done => void closed.push(done));
  const asked = askWithin(
    nodeExchange,
    clock,
  )({ method: 'GET', url: new URL(`http://127.0.0.1:${port}/`), headers: {} }).then(
    (answer: HttpAnswer) => answer,
    (failure: unknown) => failure,
  );
  await new Promise<void>(done => silent.once('connection', () => done()));
  await clock.advanceTo(monoMs(20_000));
  expect(await asked).toBeInstanceOf(ServiceTrouble);
  await isClosed;
  await new Promise<void>(done => void silent.close(() => done()));
  clock.close();
});

test('TLS that is off where it should be on is told as such, and nothing of the question is sent in clear', async () => {
  const heard: Buffer[] = [];
  const plain = createServer(socket => {
    socket.on('error', () => {});
    socket.on('data', bytes => {
      heard.push(bytes);
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    });
  });
  await new Promise<void>(done => void plain.listen(0, '127.0.0.1', done));
  const address = plain.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clock = lockStepClock();
  const client = kindNamed('Nightscout 1 by token').client(
    new URL(`https://127.0.0.1:${port}/`),
    askWithin(nodeExchange, clock),
  );
  await expect(client.latest()).rejects.toThrow(/does not speak TLS/);
  expect(Buffer.concat(heard).length).toBeGreaterThan(0);
  expect(Buffer.concat(heard).toString('latin1')).not.toContain(SECRET);
  await new Promise<void>(done => void plain.close(() => done()));
  clock.close();
});

test('a server is not shaken by what is no HTTP', async () => {
  const room = await served('xDrip+');
  await new Promise<void>(done => {
    const socket = connect(room.server.port, '127.0.0.1', () => socket.end('\0\xff no such thing\r\n\r\n'));
    socket.on('error', () => {});
    socket.on('close', () => done());
    socket.resume();
  });
  expect((await room.client.latest()).readings.length).toBeGreaterThan(0);
  await room.end();
});
