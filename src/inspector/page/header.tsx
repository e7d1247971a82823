import { useSignal } from '@preact/signals';
import { clock, glucoseIn, glucoseInOther, glucoseUnit } from './preferences.ts';
import { PreferenceButtons } from './preferences-buttons.tsx';
import { proofTitle, proofWords } from './proof-words.ts';
import {
  history,
  latest,
  link,
  offsetMinutes,
  pinned,
  request,
  runsAt,
  shown,
  shownAt,
  status,
  version,
} from './store.ts';
import { fineness } from './timeline.ts';
import { band, date, duration, offsetWords, trend, units } from './words.ts';

const SPEEDS = [1, 2, 10, 60, 300, 600, 1_800, 3_600];

/** Mode, time and the numbers a person looks for first. */
export const Header = () => {
  const frame = shown.value;
  return (
    <header class="top">
      <div class="brand">
        <b>Islet</b>
        <LiveMark />
      </div>
      <div class="modes" data-testid="mode" aria-live="polite">
        {(frame?.modes.length ? frame.modes : ['waiting']).map(word => (
          <span key={word} class="mode">
            {word}
          </span>
        ))}
      </div>
      <Time />
      <span class="grow" />
      <Vitals />
      <PreferenceButtons />
      <ThemeButton />
    </header>
  );
};

const LiveMark = () => {
  const at = status.value;
  const isPinned = pinned.value !== null;
  const words =
    link.value === 'refused'
      ? 'NO ACCESS'
      : link.value !== 'open'
        ? 'NO CONNECTION'
        : at?.kind === 'replay'
          ? at.chartAlone
            ? 'CHART ONLY'
            : 'REPLAY'
          : isPinned
            ? 'LOOKING BACK'
            : 'LIVE';
  return (
    <span class={`mark ${words === 'LIVE' ? 'live' : 'notlive'}`} data-testid="live-mark">
      {words}
    </span>
  );
};

const Time = () => {
  const now = shownAt.value;
  const at = status.value;
  const speed = at?.speed;
  return (
    <div class="time">
      <span
        class="clock"
        data-testid="clock"
        data-wall-ms={now?.wallMs}
        title={`Simulated time, ${offsetWords(offsetMinutes.value)}`}
      >
        {now ? clock(now.wallMs, offsetMinutes.value, fineness.value) : '--:--:--'}
        {pinned.value !== null && shown.value && <small class="record"> record {shown.value.seq}</small>}
      </span>
      <span class="sub">
        {now ? `${date(now.wallMs, offsetMinutes.value)} ${offsetWords(offsetMinutes.value)}` : ''}
        {at?.kind === 'live' && speed && pinned.value === null && (
          <>
            {' '}
            <label>
              <span class="hidden">Speed asked for</span>
              <select
                data-testid="speed"
                value={String(speed.asked)}
                onChange={event => void request({ type: 'speed', factor: Number(event.currentTarget.value) })}
              >
                {[...new Set([...SPEEDS, speed.asked])]
                  .sort((one, other) => one - other)
                  .map(factor => (
                    <option key={factor} value={String(factor)}>
                      ×{factor}
                    </option>
                  ))}
              </select>
            </label>
            <span title={speed.slowed ?? 'as fast as asked'}>
              {' '}
              runs ×{runsAt.value < 10 ? runsAt.value.toFixed(1) : Math.round(runsAt.value)}
              {speed.slowed ? `: ${speed.slowed}` : ''}
            </span>
          </>
        )}
        {at?.proof && (
          <span class="proof" data-testid="proof" title={proofTitle(at.proof)}>
            {' '}
            {proofWords(at.proof)}
          </span>
        )}
      </span>
    </div>
  );
};

const Vitals = () => {
  const frame = shown.value;
  version.value;
  const now = shownAt.value;
  if (!frame || !now) return null;
  const { readings } = frame;
  if (readings === null) return <NotKnown />;
  const isSuspended = frame.modes.includes('suspended');
  const age = readings.glucoseAtMonoMs === null ? null : now.monoMs - readings.glucoseAtMonoMs;
  const direction =
    pinned.value === null && age !== null && age < 15 * 60_000 ? trend(history.glucose()) : null;
  const glucose = readings.glucoseMgDl;
  return (
    <div class="vitals">
      <div class={`vital glucose ${age !== null && age > 15 * 60_000 ? 'stale' : ''}`}>
        <span class="name">Glucose</span>
        <span class="value" data-testid="glucose">
          {glucose === null ? '---' : glucoseIn(glucose)}
          <small> {glucoseUnit.value} </small>
          {direction && (
            <svg class="trend" viewBox="0 0 20 20" role="img" aria-label={direction.words}>
              <g transform={`rotate(${direction.degrees} 10 10)`}>
                <path d="M2 10h13M10 4.5 16 10l-6 5.5" />
              </g>
            </svg>
          )}
        </span>
        <span class="sub">
          {glucose === null
            ? 'no reading yet'
            : `${glucoseInOther(glucose)} · ${band(glucose)} · ${age === null ? '' : `${duration(age)} ago`}`}
        </span>
      </div>
      <Vital
        name="On board"
        value={readings.onBoardUu === null ? 'unknown' : units(readings.onBoardUu).replace(' U', '')}
        unit={readings.onBoardUu === null ? '' : 'U'}
        sub={
          readings.onBoardUu === null
            ? 'off for an unknown time, or no settings'
            : `${units(readings.lastHourUu)} in 1 h`
        }
        id="iob"
      />
      <Vital
        name="Basal"
        value={(readings.basalRateUuPerHour / 1e6).toFixed(2)}
        unit="U/h"
        sub={
          isSuspended
            ? `stopped; profile ${(readings.profileRateUuPerHour / 1e6).toFixed(2)}`
            : `profile ${(readings.profileRateUuPerHour / 1e6).toFixed(2)} U/h`
        }
        id="basal"
      />
      <Vital
        name="Reservoir"
        value={units(readings.reservoirUu, 1).replace(' U', '')}
        unit="U"
        sub={`${units(readings.lastDayUu, 1)} in 24 h`}
        id="reservoir"
      />
    </div>
  );
};

/** Of a chart alone nobody knows an amount, and 0 U would be one. */
const NotKnown = () => (
  <div class="vitals">
    {['Glucose', 'On board', 'Basal', 'Reservoir'].map(name => (
      <Vital
        key={name}
        name={name}
        value="not known"
        unit=""
        sub="a run of the chart alone"
        id={`not-known-${name.toLowerCase().replace(' ', '-')}`}
      />
    ))}
  </div>
);

const Vital = ({
  name,
  value,
  unit,
  sub,
  id,
}: {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly sub: string;
  readonly id: string;
}) => (
  <div class="vital">
    <span class="name">{name}</span>
    <span class="value" data-testid={id}>
      {value}
      <small> {unit}</small>
    </span>
    <span class="sub">{sub}</span>
  </div>
);

const ThemeButton = () => {
  const theme = useSignal(document.documentElement.dataset.theme ?? '');
  const toggle = (): void => {
    const isDark =
      theme.value === 'dark' || (theme.value === '' && matchMedia('(prefers-color-scheme: dark)').matches);
    theme.value = isDark ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme.value;
    version.value += 1;
    window.dispatchEvent(new Event('islet-theme'));
  };
  return (
    <button type="button" class="icon" aria-label="Light or dark" onClick={toggle}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
    </button>
  );
};

/** Shown when nothing arrives; it says what to do. */
export const Trouble = () => {
  if (link.value === 'refused')
    return (
      <p class="trouble" role="alert">
        This page has no valid token. Open the address that the program printed, token included.
      </p>
    );
  if (link.value === 'lost')
    return (
      <p class="trouble" role="alert">
        The connection is lost; what you see is old. It returns by itself when the program runs again.
      </p>
    );
  return latest.value === null ? <p class="trouble">Waiting for the pump…</p> : null;
};
