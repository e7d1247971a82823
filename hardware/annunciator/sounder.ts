import type { FactSink, SounderPort } from '../../src/ports.ts';

/** What can be dead of it. */
export type Voices = { readonly speaker: boolean; readonly vibrator: boolean; readonly buzzer: boolean };

export type SimulatedSounder = SounderPort & {
  /** Kills and mends; absent ones stay as they are. */
  readonly inject: (works: Partial<Voices>) => void;
  readonly voices: () => Voices;
};

const worded = (works: boolean): 'working' | 'dead' => (works ? 'working' : 'dead');

/** Speaker, vibrator and buzzer without sound; the test measures whether each draws its current. */
export const simulatedSounder = (sink: FactSink): SimulatedSounder => {
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
    voices: () => voices,
  };
};

/** A terminal instead of a speaker: it is as good as dead when it cannot be written to. */
export const terminalSounder = (sink: FactSink, isWritable: () => boolean): SounderPort => ({
  test: () => {
    const works = worded(isWritable());
    sink({ type: 'sounder.tested', speaker: works, vibrator: works, buzzer: works });
  },
});
