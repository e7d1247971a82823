import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { CHOICES } from '../../domain/choices.ts';
import type { PageRequest } from '../protocol.ts';
import { MOST_SEED } from '../seeds.ts';
import type { Beginnings } from '../server.ts';
import { beginningsHere, request } from './asking.ts';
import { Choice, NumberField } from './forms.tsx';
import { within } from './ranges.ts';
import { status } from './store.ts';

const SEED = { least: 0, most: MOST_SEED, step: 1, unit: 'seed' };
const KINDS = { trace: 'a recorded trace', patient: 'a virtual patient' } as const;

/** Whose glucose it is, and another run with somebody else's. */
export const RunsDrawer = () => {
  const at = status.value;
  const beginnings = useSignal<Beginnings | null>(null);
  useEffect(() => {
    void beginningsHere().then(found => {
      beginnings.value = found;
    });
  }, []);
  const { worn, trace, runs } = at ?? {};
  return (
    <div class="whole">
      <p data-testid="run-now">
        Now:{' '}
        {worn === undefined
          ? `the recording ${trace?.split('/').at(-1)}`
          : `${worn.patient}, ${worn.scenario}`}
        {runs?.before == null ? '' : `. The run before is kept in ${runs.before}`}
      </p>
      {runs?.mayBegin !== true ? (
        <p class="hint">
          From here no other run can begin: devices are real, remotes may be connected, or one begins just
          now.
        </p>
      ) : beginnings.value === null ? (
        <p class="hint">Loading the list of patients…</p>
      ) : (
        <Begin {...beginnings.value} />
      )}
    </div>
  );
};

const Begin = ({ patients, scenarios }: Beginnings) => {
  const kind = useSignal<keyof typeof KINDS>('patient');
  const patient = useSignal(patients[0]?.name ?? '');
  const scenario = useSignal(scenarios[0]?.name ?? '');
  const controller = useSignal<keyof typeof CHOICES.automation.options>('islet');
  const seed = useSignal('1');
  const isSure = useSignal(false);
  const number = within(seed.value, SEED);
  const groups = [...new Set(patients.map(({ group }) => group))];
  const asks: PageRequest | null =
    kind.value === 'trace'
      ? { type: 'run', source: { kind: 'trace' } }
      : number === null
        ? null
        : {
            type: 'run',
            source: {
              kind: 'patient',
              patient: patient.value,
              scenario: scenario.value,
              seed: number,
              controller: controller.value,
            },
          };
  const begin = async (): Promise<void> => {
    isSure.value = false;
    if (asks !== null) await request(asks);
  };
  return (
    <form
      class="runs"
      onInput={() => {
        isSure.value = false;
      }}
      onSubmit={event => {
        event.preventDefault();
        if (isSure.value) void begin();
        else isSure.value = true;
      }}
    >
      <div class="line">
        <Choice label="Whose glucose" chosen={kind} options={KINDS} testid="run-kind" />
        {kind.value === 'trace' && (
          <span class="hint" data-testid="run-trace-hint">
            The recording that comes with Islet, by the example's settings; with another recording or settings
            of your own begins islet start --trace FILE --settings FILE.
          </span>
        )}
        {kind.value === 'patient' && (
          <>
            <select
              aria-label="Virtual patient"
              data-testid="run-patient"
              value={patient.value}
              onChange={({ currentTarget }) => {
                patient.value = currentTarget.value;
              }}
            >
              {groups.map(group => (
                <optgroup key={group} label={group}>
                  {patients
                    .filter(each => each.group === group)
                    .map(({ name, words }) => (
                      <option key={name} value={name}>
                        {words}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
            <select
              aria-label="What the patient lives"
              data-testid="run-scenario"
              value={scenario.value}
              onChange={({ currentTarget }) => {
                scenario.value = currentTarget.value;
              }}
            >
              {scenarios.map(({ name, words }) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </select>
            <Choice
              label="Who steers basal"
              chosen={controller}
              options={CHOICES.automation.options}
              testid="run-controller"
            />
            <NumberField label="Seed of meals and noise" text={seed} range={SEED} testid="run-seed" />
          </>
        )}
        <button
          type="submit"
          class={isSure.value ? '' : 'strong'}
          data-testid="run-begin"
          disabled={asks === null}
        >
          {isSure.value ? 'Yes: stop this pump and begin' : 'Begin another run…'}
        </button>
      </div>
      {isSure.value && (
        <div role="alertdialog" aria-label="Begin another run" data-testid="run-warning">
          <p>
            This pump stops: its motor first, and a bolus under way ends where it is. Its journal{' '}
            {status.value?.journal} is closed and kept; islet replay shows it, and islet start --journal goes
            on with it. The new pump has a journal of its own, and settings{' '}
            {kind.value === 'patient' ? 'that a clinic would begin with for this patient' : 'of the example'}.
          </p>
          <button
            type="button"
            data-testid="run-keep"
            onClick={() => {
              isSure.value = false;
            }}
          >
            No: keep this pump
          </button>
        </div>
      )}
    </form>
  );
};
