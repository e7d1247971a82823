import { signal } from '@preact/signals';
import { memo } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import type { Frame } from '../protocol.ts';
import { Insight } from './expected.tsx';
import { clock, glucoseUnit } from './preferences.ts';
import { PropertiesList } from './properties-panel.tsx';
import { ReqChips } from './requirements.tsx';
import { changesOf, framesOf, offsetMinutes, pinned, shown, version } from './store.ts';
import { fineness, pinAt } from './timeline.ts';
import { factWords, glucoseWords, tellings } from './words.ts';

export const logShows = signal<'notable' | 'all' | 'doses' | 'properties'>('notable');

const CHOICES = {
  notable: 'notable',
  all: 'all',
  doses: 'prediction and doses',
  properties: 'properties',
} as const;
const TITLES = {
  notable: 'Events',
  all: 'Events',
  doses: 'Prediction and doses',
  properties: 'Properties',
} as const;
const choices = ['notable', 'all', 'doses', 'properties'] as const;
const SHOWN = 120;

/** Facts as they were taken, newest first, with what followed from them and the requirements touched. */
export const Log = () => {
  version.value;
  const at = pinned.value;
  const list = useRef<HTMLOListElement>(null);
  const frames = framesOf(logShows.value === 'all' ? 'all' : 'notable');
  const last = at === null ? frames.length : frames.findLastIndex(frame => frame.monoMs <= at) + 1;
  const visible = frames.slice(Math.max(0, last - SHOWN), last).reverse();
  const newest = visible[0]?.seq;
  useEffect(() => {
    if (at !== null && list.current) list.current.scrollTop = 0;
  }, [at === null, newest]);
  return (
    <section class="panel log" aria-label="Event log">
      <div class="log-head">
        <h2>
          {TITLES[logShows.value]}
          {at === null ? '' : ' up to the cursor'}
        </h2>
        <span class="grow" />
        <fieldset class="segments" aria-label="Which events">
          {choices.map(choice => (
            <button
              key={choice}
              type="button"
              aria-pressed={logShows.value === choice}
              data-testid={`log-${choice}`}
              onClick={() => {
                logShows.value = choice;
              }}
            >
              {CHOICES[choice]}
            </button>
          ))}
        </fieldset>
      </div>
      {logShows.value === 'doses' ? (
        <Insight />
      ) : logShows.value === 'properties' ? (
        <PropertiesList />
      ) : (
        <ol ref={list} class={fineness.value} data-testid="log">
          {visible.map(frame => (
            <Row key={frame.seq} frame={frame} isShown={at !== null && frame.seq === shown.value?.seq} />
          ))}
        </ol>
      )}
    </section>
  );
};

/** A frame never changes, so its row is drawn once. */
const Row = memo(function Row({ frame, isShown }: { readonly frame: Frame; readonly isShown: boolean }) {
  const fact = factWords(frame.fact, glucoseUnit.value);
  const { derived } = frame;
  return (
    <li class={isShown ? 'shown' : ''}>
      <button
        type="button"
        class="when"
        title={`Fact ${frame.seq}: look at this instant`}
        onClick={() => pinAt(frame.monoMs / 1_000)}
      >
        {clock(frame.wallMs, offsetMinutes.value, fineness.value)}
      </button>
      <span class="fact">
        <b>{fact.type}</b> <span>{fact.fields}</span>
        {derived.map(one => {
          const words = factWords(one, glucoseUnit.value);
          return (
            <span key={`${words.type} ${words.fields}`} class="derived">
              → {words.type} <span>{words.fields}</span>
            </span>
          );
        })}
        {[...changesOf(frame), ...tellings(frame)].map(text => (
          <span key={text} class="told">
            {glucoseWords(text, glucoseUnit.value)}
          </span>
        ))}
      </span>
      <ReqChips ids={frame.req} most={4} />
    </li>
  );
});
