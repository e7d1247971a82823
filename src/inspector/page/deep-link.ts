/** A moment of a run as the part of an address behind `#`. Pure. */

export type Place = {
  /** The run that is meant, as `runName` calls it. */
  readonly run?: string;
  /** Monotonic ms. */
  readonly t?: number;
  /** `pump.motor.still`; of an alarm `alarm:occlusion|alarm.signal.silent`. */
  readonly state?: string;
  readonly req?: string;
};

/** What a link says, and what of it cannot be read, in sentences. */
export type ReadPlace = { readonly place: Place; readonly problems: readonly string[] };

/** A run by the folder or the file of its journal: the same while it runs and when it is replayed. */
export const runName = (journal: string): string => {
  const parts = journal.split(/[/\\]/).filter(part => part !== '');
  const [folder, file] = [parts.at(-2), parts.at(-1)];
  return file === 'journal.jsonl' && folder !== undefined ? folder : (file ?? journal);
};

/** `#run=…&t=…&state=…&req=…`, each only where it is known. */
export const hashOf = ({ run, t, state, req }: Place): string => {
  const fields = new URLSearchParams();
  if (run !== undefined) fields.set('run', run);
  if (t !== undefined) fields.set('t', String(Math.round(t)));
  if (state !== undefined) fields.set('state', state);
  if (req !== undefined) fields.set('req', req);
  return `#${fields.toString().replaceAll('%3A', ':').replaceAll('%7C', '|')}`;
};

/** Reads what stands behind `#`; null where it is no link to a moment. Unknown fields are left alone. */
export const placeIn = (hash: string): ReadPlace | null => {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  if (!['run', 't', 'state', 'req'].some(name => fields.has(name))) return null;
  const problems: string[] = [];
  const [run, t, state, req] = ['run', 't', 'state', 'req'].map(name => fields.get(name) || undefined);
  const isTime = t === undefined || /^\d{1,15}$/.test(t);
  if (!isTime) problems.push(`t = ${t}: is no time of a run; give milliseconds since it began.`);
  const isRequirement = req === undefined || /^SR-\d{3}[a-z]?$/.test(req);
  if (!isRequirement) problems.push(`req = ${req}: is no requirement; they are called like SR-012.`);
  return {
    place: {
      ...(run === undefined ? {} : { run }),
      ...(t === undefined || !isTime ? {} : { t: Number(t) }),
      ...(state === undefined ? {} : { state }),
      ...(req === undefined || !isRequirement ? {} : { req }),
    },
    problems,
  };
};
