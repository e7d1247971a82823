import { apartNow, other, toDivergence } from './other.ts';

/** What the other run is, where the two first differ, and in what they differ at the instant that is looked at. */
export const OtherLine = () => {
  const run = other.value;
  if (run === null) return null;
  const { divergence } = run;
  const apart = apartNow.value;
  return (
    <div class="properties-line" data-testid="other-run">
      <span>
        <i class="key other" /> beside {run.name}:{' '}
        {divergence === null
          ? 'no difference from the first record to the last'
          : `first difference at record ${divergence.record ?? 'none'} (other run ${divergence.otherRecord ?? 'none'}): ${divergence.words}`}
      </span>
      {divergence !== null && (
        <button type="button" title="D" data-testid="to-divergence" onClick={toDivergence}>
          to the first difference
        </button>
      )}
      {apart.length > 0 && <span data-testid="apart">The other run is in {apart.join(', ')}.</span>}
    </div>
  );
};
