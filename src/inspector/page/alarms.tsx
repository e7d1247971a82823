import { ALARMS } from '../../domain/alarms.ts';
import type { Annunciation } from '../../domain/commands.ts';
import { type Strength, soundingOf } from '../../domain/sounding.ts';
import { SignalGlyph } from './alarm-glyphs.tsx';
import { SoundSwitch } from './alarm-sound-switch.tsx';
import { SYMBOL } from './alarm-tab.ts';
import { toBefore } from './player.ts';
import { clock } from './preferences.ts';
import { ReqChips } from './requirements.tsx';
import { stopDemandedBy } from './stop-demand.ts';
import { framesOf, offsetMinutes, pinned, request, shown, shownAt, status } from './store.ts';
import { duration } from './words.ts';

/**
 * Alarms by priority, as IEC 60601-1-8 marks them: HIGH red and flashing, MEDIUM yellow and flashing
 * slowly, LOW cyan and steady. None hides another; an acknowledged alarm stays listed and flashes no more.
 */
export const Alarms = () => {
  const alarms = shown.value?.alarms ?? [];
  const first = alarms[0];
  return (
    <section
      class={`alarms ${first ? '' : 'none'}`}
      aria-label="Alarms"
      data-testid="alarm-banner"
      data-priority={first?.priority ?? 'none'}
    >
      {/* Read out once for each change; the list below may redraw as often as it likes. */}
      <p class="hidden" role="alert">
        {alarms
          .filter(({ signal }) => signal === 'sounding')
          .map(
            ({ alarm, priority }) =>
              `${priority} priority alarm: ${ALARMS[alarm].title}. ${ALARMS[alarm].remedy}`,
          )
          .join(' ')}
      </p>
      {first ? (
        <ul>
          {alarms.map(alarm => (
            <Alarm key={alarm.alarm} alarm={alarm} />
          ))}
        </ul>
      ) : (
        <p class="quiet">No alarm</p>
      )}
      <div class="beside">
        <Heard alarms={alarms} />
        <SoundSwitch />
        <p class="notice">
          A browser is not an alarm system: it may be closed, muted or behind another window.
        </p>
      </div>
    </section>
  );
};

const STRENGTH = {
  vibration: 'vibrates',
  tone: 'sounds and vibrates',
  loud: 'sounds loudly and vibrates',
  siren: 'sounds its siren and vibrates',
} as const satisfies Record<Strength, string>;

/** What the pump itself lets be heard and felt now. */
const Heard = ({ alarms }: { readonly alarms: readonly Annunciation[] }) => {
  const sounding = soundingOf(alarms);
  if (sounding === null) return null;
  return (
    <p class="heard" data-testid="heard" data-strength={sounding.strength}>
      The pump {STRENGTH[sounding.strength]} for: {ALARMS[sounding.alarm].title}.
    </p>
  );
};

const Alarm = ({ alarm }: { readonly alarm: Annunciation }) => {
  const kind = ALARMS[alarm.alarm];
  const since = (shownAt.value?.monoMs ?? alarm.sinceMonoMs) - alarm.sinceMonoMs;
  const demanded = stopDemandedBy(framesOf('notable'), alarm);
  const canAct = status.value?.kind !== 'replay' && pinned.value === null;
  return (
    <li
      class={`alarm ${alarm.priority} ${alarm.signal}`}
      data-testid={`alarm-${alarm.alarm}`}
      data-signal={alarm.signal}
      data-condition={alarm.condition}
    >
      <span class="symbol" aria-hidden="true">
        <svg viewBox="0 0 20 18" width="20" height="18" aria-hidden="true">
          <path d="M10 1 19 17H1Z" />
        </svg>
        {SYMBOL[alarm.priority]}
      </span>
      <SignalGlyph signal={alarm.signal} />
      <span class="what">
        <b>{alarm.priority.toUpperCase()}</b> <strong>{kind.title}</strong>
      </span>
      <span class="more">
        <span>{kind.remedy}</span>
        <span class="facts">
          {kind.id} · since {clock(alarm.sinceWallMs, offsetMinutes.value)} ({duration(since)}){' '}
          <button
            type="button"
            class="before"
            title="Look at the instant before this alarm began"
            onClick={() => toBefore(alarm.sinceMonoMs)}
          >
            Moment before
          </button>{' '}
          · {alarm.condition === 'present' ? 'cause present' : 'cause gone'} · {SIGNAL[alarm.signal]}
          {alarm.signal === 'sounding' && alarm.level !== 'first' ? `, ${alarm.level}` : ''}{' '}
          <StopDemand ids={demanded} />
          {demanded.length > 0 && '· also about this alarm: '}
          <ReqChips ids={kind.req.filter(id => !demanded.includes(id))} /> · clears: {kind.clears}{' '}
          <details>
            <summary>why</summary> {kind.trigger}
          </details>
        </span>
      </span>
      {canAct && (
        <span class="acts">
          {alarm.signal !== 'acknowledged' && (
            <button
              type="button"
              data-testid={`ack-${alarm.alarm}`}
              onClick={() => void request({ type: 'alarm.acknowledged', alarm: alarm.alarm })}
            >
              Acknowledge
            </button>
          )}
          {alarm.signal === 'sounding' && (
            <button
              type="button"
              data-testid={`pause-${alarm.alarm}`}
              onClick={() => void request({ type: 'alarm.paused', alarm: alarm.alarm })}
            >
              Pause audio
            </button>
          )}
        </span>
      )}
    </li>
  );
};

/** Which requirements demanded the stop that came with an alarm; nothing where none came. */
const StopDemand = ({ ids }: { readonly ids: readonly string[] }) =>
  ids.length === 0 ? null : (
    <fieldset class="demand" aria-label="What demanded the stop">
      <b>stopped delivery, demanded by</b> <ReqChips ids={ids} />
    </fieldset>
  );

const SIGNAL = { sounding: 'sounding', paused: 'audio paused', acknowledged: 'acknowledged' } as const;
