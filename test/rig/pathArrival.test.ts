import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { lockStepTime } from '../../hardware/rig/bench/time.ts';
import { arrival } from '../../hardware/rig/paths/ports/arrival.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';

/** A button that the board has seen pressed and let go, and a pump that says what the test lets it say. */
const pressedOnce = async () => {
  const clock = lockStepClock();
  const time = lockStepTime(clock);
  const arrives = arrival(time);
  let seq = 0;
  const hears = (fact: Fact): void => {
    seq += 1;
    arrives.heard({ envelope: { seq, monoMs: clock.now(), wallMs: clock.wall(), fact } });
  };
  hears({ type: 'button.pressed' });
  await arrives.pressed();
  expect(arrives.findings()).toEqual([{ look: 'press', amiss: null }]);
  arrives.released();
  return { arrives, hears, pass: (ms: number) => clock.advanceTo(after(clock.now(), milliseconds(ms))) };
};
const UNHEARD = [
  { look: 'press', amiss: expect.stringContaining('was let go, the board that it reads says so') },
];
const HEARD = [{ look: 'press', amiss: null }];

test('SR-035 an end of a press that the pump never hears is found by its next step, or by the end of the path', async () => {
  const stepping = await pressedOnce();
  stepping.hears({ type: 'clock.reached' });
  expect(stepping.arrives.findings()).toEqual([]);
  await stepping.pass(1_001);
  stepping.hears({ type: 'clock.reached' });
  expect(stepping.arrives.findings()).toEqual(UNHEARD);
  await stepping.arrives.judged();
  expect(stepping.arrives.findings()).toEqual([]);

  const ending = await pressedOnce();
  await ending.arrives.judged();
  expect(ending.arrives.findings()).toEqual(UNHEARD);
});

test('SR-035 one that the pump hears is no finding against it, and counts once', async () => {
  const { arrives, hears } = await pressedOnce();
  hears({ type: 'button.released' });
  await arrives.judged();
  expect(arrives.findings()).toEqual(HEARD);
  await arrives.judged();
  expect(arrives.findings()).toEqual([]);
});

test('SR-035 a pump that begins anew knows of no button, and nothing is said of its end', async () => {
  const { arrives, hears } = await pressedOnce();
  hears({ type: 'power.lost', cause: 'depleted' });
  await arrives.judged();
  expect(arrives.findings()).toEqual([]);
});

test('SR-035 one that the pump hears a minute late is a finding, although its button is up by then', async () => {
  const { arrives, hears, pass } = await pressedOnce();
  await pass(60_000);
  hears({ type: 'button.released' });
  expect(arrives.findings()).toEqual(UNHEARD);
});
