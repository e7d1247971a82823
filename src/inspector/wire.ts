import type { Frame } from './protocol.ts';

/**
 * Frames on the wire. Most of a frame is as in the one before it, so each message sends its first frame
 * whole and of the others only what changed: about a fifth of the bytes at full speed.
 */

/** A frame in which an absent field equals the frame before it. */
export type PackedFrame = Pick<Frame, 'seq' | 'monoMs' | 'wallMs' | 'fact'> &
  Partial<Omit<Frame, 'seq' | 'monoMs' | 'wallMs' | 'fact'>>;

/** The fields that persist from frame to frame. */
const LASTING = ['active', 'modes', 'readings', 'alarms'] as const;
/** The fields that are most often empty. */
const PASSING = ['derived', 'taken', 'commands', 'req'] as const;

/** Packs one message; its first frame is whole. */
export const pack = (frames: readonly Frame[]): readonly PackedFrame[] => {
  const last = new Map<string, string>();
  return frames.map(frame => {
    const { seq, monoMs, wallMs, fact } = frame;
    const packed: Record<string, unknown> = {};
    for (const field of LASTING) {
      const text = JSON.stringify(frame[field]);
      if (last.get(field) === text) continue;
      last.set(field, text);
      packed[field] = frame[field];
    }
    for (const field of PASSING) if (frame[field].length > 0) packed[field] = frame[field];
    return { seq, monoMs, wallMs, fact, ...packed };
  });
};

/** The frames of one message, whole again. Throws when the first frame of a message is not whole. */
export const unpack = (packed: readonly PackedFrame[]): readonly Frame[] => {
  let before: Frame | null = null;
  return packed.map(frame => {
    const active = frame.active ?? before?.active;
    const modes = frame.modes ?? before?.modes;
    const readings = frame.readings ?? before?.readings;
    const alarms = frame.alarms ?? before?.alarms;
    if (!active || !modes || !readings || !alarms)
      throw new Error(`frame ${frame.seq} came without its beginning`);
    before = { derived: [], taken: [], commands: [], req: [], ...frame, active, modes, readings, alarms };
    return before;
  });
};
