import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Form } from '../requestForms.ts';
import { awaitAnswer, loaded, post, sendLine } from './asking.ts';
import { glucoseUnit } from './preferences.ts';
import { bodyOf, type Draft, draftOf, formsWith } from './send-draft.ts';
import { draft, Entry, suggestions } from './send-entries.tsx';
import { type Complaint, complaintOf, type Outcome, outcomeIn } from './send-outcome.ts';
import { charts, status } from './store.ts';

/** Every request that a page may make, each by the form that its schema gives. */

const forms = signal<readonly Form[]>([]);
const chosen = signal<string>('bolus.requested');
const outcome = signal<Outcome>({ kind: 'untried' });

/** Waits for the step of this fact. */
const awaitStep = (type: string, field: string | null): void =>
  awaitAnswer(frame => {
    if (frame.fact.type !== type) return false;
    outcome.value = outcomeIn(frame, field, charts.value ?? {});
    return true;
  });

const beginning = ({ type, fields }: Form): Draft => ({
  ...(type === 'settings.proposed'
    ? {
        ...draftOf(status.value?.programmed?.settings ?? {}, 'settings'),
        // Each field says in which unit it is typed; this is the one in which they are sent.
        ...(glucoseUnit.value === 'mmol/L' ? { glucoseUnit: 'mg/dL' } : {}),
      }
    : {}),
  ...Object.fromEntries(
    fields.flatMap(({ path }) =>
      suggestions(path)
        .slice(0, 1)
        .map(value => [path, value] as const),
    ),
  ),
});

const choose = (form: Form): void => {
  chosen.value = form.id;
  draft.value = beginning(form);
  outcome.value = { kind: 'untried' };
  awaitAnswer(null);
};

const send = async (form: Form): Promise<void> => {
  outcome.value = { kind: 'asking' };
  const field = form.fields.find(({ entry }) => entry.kind === 'number')?.path ?? null;
  awaitStep(form.type, field);
  const answered = await post(bodyOf(form, draft.value));
  if (!answered.ok) {
    awaitAnswer(null);
    const problems = answered.problems.map(complaintOf);
    outcome.value =
      problems.length > 0
        ? { kind: 'refused', by: 'schema', problems }
        : { kind: 'refused', by: 'pump', problems: [{ field: null, words: answered.error }] };
  } else if (outcome.value.kind === 'asking' && !form.type.includes('.')) {
    // Of the world, not of the pump: no fact follows by itself.
    awaitAnswer(null);
    outcome.value = { kind: 'taken', words: ['applied to the simulated world'] };
  }
};

export const SendDrawer = () => {
  const words = useSignal('');
  const find = useRef<HTMLInputElement>(null);
  useEffect(() => {
    find.current?.focus();
    void loaded<readonly Form[]>('api/forms').then(all => {
      forms.value = all;
      const first = all.find(({ id }) => id === chosen.value) ?? all[0];
      if (first) choose(first);
    });
  }, []);
  const found = formsWith(forms.value, words.value);
  const form = forms.value.find(({ id }) => id === chosen.value);
  return (
    <div class="send whole">
      <div class="send-list">
        <input
          ref={find}
          type="search"
          placeholder="Find a request"
          aria-label="Find a request"
          data-testid="send-find"
          value={words.value}
          onInput={event => {
            words.value = event.currentTarget.value;
            const all = formsWith(forms.value, words.value);
            const [first] = all;
            if (first && !all.some(({ id }) => id === chosen.value)) choose(first);
          }}
        />
        <select
          size={12}
          aria-label="Request"
          data-testid="send-request"
          value={chosen.value}
          onChange={({ currentTarget: { value } }) => {
            const next = forms.value.find(({ id }) => id === value);
            if (next) choose(next);
          }}
        >
          {[...new Set(found.map(({ group }) => group))].map(group => (
            <optgroup key={group} label={group}>
              {found
                .filter(each => each.group === group)
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <small role="status">
          {found.length} of {forms.value.length}
        </small>
      </div>
      {form && <RequestForm key={form.id} form={form} />}
    </div>
  );
};

const RequestForm = ({ form }: { readonly form: Form }) => {
  const now = outcome.value;
  const problems = now.kind === 'refused' ? now.problems : [];
  const isNamed = ({ field }: Complaint): boolean =>
    form.fields.some(({ path }) => field === path || field?.startsWith(`${path}.`));
  return (
    <form
      noValidate
      data-testid="send-form"
      data-outcome={now.kind}
      aria-label={form.title}
      onSubmit={event => {
        event.preventDefault();
        void send(form);
      }}
    >
      <h3>
        {form.title} <code>{form.id}</code>
      </h3>
      <div class="send-fields">
        {form.fields.map(field => (
          <Entry key={field.path} field={field} at={field.path} problems={problems} />
        ))}
        {form.fields.length === 0 && <p class="hint">No parameters.</p>}
      </div>
      <div class="line">
        <button
          type="submit"
          class="strong"
          data-testid="send-now"
          title={sendLine(bodyOf(form, draft.value))}
        >
          Send
        </button>
        <code class="send-line" data-testid="send-line">
          {JSON.stringify(bodyOf(form, draft.value))}
        </code>
      </div>
      <Said now={now} rest={problems.filter(problem => !isNamed(problem))} />
    </form>
  );
};

/** What was answered, where it belongs to no field; it stays until the next try. */
const Said = ({ now, rest }: { readonly now: Outcome; readonly rest: readonly Complaint[] }) => (
  <div class="send-said" role="status" data-testid="send-said">
    {now.kind === 'refused' && (
      <p>
        <b>{now.by === 'schema' ? 'Rejected by the schema.' : 'Refused by the pump.'}</b>{' '}
        {rest.map(({ field, words }) => `${field === null ? '' : `${field}: `}${words}`).join(' ')}
      </p>
    )}
    {now.kind === 'asking' && <p>Sent; waiting for the pump.</p>}
    {now.kind === 'taken' && (
      <p>
        <b>Accepted:</b> {now.words.join(' · ')}
      </p>
    )}
  </div>
);
