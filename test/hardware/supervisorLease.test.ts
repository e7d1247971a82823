import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { ascii, lineSplitter } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { supervisorLink } from '../../hardware/supervisor/adapter.ts';
import { encodeSupervisor, type FromSupervisor } from '../../hardware/supervisor/lines.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

/** The main channel's end of the line, what the second channel hears of it, and how time passes. */
const linked = () => {
  const clock = lockStepClock();
  const pair = memoryPair();
  const heard: string[] = [];
  pair.device.onBytes(lineSplitter(line => heard.push(line)));
  const link = supervisorLink({ link: pair.host, clock, sink: () => {} });
  const passTo = (ms: number) => clock.advanceTo(monoMs(ms));
  const says = async (said: FromSupervisor): Promise<readonly string[]> => {
    const before = heard.length;
    pair.device.write(ascii(encodeSupervisor(said)));
    await clock.settle();
    return heard.slice(before);
  };
  const tells = async (...said: Parameters<typeof link.tell>): Promise<readonly string[]> => {
    const before = heard.length;
    link.tell(...said);
    await clock.settle();
    return heard.slice(before);
  };
  return { clock, link, passTo, says, tells };
};

const BEAT = { type: 'beat', pulses: 0, hash: 'a'.repeat(16) } as const;

test('SR-114 the second channel is answered within the lease, hears nothing after it, and all at once when it is renewed', {
  ...req('SR-114'),
}, async () => {
  const { clock, passTo, says, tells } = linked();
  await says({ type: 'ready' });
  await says({ type: 'agree', pulses: 0, hash: BEAT.hash });
  expect(await tells('delivering', monoMs(100))).toHaveLength(1);
  expect(await tells('delivering', monoMs(150))).toEqual([]);
  expect(await says(BEAT)).toEqual(['state delivering']);
  await passTo(151);
  expect(await says(BEAT)).toEqual([]);
  // The line that it says ready on, too, has nothing to say in the name of charts that are dead.
  expect(await says({ type: 'ready' })).toEqual([]);
  expect(await tells('delivering', monoMs(1_000))).toEqual(['state delivering']);
  expect(await says(BEAT)).toEqual(['state delivering']);
  clock.close();
});

test('SR-114 SR-118 that nothing is to move is said for ever, and nothing else without an end', {
  ...req('SR-114', 'SR-118'),
}, async () => {
  const { clock, passTo, says, tells } = linked();
  expect(await says({ type: 'ready' })).toEqual(['state stopped']);
  await tells('failed', null);
  await passTo(10_000);
  expect(await says(BEAT)).toEqual(['state failed']);
  await tells('delivering', null);
  expect(await says(BEAT)).toEqual([]);
  clock.close();
});
