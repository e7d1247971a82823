import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { chooseOther, chooseOtherFile, namesBeside, other } from './other.ts';

/** With which other run the one that is replayed is compared: one that lies beside it, or any journal. */
export const OtherChooser = () => {
  const names = useSignal<readonly string[]>([]);
  const says = useSignal('');
  useEffect(() => {
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
  const now = other.value?.name ?? '';
  const listed = now === '' || names.value.includes(now) ? names.value : [now, ...names.value];
  return (
    <p class="chooser">
      <label>
        Compare with{' '}
        <select
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
      </label>{' '}
      <label>
        or a journal{' '}
        <input
          type="file"
          accept=".jsonl"
          data-testid="other-file"
          onChange={({ currentTarget: { files } }) => {
            const [file] = files ?? [];
            if (file !== undefined) after(chooseOtherFile(file));
          }}
        />
      </label>{' '}
      <span role="status" data-testid="other-says">
        {says.value}
      </span>
    </p>
  );
};
