import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { untilTrue } from '../../src/inspector/page/until-true.ts';

test('what waits for an instant goes on when it is there, at once where it is, and not for ever', async () => {
  const is = signal(false);
  let isOver = false;
  const waiting = untilTrue(is, 60_000).then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect(isOver).toBe(false);
  is.value = true;
  await waiting;
  expect(isOver).toBe(true);
  await untilTrue(signal(true), 60_000);
  await untilTrue(signal(false), 5);
});
