import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { chooseOther, chooseOtherFile, namesBeside, other } from './other.ts';
import { isServed } from './served.ts';

/** With which other run the one that is replayed is compared: one that lies beside it, or any journal. */
export const OtherChooser = () => {
  const names = useSignal<readonly string[]>([]);
  const says = useSignal('');
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isServed()) return;
    void namesBeside().then(found => {
      names.value = found;
    });
  }, []);
  const after = (asked: Promise<string | null>): void => {
    says.value = 'Both runs are being taken again…';
    void asked.then(why => {
      says.value = why ?? '';
    });
  };
  if (!isServed()) return null;
  const now = other.value?.name ?? '';
  const listed = now === '' || names.value.includes(now) ? names.value : [now, ...names.value];
  return (
    <div class="chooser">
      <label for="other-run-choice">Compare with</label>
      <select
        id="other-run-choice"
        data-testid="other-choose"
        value={now}
        onChange={({ currentTarget: { value } }) => after(chooseOther(value === '' ? null : value))}
      >
        <option value="">no other run</option>
        {listed.map(name => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <input
        ref={picker}
        class="hidden"
        type="file"
        accept=".jsonl"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="other-file"
        onChange={({ currentTarget: { files } }) => {
          const [file] = files ?? [];
          if (file !== undefined) after(chooseOtherFile(file));
        }}
      />
      <button type="button" onClick={() => picker.current?.click()}>
        a journal from a file…
      </button>
      <span role="status" data-testid="other-says">
        {says.value}
      </span>
    </div>
  );
};
