import type { Voices } from '../../hardware/annunciator/board/simulator.ts';
import type { FactSink, SounderPort } from '../../src/ports.ts';

export type PromptSounder = SounderPort & { readonly inject: (works: Partial<Voices>) => void };

const worded = (works: boolean): 'working' | 'dead' => (works ? 'working' : 'dead');

/** A sounder without a board, for tests of other things: it answers at once. */
export const promptSounder = (sink: FactSink): PromptSounder => {
  let voices: Voices = { speaker: true, vibrator: true, buzzer: true };
  return {
    test: () =>
      sink({
        type: 'sounder.tested',
        speaker: worded(voices.speaker),
        vibrator: worded(voices.vibrator),
        buzzer: worded(voices.buzzer),
      }),
    inject: works => {
      voices = { ...voices, ...works };
    },
  };
};
