import { describe, expect, test } from 'vitest';
import type { Annunciation, Command } from '../../src/domain/commands.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import {
  commandSchema,
  entryLineSchema,
  entrySchema,
  headerLineSchema,
  headerSchema,
} from '../../src/runtime/journalSchemas.ts';
import { spoiled } from '../support/spoiled.ts';

const isTaken = (command: unknown): boolean => commandSchema.safeParse(command).success;

const pulse = { pulse: 1, channel: 'basal', bolus: 'b' } as const;
const difference = { field: 'f', from: 'a', to: 'b' };
const bolus = 'b';
const annunciation: Annunciation = {
  alarm: 'occlusion',
  priority: 'high',
  signal: 'sounding',
  level: 'first',
  condition: 'present',
  sinceMonoMs: 1,
  sinceWallMs: 1,
};
const annunciated = (change: Partial<Annunciation>): Command => ({
  type: 'annunciate',
  alarms: [{ ...annunciation, ...change }],
});
const reported = { type: 'reportBolus', bolus, requestedUu: 0, deliveredUu: 0 } as const;
const spread = { amountUu: 0, durationMs: 1 };

/** One of each kind, with each word and the least of each number that it may hold. */
const COMMANDS: readonly Command[] = [
  { type: 'runSelfTest' },
  { type: 'runCheck' },
  { type: 'testSounder' },
  { type: 'shutDown' },
  { type: 'stopMotor' },
  { type: 'readEncoder' },
  { type: 'measureForce' },
  { type: 'rewindDrive' },
  { type: 'seatPlunger' },
  { type: 'closePairing' },
  { type: 'recordIntent', pulse },
  { type: 'moveMotor', pulse },
  { type: 'moveMotor', pulse: { ...pulse, bolus: null } },
  ...(['verified', 'void', 'inDoubt'] as const).map(outcome => ({
    type: 'recordOutcome' as const,
    pulse: 1,
    outcome,
  })),
  { type: 'askConfirmation', bolus, amountUu: 0, spread },
  { type: 'askConfirmation', bolus, amountUu: 0, spread: null },
  { type: 'askAgain', bolus, amountUu: 0, inHourUu: 0 },
  { type: 'tellMicrobolus', bolus, amountUu: 0 },
  { type: 'askController', question: 1, controller: 'islet' },
  { type: 'askSettings', proposal: 1, differences: [difference] },
  { type: 'recordSettings', before: null, after: exampleSettings },
  { type: 'recordSettings', before: exampleSettings, after: null },
  ...(['ready', 'step', 'count', 'refusal'] as const).map(signal => ({
    type: 'sound' as const,
    signal,
    times: 0,
  })),
  ...(['completed', 'powerLost'] as const).map(reason => ({ ...reported, part: 'normal' as const, reason })),
  { ...reported, part: 'extended', reason: 'lapsed' },
  { type: 'reportOcclusion', heldUu: 0 },
  { type: 'reportRestart', gapMs: 0 },
  { type: 'openPairing', role: 'monitor' },
  { type: 'permitRemote', principal: 'p', bolus },
  ...(['bolus', 'resume', 'tempBasal', 'remotePermission', 'change', 'automation', 'settings'] as const).map(
    request => ({ type: 'refuse' as const, request, reasons: ['r'] }),
  ),
  annunciated({ sinceMonoMs: 0, sinceWallMs: 0 }),
  ...(['medium', 'low', 'info'] as const).map(priority => annunciated({ priority })),
  ...(['paused', 'acknowledged'] as const).map(signal => annunciated({ signal })),
  ...(['hourly', 'insistent', 'urgent', 'siren'] as const).map(level => annunciated({ level })),
  annunciated({ condition: 'gone' }),
];

/** Names and sentences, of which any may be. */
const FREE = ['bolus', 'principal', 'field', 'from', 'to', 'reasons'];
/** Settings have checks of their own. */
const withoutSettings = (command: Command): object =>
  command.type === 'recordSettings' ? { type: command.type } : command;

describe('SR-066 a command in a journal', () => {
  test('is kept as it is, each kind of it', () => {
    expect(COMMANDS.map(command => commandSchema.parse(command))).toEqual(COMMANDS);
    expect(new Set(COMMANDS.map(({ type }) => type)).size).toBe(commandSchema.options.length);
  });

  test('is refused with any field missing, foreign or of another kind', () => {
    const wrong = COMMANDS.flatMap(command => spoiled(withoutSettings(command), FREE));
    expect(wrong.length).toBeGreaterThan(400);
    expect(wrong.filter(({ value }) => isTaken(value))).toEqual([]);
  });

  test('names pulses, questions and proposals from 1, and spreads over some time', () => {
    const none: readonly object[] = [
      { type: 'moveMotor', pulse: { ...pulse, pulse: 0 } },
      { type: 'recordOutcome', pulse: 0, outcome: 'void' },
      { type: 'askController', question: 0, controller: 'islet' },
      { type: 'askSettings', proposal: 0, differences: [] },
      { type: 'askConfirmation', bolus, amountUu: 0, spread: { ...spread, durationMs: 0 } },
    ];
    expect(none.filter(isTaken)).toEqual([]);
  });
});

const link = '0123456789abcdef';
const entry = {
  seq: 1,
  monoMs: 0,
  wallMs: 0,
  fact: { type: 'clock.reached' },
  commands: [{ type: 'stopMotor' }],
  state: link,
};

test('SR-066 a line of a journal is refused with any field missing, foreign or of another kind', () => {
  expect(entrySchema.parse(entry)).toEqual(entry);
  expect(
    [...spoiled(entry, []), { how: 'seq is 0', value: { ...entry, seq: 0 } }].filter(
      ({ value }) => entrySchema.safeParse(value).success,
    ),
  ).toEqual([]);
  for (const state of [`${link}0`, link.slice(1), link.toUpperCase(), `x${link}`, `${link}x`])
    expect(entrySchema.safeParse({ ...entry, state }).error?.issues[0]?.message, state).toBe(
      'must be 16 hexadecimal digits',
    );
});

test('SR-066 the first line of a journal is refused but as it is written, and its chart has a name', () => {
  const first = { islet: 'journal', version: 1, created: '2026-01-02T03:04:05.678Z', chart: 'c', digest: 2 };
  const isFirst = (value: unknown): boolean => headerSchema.safeParse(value).success;
  expect(headerSchema.parse(first)).toEqual(first);
  const { digest: _, ...old } = first;
  expect(headerSchema.parse(old)).toEqual({ ...first, digest: 1 });
  const wrong = spoiled(first, ['chart']).filter(({ how }) => how !== 'digest is missing');
  expect(wrong.length).toBeGreaterThan(15);
  expect(wrong.filter(({ value }) => isFirst(value))).toEqual([]);
  const charts = ['', 'c'.repeat(128), 'c'.repeat(129)].map(chart => isFirst({ ...first, chart }));
  expect(charts).toEqual([false, true, false]);
  expect(isFirst({ ...first, digest: 0 })).toBe(false);
});

test('SR-066 the links of a journal are hashes of 32 digits', () => {
  const hash = `${link}${link}`;
  const first = { islet: 'journal', version: 1, created: '2026-01-02T03:04:05.678Z', chart: 'c', hash };
  expect(headerLineSchema.safeParse(first).success).toBe(true);
  expect(entryLineSchema.safeParse({ ...entry, prev: hash, hash }).success).toBe(true);
  for (const wrong of [`${hash}0`, hash.slice(1), hash.toUpperCase(), `x${hash}`, `${hash}x`])
    for (const read of [
      headerLineSchema.safeParse({ ...first, hash: wrong }),
      entryLineSchema.safeParse({ ...entry, prev: wrong, hash }),
      entryLineSchema.safeParse({ ...entry, prev: hash, hash: wrong }),
    ])
      expect(read.error?.issues[0]?.message, wrong).toBe('must be 32 hexadecimal digits');
});
