import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { stoppingPhases } from '../../hardware/rig/acceptance/stopping.ts';
import { replayTranscript } from '../../hardware/rig/replay/replay.ts';
import { BadTranscript, transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import { attested, tornDown } from '../../hardware/rig/run/standing.ts';
import { spawnIslet } from '../cli/islet.ts';
import { acceptance } from './acceptanceRun.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-replay-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const recorded = (transport: 'pty' | 'memory', fault: 'deafTic' | 'motorUnplugged' | null = null) =>
  acceptance(out, {
    transport,
    fault,
    phases: stand => [attested(stand), ...stoppingPhases(stand), ...tornDown(stand)],
  });
const textOf = (folder: string): string => readFileSync(join(folder, 'serial.jsonl'), 'utf8');

test.each([
  ['memory', null],
  ['pty', null],
  ['memory', 'deafTic'],
  ['memory', 'motorUnplugged'],
] as const)(
  'adapters over %s with fault %s do the same again, byte by byte and fact by fact',
  async (transport, fault) => {
    const { folder } = await recorded(transport, fault);
    const replayed = await replayTranscript(transcriptIn(textOf(folder)));
    expect(replayed.map(({ difference }) => difference).filter(each => each !== null)).toEqual([]);
    const sum = (field: 'bytesIn' | 'bytesOut' | 'facts') =>
      replayed.reduce((all, each) => all + each[field], 0);
    expect(sum('bytesOut')).toBeGreaterThan(fault === 'deafTic' ? 20 : 2_000);
    if (fault !== 'deafTic') expect(sum('facts')).toBeGreaterThan(50);
  },
);

test('what a rig asks its own instruments after a pump has ended says nothing of that pump', async () => {
  const { folder } = await recorded('memory');
  const whole = transcriptIn(textOf(folder));
  const [pump] = whole.flatMap(line => (line.pump > 0 ? [line.pump] : []));
  const lines = whole.filter(line => line.pump === pump);
  /** Of a pump that is killed while its adapters wait for something. */
  for (let end = Math.floor(lines.length / 2); end < lines.length; end += 1) {
    const cut = lines.slice(0, end);
    const [before] = await replayTranscript(cut);
    const last = cut.at(-1);
    if (before?.difference !== null || last === undefined) continue;
    const later = { turn: last.turn + 1, monoMs: last.monoMs + 120_000, hex: '0a' } as const;
    const asked = { pump: last.pump, device: 'balance', direction: 'toHost', ...later } as const;
    expect((await replayTranscript([...cut, asked])).map(({ difference }) => difference)).toEqual([null]);
    return;
  }
  throw new Error('no cut of this transcript is whole');
});

test('whatever is changed in what a device said, or in what an adapter did, is found at its line', async () => {
  const { folder } = await recorded('memory');
  const lines = textOf(folder).trim().split('\n');
  const changed = (at: number, from: RegExp, to: string) =>
    lines.map((line, i) => (i === at ? line.replace(from, to) : line)).join('\n');
  // An answer of the encoder, a frame to the motor, a fact: one hexadecimal digit or one number each.
  const places = [
    lines.findIndex(line => /"said".*"encoder.counted"/.test(line)),
    lines.findIndex(line => line.includes('"motor","direction":"toDevice"')),
    lines.findIndex(line => line.includes('"encoder","direction":"toHost"')),
  ];
  for (const at of places) {
    expect(at).toBeGreaterThan(0);
    const text = changed(
      at,
      /("counts":)-?\d+|("hex":")[0-9a-f]{2}/,
      `$1$2${lines[at]?.includes('"counts"') ? '99' : '00'}`,
    );
    const found = (await replayTranscript(transcriptIn(text))).filter(
      ({ difference }) => difference !== null,
    );
    expect(found.length, lines[at]).toBeGreaterThan(0);
  }
});

test('the command says what it compared, what differs, and what is no transcript', async () => {
  const { folder } = await recorded('memory');
  const same = await spawnIslet(['rig', 'replay', folder], out).ended;
  expect(same.code, same.err).toBe(0);
  expect(same.out).toMatch(/^serial.jsonl: (\d+) of \1 pumps the same: \d+ bytes given/);
  writeFileSync(
    join(folder, 'serial.jsonl'),
    textOf(folder).replace(/("motor","direction":"toDevice","hex":)"[0-9a-f]{2}/, '$1"00'),
  );
  expect((await spawnIslet(['rig', 'replay', folder], out).ended).code).toBe(1);
  writeFileSync(join(folder, 'serial.jsonl'), '{"device":"motor"}\n');
  expect((await spawnIslet(['rig', 'replay', folder], out).ended).code).toBe(2);
  expect(() => transcriptIn('no json')).toThrow(BadTranscript);
});

test('no text whatever makes the reader of transcripts do more than refuse it', async () => {
  const { folder } = await recorded('memory');
  const lines = textOf(folder).split('\n').slice(0, 200);
  let refused = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .tuple(fc.constantFrom(...lines), fc.nat(120), fc.string({ maxLength: 3 }))
          .map(([line, at, piece]) => line.slice(0, at) + piece + line.slice(at + 1)),
      ),
      text => {
        try {
          transcriptIn(text);
        } catch (failure) {
          refused += 1;
          expect(failure).toBeInstanceOf(BadTranscript);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(100);
});

test('a report is written anew from the record', async () => {
  const { folder } = await recorded('memory');
  const before = readFileSync(join(folder, 'report.html'), 'utf8');
  rmSync(join(folder, 'report.html'));
  const { code, out: said } = await spawnIslet(['rig', 'report', folder], out).ended;
  expect(code).toBe(0);
  expect(said).toContain('report.html');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(before);
});
