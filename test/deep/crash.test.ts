import { expect, test } from 'vitest';
import { campaignOf } from '../support/crash/campaign.ts';
import { inLanes } from '../support/lanes.ts';
import { req } from '../support/req.ts';

const AT_ONCE = 2;
const HOURS = 3_600_000;

/**
 * Every how many commands and every how many bytes of its journal a scenario is killed. A kill costs a
 * process and a third of a second, in the long stories more; one story is killed at each of its bytes.
 * What a kill at any other byte leaves is known to be a prefix, and for the short stories test/crash recovers
 * every one of those.
 */
const SCENARIOS = [
  { name: 'suspend-in-mid-bolus', commands: 1, bytes: 1 },
  { name: 'bolus', commands: 1, bytes: 8 },
  { name: 'stall', commands: 1, bytes: 8 },
  { name: 'power-cut', commands: 1, bytes: 8 },
  { name: 'bolus-unconfirmed', commands: 1, bytes: 8 },
  { name: 'escalation', commands: 1, bytes: 8 },
  { name: 'suspension-reminder', commands: 1, bytes: 8 },
  { name: 'temporary-basal', commands: 1, bytes: 16 },
  { name: 'occlusion', commands: 1, bytes: 97 },
  { name: 'reservoir', commands: 11, bytes: 3_001 },
];

const every = (nth: number, most: number): readonly number[] =>
  Array.from({ length: Math.floor(most / nth) }, (_, index) => (index + 1) * nth);

test.each(SCENARIOS)(
  'SR-070 killed at $commands-th commands and $bytes-th bytes, $name loses nothing and repeats nothing',
  { ...req('SR-070', 'SR-006', 'SR-024'), timeout: 6 * HOURS },
  async ({ name, commands, bytes }) => {
    const campaign = await campaignOf(name);
    const { bytesAtCommand } = campaign.whole;
    const sentences = [
      ...every(commands, bytesAtCommand.length).map(count => ({ kind: 'command', count }) as const),
      ...every(bytes, campaign.whole.bytes).map(count => ({ kind: 'byte', count }) as const),
    ];
    await inLanes(
      sentences.map(sentence => () => campaign.kill(sentence)),
      AT_ONCE,
    );
    campaign.end();
    const { kills, known, recoveries } = campaign.tally;
    console.log(
      `${name}: ${kills} processes killed (${known} more would die as one did before), ` +
        `${recoveries} different recoveries proved`,
    );
    expect(kills + known).toBe(sentences.length);
    expect(kills).toBeGreaterThan(50);
    expect(recoveries).toBeGreaterThan(10);
  },
);
