import type { Speaker } from './alarm-sound.ts';

/** IEC 60601-1-8 wants at least four harmonics, so that a pulse is found by ear and not masked. */
const HARMONICS = [0, 1, 0.7, 0.6, 0.5, 0.4];
const LOUDNESS = 0.25;
/** A pulse rises and falls in so many s: no click. */
const EDGE_S = 0.015;

/** The loudspeaker of this browser. To be made in answer to a person's press: browsers allow no other beginning. */
export const browserSpeaker = (): Speaker & { readonly close: () => void } => {
  const audio = new AudioContext();
  const master = audio.createGain();
  master.gain.value = LOUDNESS;
  master.connect(audio.destination);
  const wave = audio.createPeriodicWave(new Float32Array(HARMONICS.length), new Float32Array(HARMONICS));
  let voices: OscillatorNode[] = [];
  const hush = (): void => {
    for (const voice of voices) voice.stop();
    voices = [];
  };
  return {
    now: () => performance.now(),
    later: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    hush,
    play: pulses => {
      const from = audio.currentTime + 0.02;
      voices = pulses.map(({ atMs, hz, onMs }) => {
        const voice = audio.createOscillator();
        const envelope = audio.createGain();
        const [begins, ends] = [from + atMs / 1_000, from + (atMs + onMs) / 1_000];
        voice.setPeriodicWave(wave);
        voice.frequency.value = hz;
        envelope.gain.setValueAtTime(0, begins);
        envelope.gain.linearRampToValueAtTime(1, begins + EDGE_S);
        envelope.gain.setValueAtTime(1, ends - EDGE_S);
        envelope.gain.linearRampToValueAtTime(0, ends);
        voice.connect(envelope).connect(master);
        voice.start(begins);
        voice.stop(ends);
        return voice;
      });
    },
    close: () => {
      hush();
      void audio.close();
    },
  };
};
