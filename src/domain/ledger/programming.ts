import { configurationHash } from '../configuration.ts';
import type { Difference } from '../differences.ts';
import { differencesOf } from '../differences.ts';
import type { FactOf } from '../facts.ts';
import type { Instant } from '../profile.ts';
import { changeObjections, settingsObjections } from '../programming.ts';
import type { Settings } from '../settings.ts';
import { monoMs } from '../units.ts';
import type { Programming, Proposal } from './programmingState.ts';
import { announceLevel } from './reservoir.ts';
import { standingOf } from './standing.ts';
import { type Ledger, type Step, step, uncounted } from './state.ts';
import { forgetAnswers } from './steering.ts';

/** From now on these are the settings: all of them at once, as a version of their own. */
export const activate = (ledger: Ledger, settings: Settings | null): Ledger => ({
  ...ledger,
  settings,
  profileSince: isSameProfile(ledger.settings, settings)
    ? ledger.profileSince
    : (ledger.at?.monoMs ?? monoMs(0)),
  programming: {
    ...ledger.programming,
    version: ledger.programming.version + 1,
    hash: configurationHash(settings),
  },
});

const isSameProfile = (a: Settings | null, b: Settings | null): boolean =>
  a?.utcOffsetMinutes === b?.utcOffsetMinutes &&
  JSON.stringify(a?.basalProfile) === JSON.stringify(b?.basalProfile);

/** Settings in a file, before power was applied. */
export const importSettings = (ledger: Ledger, settings: Settings): Step =>
  accepted(activate(ledger, settings));

const accepted = (ledger: Ledger): Step => {
  const told = announceLevel(ledger);
  return { ...told, derived: [{ type: 'settings.accepted' }, ...told.derived] };
};

/** A first step: these would be the settings. Nothing is delivered by them yet. */
export const proposeSettings = (
  ledger: Ledger,
  { replaces, settings, insteadOf }: FactOf<'settings.proposed'>,
  at: Instant,
): Step => {
  const { waiting, proposals } = ledger.programming;
  const proposal: Proposal = { proposal: proposals + 1, replaces, settings };
  const reasons = [
    ...(waiting === null || insteadOf === waiting.proposal
      ? []
      : [`proposal ${waiting.proposal} waits; confirm it, discard it, or propose this instead of it.`]),
    ...objections(ledger, proposal, at),
  ];
  if (reasons.length > 0) return step(ledger, { type: 'settings.refused', reasons });
  return step(withProgramming(ledger, { waiting: proposal, proposals: proposal.proposal }), {
    type: 'settings.admitted',
  });
};

/** A second step: whether what waits may come into use now. One that may not is withdrawn. */
export const judgeConfirmation = (
  ledger: Ledger,
  { proposal }: FactOf<'settings.confirmed'>,
  at: Instant,
): Step => {
  const { waiting } = ledger.programming;
  if (waiting?.proposal !== proposal)
    return step(ledger, {
      type: 'settings.refused',
      reasons: [`proposal ${proposal} does not wait for confirmation; propose the change again.`],
    });
  const reasons = objections(ledger, waiting, at);
  return reasons.length === 0
    ? step(ledger, { type: 'settings.agreed' })
    : step(ledger, { type: 'settings.refused', reasons }, { type: 'settings.withdrawn' });
};

/** The chart has heard both steps. */
export const applySettings = (ledger: Ledger): Step => {
  const { waiting } = ledger.programming;
  if (waiting === null) throw new Error('settings were applied that nobody proposed');
  const isSteeredAnew = ledger.settings?.automation !== waiting.settings.automation;
  const heard = isSteeredAnew ? forgetAnswers(ledger) : ledger;
  return accepted(discardProposal(activate(heard, waiting.settings)));
};

/** What was proposed is forgotten. */
export const discardProposal = (ledger: Ledger): Ledger => withProgramming(ledger, { waiting: null });

/** SR-073: rates are never made up. */
export const loseSettings = (ledger: Ledger): Ledger => discardProposal(activate(ledger, null));

/** The proposal that waits, with what it would change; throws without one. */
export const proposalOf = ({
  settings,
  programming: { waiting },
}: Ledger): { readonly proposal: number; readonly differences: readonly Difference[] } => {
  if (waiting === null) throw new Error('no proposal waits');
  return { proposal: waiting.proposal, differences: differencesOf(settings, waiting.settings) };
};

/** Whether the settings in use are not those that were accepted (SR-066), in a sentence; null when they are. */
export const settingsChange = ({ settings, programming }: Ledger): string | null =>
  configurationHash(settings) === programming.hash
    ? null
    : 'The settings in memory are not those that were accepted.';

/**
 * Why nothing may be delivered by the settings that a journal has left, in a sentence: besides such a change, they do
 * not pass their checks (SR-073). Null when they are whole, or there are none.
 */
export const settingsTrouble = (ledger: Ledger): string | null => {
  const [first] = ledger.settings === null ? [] : settingsObjections(ledger.settings);
  return (
    settingsChange(ledger) ??
    (first === undefined ? null : `The stored settings do not pass their checks: ${first}`)
  );
};

const objections = (ledger: Ledger, { replaces, settings }: Proposal, at: Instant): readonly string[] => [
  ...(replaces === ledger.programming.version
    ? changeObjections(standingOf(ledger, at), settings, ledger.bolus.extended)
    : [
        `version ${replaces} of the settings was looked at, and version ${ledger.programming.version} is in use; look at those and propose again.`,
      ]),
  ...bolusObjections(ledger),
];

/** A bolus was shown and confirmed under the old limits, and ends under them. */
const bolusObjections = (ledger: Ledger): readonly string[] => {
  const { current } = ledger.bolus;
  if (current !== null)
    return [
      current.phase === 'pending'
        ? `the bolus ${current.bolus} waits for confirmation; confirm or cancel it first.`
        : `the bolus ${current.bolus} is being delivered; wait for its end or cancel it.`,
    ];
  // No gate closes on a pulse that has begun: those of basal pass any cap that is admitted here.
  return (uncounted(ledger)?.intent.channel ?? 'basal') === 'basal'
    ? []
    : ['a pulse is under way; try again in a second.'];
};

const withProgramming = (ledger: Ledger, change: Partial<Programming>): Ledger => ({
  ...ledger,
  programming: { ...ledger.programming, ...change },
});
