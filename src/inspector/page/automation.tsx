import { Ask } from './forms.tsx';
import { logShows } from './log.tsx';
import { clock } from './preferences.ts';
import { insight, latest, lookedAt, offsetMinutes, status } from './store.ts';

const isIn = (state: string): boolean => latest.value?.active.therapy?.includes(`therapy.${state}`) === true;

/** Automation on or off, and what was decided last. */
export const Automation = () => {
  const chosen = status.value?.programmed?.settings?.automation ?? 'off';
  const isOn = isIn('mode.closedLoop');
  if (chosen === 'off' && !isOn) return null;
  return (
    <div class="line">
      <span>Automation</span>
      <Ask
        asks={{ type: isOn ? 'automation.disabled' : 'automation.enabled' }}
        testid="automation"
        isStrong={!isOn}
      >
        {isOn ? 'Switch off' : 'Switch on'}
      </Ask>
      <LastDecision />
    </div>
  );
};

const LastDecision = () => {
  const [last] = insight.decidedUntil(lookedAt.value, 1);
  if (last === undefined) return null;
  return (
    <span class="hint">
      <strong data-testid="last-decision">{last.outcome}</strong>{' '}
      <button
        type="button"
        class="link"
        data-testid="why"
        title={`At ${clock(last.wallMs, offsetMinutes.value, 'minutes')}`}
        onClick={() => {
          logShows.value = 'doses';
        }}
      >
        Why?
      </button>
    </span>
  );
};
