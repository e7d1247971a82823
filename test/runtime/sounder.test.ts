import { expect, test } from 'vitest';
import { type StateValue, transition } from 'xstate';
import { sounderMachine } from '../../machines/conditions/sounder.ts';

test('whatever was known of the sounder, its test says what it is now', () => {
  const both = ['working', 'dead'] as const;
  const voices: readonly StateValue[] = ['unknown', 'whole', { failed: 'impaired' }, { failed: 'mute' }];
  let tried = 0;
  for (const voice of voices) {
    for (const speaker of both)
      for (const vibrator of both)
        for (const buzzer of both) {
          const before = sounderMachine.resolveState({ value: { test: 'testing', voice } as never });
          const [{ value }] = transition(sounderMachine, before, {
            type: 'sounder.tested',
            speaker,
            vibrator,
            buzzer,
          });
          const dead = [speaker, vibrator, buzzer].filter(each => each === 'dead').length;
          const isMute = speaker === 'dead' && vibrator === 'dead';
          const now = dead === 0 ? 'whole' : { failed: isMute ? 'mute' : 'impaired' };
          expect(value.voice, JSON.stringify([voice, speaker, vibrator, buzzer])).toEqual(now);
          tried += 1;
        }
  }
  expect(tried).toBe(32);
});
