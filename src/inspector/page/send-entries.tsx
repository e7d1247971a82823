import { signal, useSignal } from '@preact/signals';
import type { Field } from '../requestForms.ts';
import { glucoseUnit } from './preferences.ts';
import { type Draft, entryWords, NOTHING, rowsIn, withoutRow } from './send-draft.ts';
import type { Complaint } from './send-outcome.ts';
import { keptOf, toldIn, toldOf } from './send-units.ts';
import { asked, latest, status } from './store.ts';

/** What has been typed into the form that is open. */
export const draft = signal<Draft>({});

/** What the pump has now that this field may name. */
export const suggestions = (path: string): readonly string[] => {
  const { settings, version, proposal } = status.value?.programmed ?? {
    settings: null,
    version: 0,
    proposal: null,
  };
  if (path === 'bolus') return asked.value === null ? [] : [asked.value.bolus];
  if (path === 'alarm') return (latest.value?.alarms ?? []).map(({ alarm }) => alarm);
  if (path === 'replaces') return settings === null ? [] : [String(version)];
  if (path === 'proposal') return proposal === null ? [] : [String(proposal.proposal)];
  return [];
};

const put = (at: string, value: string): void => {
  draft.value = { ...draft.value, [at]: value };
};

type EntryProps = { readonly field: Field; readonly at: string; readonly problems: readonly Complaint[] };

/** One field of a form, with what may be entered and why it was refused. */
export const Entry = ({ field, at, problems }: EntryProps) => {
  const mine = problems.filter(problem => problem.field === at);
  const id = `send-${at}`;
  const told = toldIn(field, glucoseUnit.value);
  const { entry, label, unit } = told;
  if (entry.kind === 'rows') return <Rows field={field} rows={entry} at={at} problems={problems} />;
  const typed = draft.value[at] ?? '';
  const isNothing = typed === NOTHING;
  return (
    <div class="send-field">
      <label for={id}>
        {label}
        {unit === null ? '' : `, ${unit}`}
      </label>
      <span class="line">
        <Input field={field} at={at} id={id} typed={isNothing ? '' : typed} isWrong={mine.length > 0} />
        {field.isNullable && (
          <label class="field">
            <input
              type="checkbox"
              checked={isNothing}
              data-testid={`${id}-none`}
              onChange={event => put(at, event.currentTarget.checked ? NOTHING : '')}
            />{' '}
            none
          </label>
        )}
      </span>
      <small id={`${id}-help`}>{entryWords(told)}</small>
      {mine.map(({ words }) => (
        <p key={words} class="refused" id={`${id}-wrong`} data-testid={`${id}-refused`}>
          {words}
        </p>
      ))}
    </div>
  );
};

const Input = ({
  field,
  at,
  id,
  typed,
  isWrong,
}: Pick<EntryProps, 'field' | 'at'> & {
  readonly id: string;
  readonly typed: string;
  readonly isWrong: boolean;
}) => {
  const { entry, path } = toldIn(field, glucoseUnit.value);
  // What was typed stands as it was typed, for as long as it means what is kept.
  const last = useSignal('');
  const means = keptOf(field, glucoseUnit.value, last.value) === typed;
  const common = {
    id,
    'data-testid': id,
    'aria-invalid': isWrong,
    'aria-describedby': isWrong ? `${id}-wrong ${id}-help` : `${id}-help`,
    value: means ? last.value : toldOf(field, glucoseUnit.value, typed),
  };
  if (entry.kind === 'choice' || entry.kind === 'toggle') {
    const options = entry.kind === 'toggle' ? ['true', 'false'] : entry.options;
    return (
      <select {...common} onChange={event => put(at, event.currentTarget.value)}>
        <option value="">…</option>
        {options.map(option => (
          <option key={option} value={option}>
            {entry.kind === 'choice' ? option : option === 'true' ? 'yes' : 'no'}
          </option>
        ))}
      </select>
    );
  }
  const known = suggestions(path);
  return (
    <>
      <input
        {...common}
        type={entry.kind === 'number' ? 'number' : 'text'}
        {...(entry.kind === 'number' ? { min: entry.least, max: entry.most, step: entry.step ?? 'any' } : {})}
        {...(known.length === 0 ? {} : { list: `${id}-known` })}
        onInput={({ currentTarget: { value } }) => {
          last.value = value;
          put(at, keptOf(field, glucoseUnit.value, value));
        }}
      />
      {known.length > 0 && (
        <datalist id={`${id}-known`}>
          {known.map(value => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  );
};

type RowsEntry = Extract<Field['entry'], { kind: 'rows' }>;

const Rows = ({ field, rows, at, problems }: EntryProps & { readonly rows: RowsEntry }) => {
  const count = rowsIn(draft.value, at);
  return (
    <fieldset class="send-rows">
      <legend>
        {field.label} <small>{entryWords(field)}</small>
      </legend>
      {problems
        .filter(problem => problem.field === at)
        .map(({ words }) => (
          <p key={words} class="refused">
            {words}
          </p>
        ))}
      {Array.from({ length: count }, (_, row) => (
        <div key={row} class="line send-row">
          {rows.fields.map(each => (
            <Entry key={each.path} field={each} at={`${at}.${row}.${each.path}`} problems={problems} />
          ))}
          <button
            type="button"
            aria-label={`Remove ${field.label} ${row + 1}`}
            onClick={() => {
              draft.value = withoutRow(draft.value, at, row);
            }}
          >
            −
          </button>
        </div>
      ))}
      <button type="button" onClick={() => put(at, String(count + 1))}>
        Add {field.label}
      </button>
    </fieldset>
  );
};
