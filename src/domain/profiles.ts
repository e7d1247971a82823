import type { Segment, Settings } from './settings.ts';

/** A basal profile under its name. */
export type Profile = { readonly name: string; readonly segments: readonly Segment[] };

/** All profiles, the one in use first. */
export const profilesOf = ({
  basalProfile,
  profileName: name,
  otherProfiles,
}: Pick<Settings, 'basalProfile' | 'profileName' | 'otherProfiles'>): readonly Profile[] => [
  { name, segments: basalProfile },
  ...otherProfiles,
];

/** The settings with another of their profiles in use; null when none has that name. */
export const withProfile = (settings: Settings, name: string): Settings | null => {
  const all = profilesOf(settings);
  const wanted = all.find(profile => profile.name === name);
  if (wanted === undefined) return null;
  const others = all.filter(profile => profile !== wanted);
  return {
    ...settings,
    profileName: name,
    basalProfile: [...wanted.segments],
    otherProfiles: others.map(profile => ({ name: profile.name, segments: [...profile.segments] })),
  };
};

/** Insulin the profile gives in 24 h, in µU; rounded up, because it is held against a limit. */
export const dailyBasal = (profile: readonly Segment[]): number =>
  Math.ceil(
    profile.reduce((sum, segment, index) => {
      const until = profile[index + 1]?.fromMinute ?? 1_440;
      return sum + segment.rateUuPerHour * (until - segment.fromMinute);
    }, 0) / 60,
  );
