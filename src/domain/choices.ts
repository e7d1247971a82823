import { SUSPEND_LABELS } from './lowSuspend/policy.ts';
import type { Settings } from './settings.ts';

/** The settings that are one of a few words. */
export const choiceKeys = ['lowSuspend', 'automation', 'automaticBolus', 'person', 'diabetes'] as const;
export type ChoiceKey = (typeof choiceKeys)[number];

/** How a person calls it, what it is for, and what each word means. */
type Choice<Value extends string> = {
  readonly label: string;
  readonly hint: string;
  readonly options: Readonly<Record<Value, string>>;
};

export const CHOICES: { readonly [Key in ChoiceKey]: Choice<Settings[Key]> } = {
  lowSuspend: {
    label: 'low-glucose suspend',
    hint: 'stops basal, and gives it back',
    options: SUSPEND_LABELS,
  },
  automation: {
    label: 'automation by',
    hint: 'a person switches it on; the caps hold for each',
    options: {
      off: 'no controller',
      islet: 'Islet: plans six hours ahead',
      oref: 'oref0-compatible',
      loop: 'Loop-compatible',
    },
  },
  automaticBolus: {
    label: 'boluses of automation',
    hint: 'beside basal',
    options: {
      none: 'none',
      hourly: 'at most one an hour, 60 % of a correction',
      micro: 'small ones, up to half an hour of basal',
    },
  },
  person: {
    label: 'set up for',
    hint: 'hard limits of automation',
    options: {
      child: 'a child',
      teenager: 'a teenager',
      adult: 'an adult',
      resistantAdult: 'an adult who needs much insulin',
      pregnant: 'a pregnant person',
    },
  },
  diabetes: {
    label: 'diabetes',
    hint: 'what is believable by weight',
    options: { type1: 'type 1', type2: 'type 2' },
  },
};

/** A word that can be chosen there; null for any other. */
export const chosenIn = <Key extends ChoiceKey>(key: Key, word: string): Settings[Key] | null => {
  const options: Readonly<Record<string, string>> = CHOICES[key].options;
  return Object.hasOwn(options, word) ? (word as Settings[Key]) : null;
};

/** What a word means, in words. */
export const meaningOf = (settings: Settings, key: ChoiceKey): string => {
  const options: Readonly<Record<string, string>> = CHOICES[key].options;
  return options[settings[key]] ?? settings[key];
};
