import type { ComponentChildren } from 'preact';
import type { Annunciation } from '../../domain/commands.ts';

/** Signs of what is done about the sound of an alarm, each of a shape of its own, after IEC 60601-1-8, annex C. */

const Bell = ({ name, children }: { readonly name: string; readonly children?: ComponentChildren }) => (
  <svg
    viewBox="0 0 24 24"
    width="18"
    height="18"
    class="glyph"
    role="img"
    aria-label={name}
    data-glyph={name}
  >
    <path d="M5 17.5h14c-1.6-1.6-2-3.6-2-7a5 5 0 0 0-10 0c0 3.4-.4 5.4-2 7Z M10.3 20a1.8 1.8 0 0 0 3.4 0" />
    {children}
  </svg>
);

/** Audio off: a bell with a whole cross. It is the page's own sound that can be off; the pump's cannot. */
export const AudioOff = () => (
  <Bell name="audio off">
    <path d="M3 3 21 21 M21 3 3 21" class="cross" />
  </Bell>
);

export const AudioOn = () => (
  <Bell name="audio on">
    <path d="M2.5 7c-.8 1.8-.8 4.2 0 6 M21.5 7c.8 1.8.8 4.2 0 6" class="cross" />
  </Bell>
);

const GLYPHS = {
  sounding: <AudioOn />,
  /** Audio paused: a bell with a broken cross. */
  paused: (
    <Bell name="audio paused">
      <path d="M3 3 21 21 M21 3 3 21" class="cross broken" />
    </Bell>
  ),
  acknowledged: (
    <Bell name="acknowledged">
      <path d="M12.5 14.5 16 19 22.5 9.5" class="cross tick" />
    </Bell>
  ),
} as const satisfies Record<Annunciation['signal'], unknown>;

/** What is done about the sound of an alarm now. */
export const SignalGlyph = ({ signal }: Pick<Annunciation, 'signal'>) => GLYPHS[signal];
