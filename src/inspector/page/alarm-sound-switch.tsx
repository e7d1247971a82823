import { effect, signal } from '@preact/signals';
import { AudioOff, AudioOn } from './alarm-glyphs.tsx';
import { type PageSound, pageSound } from './alarm-sound.ts';
import { tabOf } from './alarm-tab.ts';
import { browserSpeaker } from './speaker.ts';
import { latest, link, status } from './store.ts';

/** The page's own sound: off until a person presses for it, and off again with each load of the page. */
const sound = signal<{ readonly page: PageSound; readonly close: () => void } | null>(null);

const alarmsNow = () => (status.value?.kind === 'live' ? (latest.value?.alarms ?? []) : []);

effect(() => sound.value?.page.hear(alarmsNow()));

/** The tab of a page that nobody looks at tells the most urgent alarm of the running pump. */
effect(() => {
  const { title, icon } = tabOf(
    latest.value?.alarms ?? [],
    link.value === 'open' || link.value === 'connecting',
  );
  if (document.title !== title) document.title = title;
  const mark = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (mark && mark.href !== icon) mark.href = icon;
});

const toggle = (): void => {
  if (sound.value === null) {
    const speaker = browserSpeaker();
    const page = pageSound(speaker);
    sound.value = {
      page,
      close: () => {
        page.stop();
        speaker.close();
      },
    };
  } else {
    sound.value.close();
    sound.value = null;
  }
};

/** Sound of this page on or off; the pump's own sound is not its matter. */
export const SoundSwitch = () =>
  status.value?.kind === 'replay' ? null : (
    <button
      type="button"
      class="icon sound"
      aria-pressed={sound.value !== null}
      data-testid="page-sound"
      title="This page sounds as the pump does, in bursts of ten pulses (HIGH), three (MEDIUM) or two (LOW)"
      onClick={toggle}
    >
      {sound.value === null ? <AudioOff /> : <AudioOn />}{' '}
      {sound.value === null ? 'Page silent' : 'Page sounds'}
    </button>
  );
