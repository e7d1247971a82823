import { timeOfDay } from '../../domain/differences.ts';
import { type GlucoseUnit, spellGlucoseRange, toMgPerDl } from '../../domain/glucoseUnits.ts';
import { QUANTITIES, spellRange } from '../../domain/quantities.ts';
import type { Settings } from '../../domain/settings.ts';
import { GlucoseUnitChoice } from './glucose-unit.tsx';
import { glucoseUnit } from './preferences.ts';
import { type TypedGlucose, typedIn } from './typed-glucose.ts';

/** A part of the day as it is typed: what is of glucose with the unit it was typed in. */
export type PartDraft = {
  readonly from: string;
  readonly sensitivityMgDl: TypedGlucose;
  readonly carbRatioG: string;
  readonly targetMgDl: TypedGlucose;
};

const NUMBERS = ['sensitivityMgDl', 'carbRatioG', 'targetMgDl'] as const;
const titleOf = (key: (typeof NUMBERS)[number], unit: GlucoseUnit): string => {
  const titles = {
    sensitivityMgDl: `sensitivity, ${unit} per U`,
    carbRatioG: 'ratio, g per U',
    targetMgDl: `target, ${unit}`,
  };
  return titles[key];
};
const rangeOf = (key: (typeof NUMBERS)[number], unit: GlucoseUnit): string =>
  key === 'carbRatioG' || unit === 'mg/dL'
    ? spellRange(key).replace(', or off', '')
    : `${spellGlucoseRange(QUANTITIES[key], unit)}${key === 'sensitivityMgDl' ? ' per U' : ''}`;

const inMgPerDl = (value: number): TypedGlucose => ({ text: String(value), unit: 'mg/dL' });

/** Whole mg/dL, rounded up: a larger sensitivity and a higher target are less insulin. */
const keptIn = ({ text, unit }: TypedGlucose): number => {
  const value = numberIn(text);
  return unit === 'mg/dL' ? value : Math.ceil(toMgPerDl(value, unit) - 1e-9);
};

/** Midnight is for the fields above. */
const HALF_HOURS = Array.from({ length: 47 }, (_, index) => timeOfDay((index + 1) * 30));

export const partDrafts = ({ dayParts = [] }: Settings): readonly PartDraft[] =>
  dayParts.map(({ fromMinute, sensitivityMgDl, carbRatioG, targetMgDl }) => ({
    from: timeOfDay(fromMinute),
    sensitivityMgDl: inMgPerDl(sensitivityMgDl),
    carbRatioG: String(carbRatioG),
    targetMgDl: inMgPerDl(targetMgDl),
  }));

const numberIn = (typed: string): number => (typed.trim() === '' ? Number.NaN : Number(typed));

/** As the pump keeps them; what is no number is left for the pump to refuse. */
export const partsIn = (drafts: readonly PartDraft[]): Pick<Settings, 'dayParts'> =>
  drafts.length === 0
    ? {}
    : {
        dayParts: drafts.map(({ from, sensitivityMgDl, carbRatioG, targetMgDl }) => {
          const [hours, minutes] = from.split(':');
          return {
            fromMinute: numberIn(hours ?? '') * 60 + numberIn(minutes ?? ''),
            sensitivityMgDl: keptIn(sensitivityMgDl),
            carbRatioG: numberIn(carbRatioG),
            targetMgDl: keptIn(targetMgDl),
          };
        }),
      };

/** What stands in a field: of glucose, the same glucose in the unit chosen. */
const shownOf = (draft: PartDraft, key: (typeof NUMBERS)[number], unit: GlucoseUnit): string =>
  key === 'carbRatioG' ? draft[key] : typedIn(draft[key], unit, QUANTITIES[key]);

type Props = {
  readonly drafts: readonly PartDraft[];
  /** What holds from midnight, for a new part to begin with. */
  readonly midnight: Omit<PartDraft, 'from'>;
  readonly write: (drafts: readonly PartDraft[]) => void;
};

/** Sensitivity, ratio and target later in the day; those of the fields above hold from midnight. */
export const DayParts = ({ drafts, midnight, write }: Props) => {
  const change = (which: number, changed: Partial<PartDraft>): void =>
    write(drafts.map((each, index) => (index === which ? { ...each, ...changed } : each)));
  const add = (): void => {
    const last = drafts.at(-1);
    const hour = last === undefined ? 6 : Math.min(23, Number(last.from.split(':')[0]) + 4);
    write([...drafts, { ...midnight, ...last, from: `${String(hour).padStart(2, '0')}:00` }]);
  };
  return (
    <fieldset class="day-parts">
      <legend>Later in the day (those above hold from midnight)</legend>
      <GlucoseUnitChoice testid="parts-unit" />
      {drafts.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">from</th>
              {NUMBERS.map(key => (
                <th key={key} scope="col">
                  {titleOf(key, glucoseUnit.value)}
                  <small>{rangeOf(key, glucoseUnit.value)}</small>
                </th>
              ))}
              <th scope="col">
                <span class="hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {drafts.map((draft, index) => (
              <tr key={index}>
                <td>
                  <select
                    value={draft.from}
                    aria-label={`Part ${index + 1} begins`}
                    data-testid={`part-${index}-from`}
                    onChange={({ currentTarget }) => change(index, { from: currentTarget.value })}
                  >
                    {HALF_HOURS.map(time => (
                      <option key={time} value={time}>
                        {time}
                      </option>
                    ))}
                  </select>
                </td>
                {NUMBERS.map(key => (
                  <td key={key}>
                    <input
                      type="number"
                      step="any"
                      value={shownOf(draft, key, glucoseUnit.value)}
                      aria-label={`Part ${index + 1}, ${titleOf(key, glucoseUnit.value)}`}
                      data-testid={`part-${index}-${key}`}
                      onInput={({ currentTarget: { value } }) =>
                        change(index, {
                          [key]: key === 'carbRatioG' ? value : { text: value, unit: glucoseUnit.value },
                        })
                      }
                    />
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    data-testid={`part-${index}-remove`}
                    onClick={() => write(drafts.filter((_, which) => which !== index))}
                  >
                    Remove
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <button type="button" data-testid="part-add" onClick={add}>
        Add a part of the day
      </button>
    </fieldset>
  );
};
