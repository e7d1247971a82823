import { signal } from '@preact/signals';
import { broken, judgingTrouble, verdicts } from './judged-run.ts';
import { GO } from './player.ts';
import { clock } from './preferences.ts';
import { ReqChips } from './requirements.tsx';
import { latest, offsetMinutes, pinned, version } from './store.ts';
import { pinAt, wallOffsetSeconds } from './timeline.ts';
import { countsOf, type PropertyLine, type Standing } from './verdicts.ts';

/** Properties of the run that is seen, as they stand at the instant that is looked at. */

const lines = (): readonly PropertyLine[] => {
  version.value;
  return verdicts.at(pinned.value ?? latest.value?.monoMs ?? 0);
};

const SIGNS = { failed: '✗', held: '✓', 'not exercised': '○', 'not judged': '–' } as const satisfies Record<
  Standing,
  string
>;
const STANDINGS = ['failed', 'held', 'not exercised', 'not judged'] as const;

/** One line: how many held, failed, and were never put to the test; and the way from one violation to the next. */
export const PropertiesLine = ({ open }: { readonly open: () => void }) => {
  const counts = countsOf(lines());
  const all = broken.value.length;
  return (
    <div class="properties-line">
      <button type="button" class="plain" data-testid="properties" onClick={open}>
        Properties: <b>{counts.held} held</b>,{' '}
        <b class={counts.failed > 0 ? 'broken' : ''}>{counts.failed} failed</b>, {counts['not exercised']} not
        exercised
      </button>
      {judgingTrouble.value !== null && (
        <span data-testid="judging-trouble">Not all properties are checked: {judgingTrouble.value}</span>
      )}
      {all > 0 && (
        <>
          <button type="button" title="[" data-testid="violation-before" onClick={() => GO.violation(-1)}>
            ‹ violation
          </button>
          <button type="button" title="]" data-testid="violation-next" onClick={() => GO.violation(1)}>
            violation ›
          </button>
        </>
      )}
    </div>
  );
};

/** Which of them are listed; null lists all. */
const listed = signal<Standing | null>(null);

/** Every property with how it stands, its requirements, and each violation as a way to its instant. */
export const PropertiesList = () => {
  const all = lines();
  const counts = countsOf(all);
  const shown = listed.value === null ? all : all.filter(({ standing }) => standing === listed.value);
  return (
    <div class="properties">
      <fieldset class="segments" aria-label="Which properties">
        {STANDINGS.map(standing => (
          <button
            key={standing}
            type="button"
            aria-pressed={listed.value === standing}
            onClick={() => {
              listed.value = listed.value === standing ? null : standing;
            }}
          >
            {SIGNS[standing]} {counts[standing]} {standing}
          </button>
        ))}
      </fieldset>
      <ul data-testid="properties-list">
        {shown.map(line => (
          <li key={line.key} class={line.standing.replace(' ', '-')}>
            <span class="sign" role="img" aria-label={line.standing}>
              {SIGNS[line.standing]}
            </span>
            <span>
              {line.machine === 'pump' ? '' : <b>{line.machine}: </b>}
              {line.name}
              {line.unjudged !== null && <small> {line.unjudged}</small>}
              {line.violations.length > 0 && line.given !== null && <small> {line.given}</small>}
              {line.violations.length > 0 && <Violations violations={line.violations} />}
            </span>
            <ReqChips ids={line.req} most={3} />
          </li>
        ))}
      </ul>
    </div>
  );
};

/** More than these nobody reads one by one. */
const MOST_LISTED = 12;

const Violations = ({ violations }: Pick<PropertyLine, 'violations'>) => (
  <span class="violations">
    {violations.slice(0, MOST_LISTED).map(({ seq, atMonoMs, machine }) => (
      <button
        key={`${seq} ${machine}`}
        type="button"
        data-testid="violation"
        onClick={() => pinAt(atMonoMs / 1_000)}
      >
        {clock(atMonoMs + wallOffsetSeconds() * 1_000, offsetMinutes.value)}, record {seq}
        {machine.startsWith('alarm:') ? `, ${machine.slice('alarm:'.length)}` : ''}
      </button>
    ))}
    {violations.length > MOST_LISTED && ` and ${violations.length - MOST_LISTED} more`}
  </span>
);
