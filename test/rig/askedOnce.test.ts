import { expect, test } from 'vitest';
import { encode, OUR_FRAMING } from '../../hardware/motor/tic/codec.ts';
import { ticTurn } from '../../hardware/motor/tic/turn.ts';
import { type SimulatedWorld, simulatedBench } from '../../hardware/rig/bench/bench.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { after, milliseconds } from '../../src/domain/units.ts';

/** Reports of a streaming encoder while the motor turns, with one question to the motor at this time after its order, or none. */
const reports = async (askedAtMs: number | null): Promise<number> => {
  const worlds: SimulatedWorld[] = [];
  const bench = await simulatedBench('memory', SIMULATED_RIG, world => void worlds.push(world))();
  const clock = worlds[0]?.clock;
  if (clock === undefined) throw new Error('a bench has a world');
  const wait = (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  const { motor, encoder } = bench.links;
  let streamed = 0;
  for (const link of Object.values(bench.links)) if (link !== encoder) link?.onBytes(() => {});
  encoder.onBytes(bytes => {
    if (Buffer.from(bytes).toString().includes('s0E')) streamed += 1;
  });
  encoder.write(Buffer.from('W0B00000002\nS0E\n'));
  await clock.settle();
  streamed = 0;
  const turn = ticTurn(20);
  for (const order of turn.prepare) motor.write(order);
  await wait(turn.stableAfter);
  for (const order of turn.go) motor.write(order);
  await clock.settle();
  if (askedAtMs !== null) {
    await wait(askedAtMs);
    motor.write(encode({ kind: 'quick', name: 'resetCommandTimeout' }, OUR_FRAMING));
    await clock.settle();
  }
  await wait(900);
  await bench.close();
  return streamed;
};

test('a motor that is asked once in a move, and then no more, is seen to turn as one that nobody asks', async () => {
  const unasked = await reports(null);
  expect(unasked).toBeGreaterThan(1);
  for (const askedAtMs of [10, 30, 60, 120]) expect(await reports(askedAtMs)).toBeGreaterThanOrEqual(unasked);
});
