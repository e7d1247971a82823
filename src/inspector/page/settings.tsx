import { useSignal } from '@preact/signals';
import { CHOICES, type ChoiceKey, choiceKeys, chosenIn } from '../../domain/choices.ts';
import { differencesOf } from '../../domain/differences.ts';
import { profilesOf, withProfile } from '../../domain/profiles.ts';
import { type NumberKey, numberKeys, QUANTITIES } from '../../domain/quantities.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Programmed } from '../protocol.ts';
import { DayParts, type PartDraft, partDrafts, partsIn } from './day-parts.tsx';
import { Ask, EntryForm } from './forms.tsx';
import { glucoseUnit } from './preferences.ts';
import { keptSetting, settingHint, shownSetting } from './settings-units.ts';
import { answer, request, status } from './store.ts';
import { glucoseWords } from './words.ts';

/** What a person writes while a change is made ready: the version looked at, and each field as it is typed. */
type Draft = {
  readonly version: number;
  readonly profile: string;
  readonly choices: Pick<Settings, ChoiceKey>;
  readonly lowSuspendEndsExtended: boolean;
  readonly fields: Readonly<Partial<Record<NumberKey, string>>>;
  readonly parts: readonly PartDraft[];
};

/** A quantity as a person reads it: U where the pump keeps µU. */
const shownAs = (key: NumberKey, kept: number): string =>
  String(QUANTITIES[key].millionths ? kept / 1_000_000 : kept);

/** And as the pump keeps it; what is no number is left for the pump to refuse. */
const keptAs = (key: NumberKey, typed: string): number =>
  typed.trim() === '' ? Number.NaN : Math.round(Number(typed) * (QUANTITIES[key].millionths ? 1_000_000 : 1));

const draftOf = (version: number, settings: Settings): Draft => ({
  version,
  profile: settings.profileName,
  choices: {
    lowSuspend: settings.lowSuspend,
    automation: settings.automation,
    automaticBolus: settings.automaticBolus,
    person: settings.person,
    diabetes: settings.diabetes,
  },
  lowSuspendEndsExtended: settings.lowSuspendEndsExtended,
  fields: Object.fromEntries(numberKeys.map(key => [key, shownAs(key, settings[key])])),
  parts: partDrafts(settings),
});

const withoutParts = ({ dayParts: _, ...settings }: Settings): Settings => settings;

/** The settings in use with what was typed; what cannot be read is null, and refused as such. */
const settingsIn = ({ profile, fields, parts, ...chosen }: Draft, inUse: Settings): Settings => ({
  ...withoutParts(withProfile(inUse, profile) ?? inUse),
  ...partsIn(parts),
  ...chosen.choices,
  lowSuspendEndsExtended: chosen.lowSuspendEndsExtended,
  ...Object.fromEntries(numberKeys.map(key => [key, keptAs(key, fields[key] ?? '')])),
});

/** What was written is in use by now: the form follows the settings again. */
const isDone = (draft: Draft, version: number, inUse: Settings): boolean =>
  draft.version !== version && differencesOf(inUse, settingsIn(draft, inUse)).length === 0;

/** What waits, told along: it is replaced only by somebody who has seen it. */
const insteadOf = ({ proposal }: Programmed): { readonly insteadOf?: number } =>
  proposal === null ? {} : { insteadOf: proposal.proposal };

/** Settings and profiles: what is in use, and a change made ready. Proposing changes nothing yet. */
export const SettingsDrawer = () => {
  const programmed = status.value?.programmed;
  if (!programmed) return null;
  return (
    <>
      {programmed.settings === null ? (
        <p class="whole">There are no settings, and nothing is delivered. Propose whole ones from a file.</p>
      ) : (
        <ChangeForm programmed={programmed} inUse={programmed.settings} />
      )}
      <FromFile programmed={programmed} />
    </>
  );
};

type ChangeProps = { readonly programmed: Programmed; readonly inUse: Settings };

const ChangeForm = ({ programmed, inUse }: ChangeProps) => {
  // What is typed stays with the version it was typed for: the pump refuses it when that is in use no more.
  const typed = useSignal<Draft | null>(null);
  const kept = typed.value !== null && isDone(typed.value, programmed.version, inUse) ? null : typed.value;
  const draft = kept ?? draftOf(programmed.version, inUse);
  const write = (change: Partial<Draft>): void => {
    typed.value = { ...draft, ...change };
  };
  const send = (): void =>
    void request({
      type: 'settings.proposed',
      replaces: draft.version,
      settings: settingsIn(draft, inUse),
      // Every field has said its unit.
      glucoseUnit: 'mg/dL',
      ...insteadOf(programmed),
    });
  return (
    <div class="whole">
      <EntryForm send={send}>
        <div class="settings-fields">
          <label>
            <span>profile in use</span>
            <select
              value={draft.profile}
              data-testid="setting-profile"
              onChange={event => write({ profile: event.currentTarget.value })}
            >
              {profilesOf(inUse).map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
            <small>{profilesOf(inUse).length} of at most 8</small>
          </label>
          {choiceKeys.map(key => (
            <label key={key}>
              <span>{CHOICES[key].label}</span>
              <select
                value={draft.choices[key]}
                data-testid={`setting-${key}`}
                onChange={({ currentTarget }) => {
                  const word = chosenIn(key, currentTarget.value);
                  if (word !== null) write({ choices: { ...draft.choices, [key]: word } });
                }}
              >
                {Object.entries(CHOICES[key].options).map(([word, means]) => (
                  <option key={word} value={word}>
                    {means}
                  </option>
                ))}
              </select>
              <small>{CHOICES[key].hint}</small>
            </label>
          ))}
          <label>
            <span>extended bolus ends with low glucose</span>
            <input
              type="checkbox"
              checked={draft.lowSuspendEndsExtended}
              data-testid="setting-lowSuspendEndsExtended"
              onChange={event => write({ lowSuspendEndsExtended: event.currentTarget.checked })}
            />
            <small>a normal bolus never does</small>
          </label>
          {numberKeys.map(key => (
            <NumberSetting
              key={key}
              name={key}
              kept={draft.fields[key] ?? ''}
              write={kept => write({ fields: { ...draft.fields, [key]: kept } })}
            />
          ))}
        </div>
        <DayParts
          drafts={draft.parts}
          midnight={{
            sensitivityMgDl: { text: draft.fields.sensitivityMgDl ?? '', unit: 'mg/dL' },
            carbRatioG: draft.fields.carbRatioG ?? '',
            targetMgDl: { text: draft.fields.targetMgDl ?? '', unit: 'mg/dL' },
          }}
          write={parts => write({ parts })}
        />
        <div class="line">
          <button type="submit" class="strong" data-testid="settings-propose">
            {programmed.proposal === null ? 'Propose this change' : 'Propose this instead'}
          </button>
          <button
            type="button"
            data-testid="settings-reload"
            disabled={kept === null}
            onClick={() => {
              typed.value = null;
            }}
          >
            Show those in use
          </button>
          {draft.version !== programmed.version && (
            <span class="hint">The settings have changed since this was written.</span>
          )}
        </div>
      </EntryForm>
    </div>
  );
};

type NumberProps = {
  readonly name: NumberKey;
  /** As the draft has it: glucose in mg/dL, insulin in U. */
  readonly kept: string;
  readonly write: (kept: string) => void;
};

const NumberSetting = ({ name, kept, write }: NumberProps) => {
  const unit = glucoseUnit.value;
  // What was typed stands as it was typed, for as long as it means what is kept.
  const last = useSignal(kept);
  const means = keptSetting(name, unit, last.value) === kept;
  return (
    <label>
      <span>{QUANTITIES[name].label}</span>
      <input
        type="number"
        step="any"
        value={means ? last.value : shownSetting(name, unit, kept)}
        data-testid={`setting-${name}`}
        onInput={({ currentTarget: { value } }) => {
          last.value = value;
          write(keptSetting(name, unit, value));
        }}
      />
      <small>
        {settingHint(name, unit, kept)}
        {QUANTITIES[name].canBeOff ? ' (0)' : ''}
      </small>
    </label>
  );
};

/** Whole settings from a file, as `islet settings check FILE --json` prints them. */
const FromFile = ({ programmed }: { readonly programmed: Programmed }) => {
  const propose = async (file: File): Promise<void> => {
    try {
      const read = JSON.parse(await file.text());
      await request({
        type: 'settings.proposed',
        replaces: programmed.version,
        settings: read.settings ?? read,
        ...(read.glucoseUnit === undefined ? {} : { glucoseUnit: read.glucoseUnit }),
        ...insteadOf(programmed),
      });
    } catch {
      const text = `${file.name} is not JSON; islet settings check FILE --json prints what can be read here.`;
      answer.value = { ok: false, text };
    }
  };
  return (
    <label class="whole hint">
      Or propose whole settings from a file (JSON of islet settings check --json):{' '}
      <input
        type="file"
        accept=".json"
        data-testid="settings-file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) void propose(file);
          currentTarget.value = '';
        }}
      />
    </label>
  );
};

/** What is proposed, field by field, old and new, with the two answers; nothing while nothing waits. */
export const ProposedSettings = () => {
  const proposal = status.value?.programmed?.proposal;
  if (!proposal) return null;
  return (
    <section class="proposed" aria-label="Proposed settings" data-testid="settings-proposed">
      <table data-testid="settings-differences">
        <thead>
          <tr>
            <th scope="col">Change of settings</th>
            <th scope="col">now</th>
            <th scope="col">then</th>
          </tr>
        </thead>
        <tbody>
          {proposal.differences.map(({ field, from, to }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{glucoseWords(from, glucoseUnit.value)}</td>
              <td>{glucoseWords(to, glucoseUnit.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="line">
        <Ask
          asks={{ type: 'settings.confirmed', proposal: proposal.proposal }}
          testid="settings-confirm"
          isStrong
        >
          Confirm this change
        </Ask>
        <Ask asks={{ type: 'settings.discarded' }} testid="settings-discard">
          Discard
        </Ask>
        <span class="hint">
          Until then the pump delivers by the settings of now; after 90 s this is gone.
        </span>
      </div>
    </section>
  );
};
