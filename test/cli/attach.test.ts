import { expect, test } from 'vitest';
import { inspect, simulatedPump } from '../../src/cli/library.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { Frame, Status } from '../../src/inspector/protocol.ts';
import { unpack } from '../../src/inspector/wire.ts';

/** What the page of this address has been told, once it is enough. */
const told = async (
  address: string,
  enough: (frames: readonly Frame[], status: Status | null) => boolean,
): Promise<{ readonly frames: readonly Frame[]; readonly status: Status | null }> => {
  const { origin, search } = new URL(address);
  const ending = new AbortController();
  const answer = await fetch(`${origin}/api/stream${search}`, { signal: ending.signal });
  const frames: Frame[] = [];
  let status: Status | null = null;
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1] ?? 'null';
      if (message.includes('event: frames')) frames.push(...unpack(JSON.parse(data)));
      if (message.includes('event: status')) status = JSON.parse(data);
    }
    if (enough(frames, status)) break;
  }
  ending.abort();
  return { frames, status };
};

const ask = async (
  address: string,
  body: unknown,
): Promise<{ readonly status: number; readonly error?: string }> => {
  const { origin, searchParams } = new URL(address);
  const answer = await fetch(`${origin}/api/requests`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${searchParams.get('token')}` },
    body: JSON.stringify(body),
  });
  return { ...(await answer.json()), status: answer.status };
};

test('one line serves the page of a pump of this process: all of its steps, live, with faults and requests', async () => {
  const pump = await simulatedPump({ transport: 'memory' });
  // In real time the screen would have locked.
  pump.clock.setSpeed(600);
  const said: string[] = [];
  const page = await inspect(pump, { port: 0, say: line => said.push(line), name: 'mine' });
  // Before it, perhaps, that the page had to be built.
  expect(said.at(-1)).toBe(`Islet: ${page.address}`);
  const booted = pump.steps.length;
  expect(booted).toBeGreaterThan(5);

  expect(await ask(page.address, { type: 'resume.requested' })).toMatchObject({ status: 200 });
  await pump.clock.settle();
  const seen = await told(page.address, (frames, status) => frames.length > booted && status !== null);
  expect(seen.frames[0]?.seq).toBe(pump.steps[0]?.envelope.seq);
  expect(seen.frames.at(-1)?.modes).toContain('delivering');
  expect(seen.status).toMatchObject({
    kind: 'live',
    journal: 'mine',
    injected: [],
    world: { batteryPercent: 100 },
  });

  expect(await ask(page.address, { type: 'inject', what: 'motorStall', on: true })).toMatchObject({
    status: 200,
  });
  await pump.clock.advanceTo(after(pump.clock.now(), milliseconds(20 * 60_000)));
  expect(pump.runtime.state().annunciation.map(({ alarm }) => alarm)).toContain('motorStall');
  expect(await ask(page.address, { type: 'inject', what: 'cgmLoss', on: true })).toMatchObject({
    status: 409,
    error: expect.stringContaining('in the hands of the program'),
  });
  await page.close();
  await expect(fetch(page.address)).rejects.toThrow();
  // Nobody watches any more, and the pump goes on.
  await pump.give({ type: 'alarm.acknowledged', alarm: 'motorStall' });
  await pump.close();
});

test('a pump of which only runtime and clock are known has its page, and its devices are left alone', async () => {
  const { runtime, clock, ...rest } = await simulatedPump({ transport: 'memory' });
  const page = await inspect({ runtime, clock }, { port: 0, say: () => {} });
  const refused = await ask(page.address, { type: 'inject', what: 'occlusion', on: true });
  expect(refused).toMatchObject({ status: 409, error: expect.stringContaining('real') });
  expect(await ask(page.address, { type: 'screen.locked' })).toMatchObject({ status: 200 });
  const { frames } = await told(page.address, all => all.length > 0);
  expect(frames.some(({ fact }) => fact.type === 'screen.locked')).toBe(true);
  await page.close();
  await rest.close();
});
