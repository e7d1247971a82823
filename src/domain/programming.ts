import { dailyMost, hardHourly, loadAhead, type Standing } from './admission.ts';
import { differencesOf } from './differences.ts';
import { highestRate, isCapped } from './profile.ts';
import { isNumberKey, QUANTITIES, spell, spellRange } from './quantities.ts';
import { type Settings, settingsSchema } from './settings.ts';

/**
 * What is wrong with settings by themselves, a sentence for each thing: the field, its value, what is allowed.
 * Nothing when every field is in its range and all agree with each other (SR-105).
 */
export const settingsObjections = (settings: Settings): readonly string[] => {
  const read = settingsSchema.safeParse(settings);
  if (read.success) return [];
  return read.error.issues.map(({ path, message }) => {
    const [top = 'settings', ...rest] = path;
    const said = inUnits(message);
    if (!isNumberKey(top)) return `${[top, ...rest].join('.')}: ${said}.`;
    return `the ${QUANTITIES[top].label} of ${spell(top, settings[top])} ${said} (allowed: ${spellRange(top)}).`;
  });
};

/** Fields by the names that a person knows, and U where the pump keeps µU. */
const inUnits = (message: string): string =>
  Object.entries(QUANTITIES)
    .reduce((text, [key, { label }]) => text.replaceAll(key, `the ${label}`), message)
    .replace(/(\d+) µU/g, (_, micro: string) => `${Number(micro) / 1_000_000} U`);

/**
 * Why these settings cannot follow those in use at this moment; nothing when they can. They must be whole, must
 * change something, and must not take away from what runs by the old ones (SR-106).
 */
export const changeObjections = (
  standing: Standing | null,
  next: Settings,
  extended: { readonly bolus: string; readonly requestedUu: number } | null,
): readonly string[] => {
  const unfit = settingsObjections(next);
  if (unfit.length > 0 || standing === null) return unfit;
  return differencesOf(standing.settings, next).length === 0
    ? ['these are the settings in use; nothing would change.']
    : [
        ...rateObjections(standing, next),
        ...extendedObjections(extended, next),
        ...hourObjections(standing, next),
        ...dayObjections(standing, next),
      ];
};

/** SR-106: a temporary rate runs, and is not cut behind the back of whoever set it. One of automation is lowered in the same step. */
const rateObjections = ({ settings, temp, at }: Standing, next: Settings): readonly string[] => {
  if (temp === null || temp.by === 'controller' || temp.by === 'limited') return [];
  const inUse = highestRate(settings, temp, at);
  const isCut = inUse > next.maxBasalUuPerHour || (isCapped(next, temp, at) && !isCapped(settings, temp, at));
  if (!isCut) return [];
  const asked = Math.max(
    inUse,
    highestRate({ ...next, maxBasalUuPerHour: Number.MAX_SAFE_INTEGER }, temp, at),
  );
  const remedy = temp.by === 'lostClock' ? 'set the clock first' : 'end the temporary rate first';
  return [
    `the maximum basal rate of ${inUnit(next.maxBasalUuPerHour)}/h is below the ${inUnit(asked)}/h of the temporary rate in use; ${remedy}, or keep the maximum above it.`,
  ];
};

const extendedObjections = (
  extended: { readonly bolus: string; readonly requestedUu: number } | null,
  next: Settings,
): readonly string[] =>
  extended === null || extended.requestedUu <= next.maxBolusUu
    ? []
    : [
        `the largest bolus of ${inUnit(next.maxBolusUu)} is below the ${inUnit(extended.requestedUu)} of the extended bolus that runs; wait for its end or cancel it.`,
      ];

const NO_BOLUS = { amountUu: 0, inHourUu: 0 } as const;

/** SR-015: a lower cap of the hour must not stop the basal that goes on, nor close the gate on a pulse under way. */
const hourObjections = (standing: Standing, next: Settings): readonly string[] => {
  const { settings, temp } = standing;
  const [was, is] = [settings, next].map(
    each => loadAhead({ ...standing, settings: each }, temp, NO_BOLUS).hour,
  );
  const most = hardHourly(next);
  if (was === undefined || is === undefined || is <= most) return [];
  if (most >= hardHourly(settings) && was > hardHourly(settings)) return [];
  return [
    `with the last hour and the basal of the hour ahead, ${inUnit(is)} fall within an hour, above the ${inUnit(most)} that a maximum basal rate of ${inUnit(next.maxBasalUuPerHour)}/h and a largest bolus of ${inUnit(next.maxBolusUu)} allow; wait, or keep them higher.`,
  ];
};

/** SR-016: nor must a lower cap of the day end the extended bolus that runs. */
const dayObjections = (standing: Standing, next: Settings): readonly string[] => {
  const { settings, temp, owed } = standing;
  const [was, is] = [settings, next].map(
    each => loadAhead({ ...standing, settings: each }, temp, NO_BOLUS).day,
  );
  const most = dailyMost(next);
  if (owed === 0 || was === undefined || is === undefined || is <= most) return [];
  if (most >= dailyMost(settings) && was > dailyMost(settings)) return [];
  return [
    `the most in 24 hours of ${inUnit(most)} is below the ${inUnit(is)} that the last 24 hours, the extended bolus and the basal ahead come to; wait for its end, or keep it higher.`,
  ];
};

const inUnit = (amountUu: number): string => `${amountUu / 1_000_000} U`;
