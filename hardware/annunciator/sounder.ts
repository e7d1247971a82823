import type { FactSink, SounderPort } from '../../src/ports.ts';

/** A terminal instead of a speaker: it is as good as dead when it cannot be written to. */
export const terminalSounder = (sink: FactSink, isWritable: () => boolean): SounderPort => ({
  test: () => {
    const works = isWritable() ? 'working' : 'dead';
    sink({ type: 'sounder.tested', speaker: works, vibrator: works, buzzer: works });
  },
});
