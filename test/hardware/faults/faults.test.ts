import { afterAll, describe, expect, test } from 'vitest';
import type { Direction, LinkFault } from '../../../hardware/link/faults.ts';
import { isLineFault } from '../../../hardware/link/line.ts';
import { loadPty } from '../../../hardware/link/pty.ts';
import { SIMULATORS } from '../../../hardware/rig/simulators.ts';
import { microstepsOf } from '../../../src/domain/drive.ts';
import { KINDS, type KindName } from './kinds.ts';
import { type Kind, type Stand, withStand } from './stands.ts';
import { type Entry, FAULTS, type FaultName, TABLE } from './table.ts';

/** What was seen in all entries. */
const seen = { named: 0, borne: 0, none: 0, swept: 0, sweptNamed: 0 };
const isHere = (await loadPty()) !== undefined;

const passed = ({ records }: Stand<never>, direction: 'toDevice' | 'toHost'): string =>
  records
    .filter(each => each.direction === direction)
    .map(({ hex }) => hex)
    .join('');

/** Nothing passed the wire that the record does not have, and nothing stands in it that did not pass. */
const expectWholeRecord = (on: Stand<never>, isPulled: boolean): void => {
  const { toDevice, toHost } = on.wire;
  const [sent, heard] = [passed(on, 'toDevice'), passed(on, 'toHost')];
  expect(sent.length).toBeGreaterThan(0);
  if (isPulled) {
    // What was sent after the cable was pulled is in the record, and never arrived.
    expect(sent.startsWith(toDevice)).toBe(true);
    expect(toHost.startsWith(heard)).toBe(true);
  } else expect([sent, heard]).toEqual([toDevice, toHost]);
  expect(on.records.map(({ monoMs }) => monoMs)).toEqual(
    on.records.map(({ monoMs }) => monoMs).toSorted((a, b) => a - b),
  );
};

/** What has entered the body is no more than what was asked for, all of which counts as delivered. */
const expectCounted = (on: Stand<never>, moved: number): void => {
  const counted = Array.from({ length: on.asked() }, (_, i) => microstepsOf(i + 1)).reduce(
    (a, b) => a + b,
    0,
  );
  if (on.asked() > 0) expect(moved / 100).toBeLessThanOrEqual(counted + on.asked());
};

/** A sensor that repeats itself is found out by its eighth reading. */
const READINGS = 9;

const goesWrong = async (
  on: Stand<never>,
  fault: FaultName,
  entry: Exclude<Entry<never>, { ends: 'none' }>,
): Promise<void> => {
  expect(await on.attest()).toEqual({ isRight: true, named: null });
  const begun = on.model.state().turned;
  expect(await on.use()).toEqual({ isRight: true, named: null });
  const { arrange } = entry;
  if (isLineFault(fault)) on.line.set(fault);
  if (arrange?.when === 'before') arrange.act(on);
  const acted = arrange?.when === 'meanwhile' ? () => arrange.act(on) : undefined;
  const once = () => (arrange?.attested ? on.attest() : on.use(acted));
  let told = await once();
  for (let i = 1; fault === 'stuck' && told.named === null && i < READINGS; i += 1) told = await once();
  expectWholeRecord(on, fault === 'unplugged');
  expectCounted(on, on.model.state().turned - begun);
  if (entry.ends === 'borne') expect(told).toEqual({ isRight: true, named: null });
  else {
    expect(told.isRight).toBe(false);
    expect(told.named).toMatch(entry.as);
  }
  const rest = on.model.state().turned;
  const isPulled = fault === 'unplugged';
  on.line.set(undefined);
  on.sim.heal();
  await on.wait(3_000);
  // Nothing goes on by itself when the fault is over, and an old answer is none to a new question.
  // But a driver that was cut off ends the pulse that it had.
  if (on.asked() > 0 && !isPulled) expect(on.model.state().turned).toBe(rest);
  expectCounted(on, on.model.state().turned - begun);
  if (entry.ends === 'named' && entry.forGood !== undefined) return;
  if (entry.ends === 'borne' && entry.namedLater) expect((await on.use()).named).toMatch(entry.namedLater);
  expect(await on.use()).toEqual({ isRight: true, named: null });
};

const names = Object.keys(KINDS) as readonly KindName[];

describe.skipIf(!isHere)(
  'SR-006 each fault of each simulated device, over a real pseudo-terminal, has a name or does no harm',
  () => {
    test('the table has every device that stands alone', () => {
      expect(Object.keys(TABLE).toSorted()).toEqual(Object.keys(SIMULATORS).toSorted());
    });

    for (const name of names) {
      for (const fault of FAULTS) {
        const entry = TABLE[name][fault] as Entry<never>;
        if (entry.ends === 'none') {
          seen.none += 1;
          continue;
        }
        test(`${name}, ${fault}: ${entry.ends === 'named' ? `named as ${entry.as}` : 'borne'}`, async () => {
          await withStand(name, KINDS[name] as unknown as Kind<never>, on => goesWrong(on, fault, entry));
          seen[entry.ends] += 1;
        });
      }
    }
  },
);

/** One byte, once: with a checksum any bit may flip, without one it is the one that ASCII does not have. */
const edits = (isChecked: boolean): readonly ((offset: number) => LinkFault)[] => [
  offset => ({ kind: 'drop', offset, bytes: 1 }),
  offset => ({ kind: 'duplicate', offset }),
  ...(isChecked ? [0x01, 0x10, 0x80] : [0x80]).map(
    mask =>
      (offset: number): LinkFault => ({ kind: 'corrupt', offset, mask }),
  ),
];
const CHECKED: readonly KindName[] = ['tic', 'ne1000'];

describe.skipIf(!isHere)(
  'SR-006 one byte of an exchange that is lost, doubled or flipped never makes a wrong answer',
  () => {
    for (const name of names) {
      // What is said to a balance or a sensor has no effect but an answer.
      const directions: readonly Direction[] = CHECKED.includes(name) ? ['toHost', 'toDevice'] : ['toHost'];
      test.each(directions)(`${name}, %s, place by place`, { timeout: 120_000 }, async direction => {
        let longest = 1;
        // All of a short exchange, and each third place of a long one.
        for (let offset = 0; offset < longest; offset += longest > 20 ? 3 : 1) {
          for (const edit of edits(CHECKED.includes(name))) {
            await withStand(name, KINDS[name] as unknown as Kind<never>, async on => {
              await on.attest();
              const begun = on.model.state().turned;
              const already = passed(on, direction).length / 2;
              on.link.fault(direction, edit(offset));
              const told = await on.use();
              expect(
                told.isRight || told.named !== null,
                `${JSON.stringify(edit(offset))}: ${JSON.stringify(told)}`,
              ).toBe(true);
              expectCounted(on, on.model.state().turned - begun);
              longest = Math.min(60, Math.max(longest, passed(on, direction).length / 2 - already));
              seen.swept += 1;
              if (told.named !== null) seen.sweptNamed += 1;
            });
          }
        }
        expect(longest).toBeGreaterThan(8);
      });
    }
  },
);

afterAll(() => {
  if (!isHere) return;
  const { named, borne, none, swept, sweptNamed } = seen;
  console.log(
    `faults of devices: ${named} named, ${borne} borne, ${none} do not apply; ${swept} single bytes, ${sweptNamed} of them named`,
  );
  expect(named).toBeGreaterThan(60);
  expect(borne).toBeGreaterThan(10);
  expect(named + borne + none).toBe(names.length * FAULTS.length);
  expect(swept).toBeGreaterThan(500);
  expect(sweptNamed).toBeGreaterThan(0);
});
