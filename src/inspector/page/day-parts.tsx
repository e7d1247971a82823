import { timeOfDay } from '../../domain/differences.ts';
import { spellRange } from '../../domain/quantities.ts';
import type { Settings } from '../../domain/settings.ts';

/** A part of the day as it is typed. */
export type PartDraft = {
  readonly from: string;
  readonly sensitivityMgDl: string;
  readonly carbRatioG: string;
  readonly targetMgDl: string;
};

const NUMBERS = ['sensitivityMgDl', 'carbRatioG', 'targetMgDl'] as const;
const TITLES = {
  sensitivityMgDl: 'sensitivity, mg/dL per U',
  carbRatioG: 'ratio, g per U',
  targetMgDl: 'target, mg/dL',
} as const;

/** Midnight is for the fields above. */
const HALF_HOURS = Array.from({ length: 47 }, (_, index) => timeOfDay((index + 1) * 30));

export const partDrafts = ({ dayParts = [] }: Settings): readonly PartDraft[] =>
  dayParts.map(({ fromMinute, sensitivityMgDl, carbRatioG, targetMgDl }) => ({
    from: timeOfDay(fromMinute),
    sensitivityMgDl: String(sensitivityMgDl),
    carbRatioG: String(carbRatioG),
    targetMgDl: String(targetMgDl),
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
            sensitivityMgDl: numberIn(sensitivityMgDl),
            carbRatioG: numberIn(carbRatioG),
            targetMgDl: numberIn(targetMgDl),
          };
        }),
      };

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
      {drafts.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">from</th>
              {NUMBERS.map(key => (
                <th key={key} scope="col">
                  {TITLES[key]}
                  <small>{spellRange(key).replace(', or off', '')}</small>
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
                      value={draft[key]}
                      aria-label={`Part ${index + 1}, ${TITLES[key]}`}
                      data-testid={`part-${index}-${key}`}
                      onInput={({ currentTarget }) => change(index, { [key]: currentTarget.value })}
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
