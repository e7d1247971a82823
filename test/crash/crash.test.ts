import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breadth } from '../support/breadth.ts';
import { campaignOf } from '../support/crash/campaign.ts';
import { inLanes } from '../support/lanes.ts';
import { req } from '../support/req.ts';

/** Two children at a time: the machines this must run on have two cores. */
const AT_ONCE = 2;
const MINUTES = 60_000;

/**
 * In a whole run one story is killed at every command and within every record, the others at every third of each and at all
 * around their alarm; test/deep kills every one at every command. That one story is recovered from every byte, the others from
 * every fifth, and occlusion, which is long (62 pulses that are all alike), from every 61st. On every save it is a part of two of these.
 */
const SCENARIOS = breadth(
  [
    { name: 'bolus', sample: 7, bytes: 11 },
    { name: 'occlusion', sample: 97, bytes: 101 },
  ],
  [
    { name: 'bolus', sample: 1, bytes: 1 },
    { name: 'suspend-in-mid-bolus', sample: 3, bytes: 5 },
    { name: 'stall', sample: 3, bytes: 5 },
    { name: 'power-cut', sample: 3, bytes: 5 },
    { name: 'occlusion', sample: 61, bytes: 61 },
  ],
);

/** So many processes are killed, and so many different recoveries proved, in each story at the least. */
const LEAST = breadth({ kills: 5, recoveries: 12 }, { kills: 10, recoveries: 20 });

/** Every `sample`-th of `count` places, counted from 1, and all within three of the place `at`. */
const places = (count: number, sample: number, at: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter(
    place => place % sample === 0 || Math.abs(place - at) <= 3,
  );

describe.each(SCENARIOS)('a pump that is killed in the scenario $name', ({ name, sample, bytes: stride }) => {
  let campaign: Awaited<ReturnType<typeof campaignOf>>;
  /** The record that first showed an alarm. */
  let alarmed = 0;

  beforeAll(async () => {
    campaign = await campaignOf(name);
    const lines = campaign.whole.journal.toString().split('\n').slice(1);
    alarmed = lines.findIndex(line => line.includes('"annunciate"')) + 1;
  });

  afterAll(() => {
    const { kills, known, prefixes, recoveries } = campaign.tally;
    console.log(
      `${name}: ${kills} processes killed (${known} more would die as one did before), ` +
        `${prefixes} journal prefixes read, ${recoveries} different recoveries proved`,
    );
    campaign.end();
  });

  test('SR-070 SR-006 SR-024 at a command: nothing lost, nothing repeated, no bolus resumed', {
    ...req('SR-070', 'SR-006', 'SR-024'),
    timeout: 10 * MINUTES,
  }, async () => {
    const { bytesAtCommand } = campaign.whole;
    const before = campaign.recordEnds[alarmed] ?? 0;
    const near = bytesAtCommand.findIndex(bytes => bytes >= before) + 1;
    const chosen = places(bytesAtCommand.length, sample, near);
    await inLanes(
      chosen.map(count => () => campaign.kill({ kind: 'command', count })),
      AT_ONCE,
    );
    expect(campaign.tally.kills + campaign.tally.known).toBe(chosen.length);
    expect(campaign.tally.kills).toBeGreaterThan(LEAST.kills);
  });

  test('SR-070 SR-005 while a record is written: it counts as never written', {
    ...req('SR-070', 'SR-005'),
    timeout: 10 * MINUTES,
  }, async () => {
    const { recordEnds } = campaign;
    const before = campaign.tally.kills + campaign.tally.known;
    const chosen = [0, ...places(recordEnds.length - 1, sample, alarmed)];
    // Somewhere else in each record; in every seventh at its very end.
    const byteIn = (record: number): number => {
      const from = recordEnds[record - 1] ?? 0;
      const length = (recordEnds[record] ?? 0) - from;
      return from + (record % 7 === 0 ? length : 1 + ((record * 37) % (length - 1)));
    };
    await inLanes(
      chosen.map(record => () => campaign.kill({ kind: 'byte', count: byteIn(record) })),
      AT_ONCE,
    );
    expect(campaign.tally.kills + campaign.tally.known - before).toBe(chosen.length);
    expect(campaign.tally.kills).toBeGreaterThan(LEAST.kills);
  });

  test('SR-070 every prefix of its journal is recovered, byte by byte', {
    ...req('SR-070'),
    timeout: 10 * MINUTES,
  }, async () => {
    const { recordEnds, whole } = campaign;
    const [first = 0] = recordEnds;
    for (let bytes = first; bytes <= whole.bytes; bytes += stride) campaign.readPrefix(bytes);
    expect(campaign.tally.prefixes).toBe(Math.floor((whole.bytes - first) / stride) + 1);
    for (const records of [0, ...places(recordEnds.length - 1, sample, alarmed)])
      await campaign.recoverFrom(records);
    expect(campaign.tally.recoveries).toBeGreaterThan(LEAST.recoveries);
  });
});
