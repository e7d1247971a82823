import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { EXIT } from '../../src/cli/exits.ts';
import type { PageRequest } from '../../src/inspector/protocol.ts';
import { req } from '../support/req.ts';
import { type Islet, inFolder, isletHere, spawnIslet } from './islet.ts';

const printedSchema = z.object({ address: z.url(), journal: z.string() });
type Printed = z.infer<typeof printedSchema>;

/** Waits until the pump has come to something, or its process is gone; the runner's own limit ends it. */
const until = async <Value>(
  pump: Islet,
  look: () => Value | null | Promise<Value | null>,
): Promise<Value> => {
  while (pump.child.exitCode === null) {
    const value = await look();
    if (value !== null) return value;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`islet ended too early: ${pump.err()}`);
};

const begin = async (
  folder: string,
  ...args: readonly string[]
): Promise<{ pump: Islet; printed: Printed }> => {
  const pump = spawnIslet(
    ['start', '--no-open', '--port', '0', '--speed', '3600', '--json', ...args],
    folder,
  );
  const line = await until(pump, () => (pump.out().includes('\n') ? pump.out() : null));
  return { pump, printed: printedSchema.parse(JSON.parse(line)) };
};

const ask = async ({ address }: Printed, request: PageRequest): Promise<Response> => {
  const { origin, searchParams } = new URL(address);
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${searchParams.get('token')}`,
  };
  return fetch(`${origin}/api/requests`, { method: 'POST', headers, body: JSON.stringify(request) });
};

/** The stream's text until `found` sees in it what it looks for. */
const streamUntil = async <Value>(
  { address }: Printed,
  found: (text: string) => Value | null,
): Promise<Value> => {
  const { origin, searchParams } = new URL(address);
  const response = await fetch(`${origin}/api/stream?token=${searchParams.get('token')}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += read.value;
    const value = found(text);
    if (value === null) continue;
    await reader?.cancel();
    return value;
  }
  throw new Error('the stream ended');
};

const journalHas =
  (folder: string, { journal }: Printed, pattern: RegExp) =>
  () =>
    pattern.exec(readFileSync(join(folder, journal), 'utf8'))?.[0] ?? null;

const end = async (pump: Islet, signal: NodeJS.Signals) => {
  pump.child.kill(signal);
  return pump.ended;
};

test('a started pump moves, and Ctrl-C stops the motor, keeps the journal and says how to replay it', async () => {
  await inFolder(async folder => {
    const { pump, printed } = await begin(folder);
    // Something moves on the page: pulse after pulse, without anybody asking.
    const moved = await streamUntil(printed, text => (/"pulsesCounted":[3-9]/.test(text) ? text : null));
    expect(moved).toMatch(/"type":"cgm\.measured"/);
    const { code, err } = await end(pump, 'SIGINT');
    expect(code).toBe(EXIT.interrupted);
    expect(err).toContain(`npx islet replay ${printed.journal}`);
    const last = readFileSync(join(folder, printed.journal), 'utf8').trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({
      fact: { type: 'power.lost', cause: 'operator' },
      commands: [{ type: 'stopMotor' }],
    });
    const check = await isletHere(['replay', printed.journal, '--check', '--json'], folder);
    expect(JSON.parse(check.out)).toMatchObject({ same: true, firstDifference: null, cleanEnd: true });
    expect(check.code).toBe(EXIT.ok);
  });
});

test('a person at the page gives a bolus, sees an injected occlusion, and time waits for them', async () => {
  await inFolder(async folder => {
    const { pump, printed } = await begin(folder);
    await until(pump, journalHas(folder, printed, /"type":"resume.requested"/));
    expect((await ask(printed, { type: 'cartridge.replaced', units: 100 })).status).toBe(409);
    expect((await ask(printed, { type: 'bolus.requested', units: 0.3 })).status).toBe(200);
    await until(pump, journalHas(folder, printed, /"askConfirmation"/));
    await streamUntil(printed, text =>
      text.includes('"slowed":"a bolus waits for confirmation"') ? true : null,
    );
    const bolus = await until(
      pump,
      () => /"bolus":"([0-9a-f]+-1)"/.exec(readFileSync(join(folder, printed.journal), 'utf8'))?.[1] ?? null,
    );
    expect((await ask(printed, { type: 'bolus.confirmed', bolus })).status).toBe(200);
    const report = await until(pump, journalHas(folder, printed, /"type":"reportBolus"[^}]*/));
    expect(report).toContain('"requestedUu":300000,"deliveredUu":300000,"reason":"completed"');
    expect((await ask(printed, { type: 'inject', what: 'occlusion', on: true })).status).toBe(200);
    await until(
      pump,
      journalHas(folder, printed, /"type":"annunciate","alarms":\[\{"alarm":"occlusion","priority":"high"/),
    );
    expect((await ask(printed, { type: 'resume.requested' })).status).toBe(200);
    await until(pump, journalHas(folder, printed, /"type":"refuse","request":"resume"/));
    const { code, err } = await end(pump, 'SIGTERM');
    expect(err).toContain('ALARM HIGH: Occlusion');
    expect(code).toBe(EXIT.interrupted);
    const check = await isletHere(['replay', printed.journal, '--check'], folder);
    expect(check.out).toMatch(/steps replayed: the same states and the same commands/);
  });
});

test(
  'SR-070 a pump that was killed goes on with its journal, suspended until a person resumes',
  req('SR-070'),
  async () => {
    await inFolder(async folder => {
      const first = await begin(folder, '--patient');
      await until(first.pump, journalHas(folder, first.printed, /"pulse":3,/));
      await end(first.pump, 'SIGKILL');
      const { pump, printed } = await begin(folder, '--patient', '--journal', first.printed.journal);
      expect(pump.err()).toContain('Delivery stays suspended until a person resumes it in the page.');
      const resumes = () =>
        readFileSync(join(folder, printed.journal), 'utf8').match(/"type":"resume\.requested"/g)?.length ?? 0;
      await until(pump, journalHas(folder, printed, /"verdict":"interrupted"/));
      expect(resumes()).toBe(1);
      expect((await ask(printed, { type: 'alarm.acknowledged', alarm: 'powerInterrupted' })).status).toBe(
        200,
      );
      expect((await ask(printed, { type: 'resume.requested' })).status).toBe(200);
      const before = readFileSync(join(folder, printed.journal), 'utf8').match(/"moveMotor"/g)?.length ?? 0;
      await until(pump, () =>
        (readFileSync(join(folder, printed.journal), 'utf8').match(/"moveMotor"/g)?.length ?? 0) > before
          ? true
          : null,
      );
      const { code } = await end(pump, 'SIGINT');
      expect(code).toBe(EXIT.interrupted);
      const check = await isletHere(['replay', printed.journal, '--check'], folder);
      expect(check.code).toBe(EXIT.ok);
    });
  },
);

test('a second controller on the same journal is refused', async () => {
  await inFolder(async folder => {
    const { pump, printed } = await begin(folder);
    const second = await spawnIslet(
      ['start', '--no-open', '--port', '0', '--journal', printed.journal],
      folder,
    ).ended;
    expect(second.code).toBe(EXIT.environment);
    expect(second.err).toMatch(/another controller has this journal open/);
    expect((await end(pump, 'SIGINT')).code).toBe(EXIT.interrupted);
  });
});
