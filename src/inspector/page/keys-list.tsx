import { useEffect, useRef } from 'preact/hooks';
import { CHART_KEYS } from './chart-keys.ts';
import type { Key } from './key.ts';
import { TIME_KEYS } from './keys.ts';
import { areKeysShown, PAGE_KEYS } from './page-keys.ts';

/** All keys, from the tables by which they work. */
const GROUPS: readonly { readonly title: string; readonly keys: readonly Key[] }[] = [
  { title: 'Anywhere', keys: PAGE_KEYS },
  { title: 'Time', keys: TIME_KEYS },
  { title: 'Chart, when the focus is in its panel', keys: CHART_KEYS },
];

export const KeysButton = () => (
  <button
    type="button"
    class="icon"
    aria-label="? Keys"
    title="All keys (?)"
    onClick={() => {
      areKeysShown.value = true;
    }}
  >
    ?
  </button>
);

/** The browser keeps the focus inside, closes it on Escape, and gives the focus back. */
export const KeysList = () => {
  const dialog = useRef<HTMLDialogElement>(null);
  const isShown = areKeysShown.value;
  useEffect(() => {
    if (isShown) dialog.current?.showModal();
  }, [isShown]);
  if (!isShown) return null;
  return (
    <dialog
      ref={dialog}
      class="keys"
      aria-labelledby="keys-title"
      onClose={() => {
        areKeysShown.value = false;
      }}
    >
      <div class="line">
        <h2 id="keys-title">Keys</h2>
        <span class="grow" />
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <div class="key-groups">
        {GROUPS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(({ key, name, words }) => (
                <div key={key}>
                  <dt>
                    <kbd>{name}</kbd>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="hint">
        While a field is typed into, keys are letters. Tab goes to everything; Esc closes what is open.
      </p>
    </dialog>
  );
};
