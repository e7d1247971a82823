/** What of Islet and its surroundings makes a picture of a run what it is. Null where nobody knows, and then `missing` says why. */
export type About = {
  readonly islet: string;
  /** The commit of the checkout that runs, in hexadecimal; ` (changed)` behind it where files differ from it. */
  readonly commit: string | null;
  /** Identity of all charts, as it stands in the header of a journal. */
  readonly model: string;
  readonly node: string;
  readonly xstate: string;
  /** Why a field above is null, by its name. */
  readonly missing: Readonly<Partial<Record<'commit', string>>>;
};
