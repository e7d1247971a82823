import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, replayedFrame } from '../../src/inspector/fold.ts';
import { bytesInMemory } from '../../src/inspector/journalIndex/journalBytes.ts';
import { openIndex, type Place } from '../../src/inspector/journalIndex/journalIndex.ts';
import { embeddedSource } from '../../src/inspector/page/embedded-source.ts';
import { createLooker, identifyInBrowser } from '../../src/inspector/page/looker.ts';
import type { Past } from '../../src/inspector/page/run-source.ts';
import { recorded } from './support/recorded.ts';

const { steps, text } = await recorded();
const index = openIndex({
  journal: bytesInMemory(Buffer.from(text)),
  path: null,
  charts: 'these',
  program: 'this',
});
while (index.advance(5_000));
const wholly = (value: unknown) => JSON.parse(JSON.stringify(value));
const shownThen = steps.map(step => wholly(replayedFrame(step)));
const ask = async (place: Place): Promise<Block> => JSON.parse(index.block(place));

/** Every block of the journal, as a page without a server would hold them. */
const blocks: Block[] = [];
for (let seq = 1; seq <= steps.length; seq += blocks.at(-1)?.records.length ?? 1)
  blocks.push(JSON.parse(index.block({ seq })));

const embedded = embeddedSource(
  {
    drawings: {
      charts: {},
      requirements: {},
      coverage: null,
      properties: [],
      verdicts: index.verdicts(),
    },
    past: JSON.parse(index.past() ?? '') as Past,
    blocks,
    noted: JSON.parse(index.notable(Number.MAX_SAFE_INTEGER, 10_000)),
    status: {
      kind: 'replay',
      journal: 'in the page',
      trace: '',
      speed: { asked: 1, achieved: 0, slowed: null },
      injected: null,
      world: null,
      programmed: null,
      proof: null,
    },
  },
  async blockOf => createLooker(blockOf, identifyInBrowser),
);

test('a page folds any instant and any steps to what was shown then, from a server or from within itself', async () => {
  const fromServer = createLooker(ask, identifyInBrowser);
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: shownThen.at(-1).monoMs }),
      fc.nat(6),
      async (monoMs, more) => {
        const frame = shownThen.findLast((each: { readonly monoMs: number }) => each.monoMs <= monoMs);
        for (const source of [fromServer, embedded]) {
          expect(wholly(await source.frameAt(monoMs))).toEqual({ frame });
          const around = await source.frames(frame.seq - more, frame.seq + more);
          expect(wholly(around)).toEqual(
            shownThen.slice(Math.max(0, frame.seq - 1 - more), frame.seq + more),
          );
        }
        checked += 1;
      },
    ),
    { numRuns: 30 },
  );
  expect(checked).toBe(30);
  expect(blocks.length).toBeGreaterThan(4);
});

test('a state that is not the one of the journal is told, and never shown', async () => {
  const forged = createLooker(async place => {
    const { records, ...rest } = await ask(place);
    return { ...rest, records: records.map(record => ({ ...record, state: '0123456789abcdef' })) };
  }, identifyInBrowser);
  const answer = await forged.frameAt(3_600_000);
  expect(answer).toEqual({ why: expect.stringContaining('led to state 0123456789abcdef then') });
  expect(await forged.frames(100, 110)).toEqual([]);
});
