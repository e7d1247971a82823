import type { ComponentChildren } from 'preact';
import { ExportMenu } from './export-menu.tsx';
import { PLAY_SPEEDS } from './moments.ts';
import { copyLink } from './place.ts';
import { GO, isPlaying, playSpeed, togglePlay } from './player.ts';

/** Buttons for going through time: played, by record, by notable moment, by alarm; and a link to the moment. */
export const PlayerBar = () => (
  <fieldset class="player" aria-label="Going through time">
    <Go name="alarm before" keys="Shift A" act={() => GO.alarm(-1)}>
      |‹ alarm
    </Go>
    <Go name="notable moment before" keys="Shift ←" act={() => GO.moment(-1)}>
      « moment
    </Go>
    <Go name="record before" keys="←" act={() => GO.record(-1)}>
      ‹ record
    </Go>
    <button
      type="button"
      class="strong play"
      data-testid="play"
      aria-pressed={isPlaying.value}
      title="Space"
      onClick={togglePlay}
    >
      {isPlaying.value ? 'Stop' : 'Play'}
    </button>
    <label>
      <span class="hidden">Times real time at which the run is played</span>
      <select
        data-testid="play-speed"
        title="< slower, > faster"
        value={String(playSpeed.value)}
        onChange={({ currentTarget }) => {
          playSpeed.value = Number(currentTarget.value);
        }}
      >
        {[...new Set([...PLAY_SPEEDS, playSpeed.value])]
          .sort((one, other) => one - other)
          .map(speed => (
            <option key={speed} value={String(speed)}>
              ×{speed}
            </option>
          ))}
      </select>
    </label>
    <Go name="next record" keys="→" act={() => GO.record(1)}>
      record ›
    </Go>
    <Go name="next notable moment" keys="Shift →" act={() => GO.moment(1)}>
      moment »
    </Go>
    <Go name="next alarm" keys="A" act={() => GO.alarm(1)}>
      alarm ›|
    </Go>
    <span class="grow" />
    <button type="button" data-testid="copy-link" title="L" onClick={() => void copyLink()}>
      Copy link
    </button>
    <ExportMenu />
  </fieldset>
);

const Go = ({
  name,
  keys,
  act,
  children,
}: {
  readonly name: string;
  readonly keys: string;
  readonly act: () => void;
  readonly children: ComponentChildren;
}) => (
  <button
    type="button"
    aria-label={`To the ${name}`}
    title={`To the ${name} (${keys})`}
    data-testid={`go-${name.replaceAll(' ', '-')}`}
    onClick={act}
  >
    {children}
  </button>
);
