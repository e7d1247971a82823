import { byKey, type Key } from './key.ts';
import { toDivergence } from './other.ts';
import { PAGE_KEYS } from './page-keys.ts';
import { copyLink } from './place.ts';
import { changePlaySpeed, GO, togglePlay } from './player.ts';
import { pinned, selected } from './store.ts';
import { backToNow, goToEnd, zoomTime } from './timeline.ts';

/** Keys that go through time. */
export const TIME_KEYS: readonly Key[] = [
  { key: ' ', name: 'Space', words: 'play from the instant looked at, or stop', act: togglePlay },
  { key: '<', name: '<', words: 'play slower', act: () => changePlaySpeed(-1) },
  { key: '>', name: '>', words: 'play faster', act: () => changePlaySpeed(1) },
  { key: 'ArrowLeft', name: '←', words: 'one record back', act: () => GO.record(-1) },
  { key: 'ArrowRight', name: '→', words: 'one record forward', act: () => GO.record(1) },
  {
    key: 'Shift+ArrowLeft',
    name: 'Shift ←',
    words: 'to the previous notable moment',
    act: () => GO.moment(-1),
  },
  {
    key: 'Shift+ArrowRight',
    name: 'Shift →',
    words: 'to the next notable moment',
    act: () => GO.moment(1),
  },
  { key: 'A', name: 'Shift A', words: 'to the previous alarm onset', act: () => GO.alarm(-1) },
  { key: 'a', name: 'A', words: 'to the next alarm onset', act: () => GO.alarm(1) },
  { key: '[', name: '[', words: 'to the previous violation', act: () => GO.violation(-1) },
  { key: ']', name: ']', words: 'to the next violation', act: () => GO.violation(1) },
  { key: 'd', name: 'D', words: 'to the first difference of two runs', act: toDivergence },
  { key: '+', name: '+', words: 'shorter time window in the plots', act: () => zoomTime(0.5) },
  { key: '-', name: '−', words: 'longer time window in the plots', act: () => zoomTime(2) },
  { key: 'Home', name: 'Home', words: 'to the beginning of the run', act: () => goToEnd(-1) },
  { key: 'End', name: 'End', words: 'to its end', act: () => goToEnd(1) },
  { key: 'l', name: 'L', words: 'copy a link to this moment', act: () => void copyLink() },
  {
    key: 'Escape',
    name: 'Esc',
    words: 'back to now; nothing selected',
    act: () => {
      selected.value = null;
      if (pinned.peek() !== null) backToNow();
    },
  },
];

const BY_KEY = byKey([...PAGE_KEYS, ...TIME_KEYS]);

/** Whoever types into one of these means it, and no shortcut. */
const TYPED_INTO = 'input, select, textarea, [contenteditable]';
/** These answer to the space bar and the arrows themselves. */
const PRESSED = 'button, a, summary, [role="slider"], [role="tree"], [role="treeitem"]';

/** Does what a key means, and says whether it meant anything. */
export const takeKey = (event: KeyboardEvent): boolean => {
  const { key, shiftKey, target } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return false;
  if (target instanceof Element) {
    // Behind the list of keys nothing answers.
    if (target.closest(TYPED_INTO) || document.querySelector('dialog[open]')) return false;
    if (key === ' ' && target.closest(PRESSED)) return false;
    if (key.startsWith('Arrow') && target.closest('[role="tree"], [role="slider"]')) return false;
  }
  const found = BY_KEY.get(shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key);
  found?.act();
  return found !== undefined;
};
