import { useSignal } from '@preact/signals';
import { SENSOR_FAULTS, type SensorFault, type SensorTurn } from '../../domain/sensorFaults.ts';
import type { PageRequest } from '../protocol.ts';
import type { WorldChange, WorldNow } from '../worldRequests.ts';
import { Ask, NumberField, Toggle } from './forms.tsx';
import { type Range, within } from './ranges.ts';
import { pinned, status } from './store.ts';

type Fault = Extract<PageRequest, { type: 'inject' }>['what'];

const FAULTS: readonly {
  readonly what: Fault;
  readonly testid: string;
  readonly title: string;
  readonly tells: string;
}[] = [
  {
    what: 'occlusion',
    testid: 'inject-occlusion',
    title: 'Occlusion',
    tells: 'Blocks the line: force rises until the pump notices.',
  },
  {
    what: 'motorStall',
    testid: 'inject-motor-stall',
    title: 'Motor stall',
    tells: 'Jams the plunger: the encoder does not follow.',
  },
  { what: 'cgmLoss', testid: 'inject-cgm-loss', title: 'CGM loss', tells: 'Silences the glucose sensor.' },
];

/** The three things that everybody tries first. */
export const InjectCard = () => {
  const injected = status.value?.injected;
  return (
    <div class="card">
      <h2>Disturb</h2>
      {injected ? (
        <div class="line faults">
          {FAULTS.map(({ what, testid, title, tells }) => (
            <Toggle
              key={what}
              isOn={injected[what]}
              asks={on => ({ type: 'inject', what, on })}
              testid={testid}
              title={tells}
            >
              {title}
            </Toggle>
          ))}
        </div>
      ) : (
        <p class="empty">The devices are real: nothing can be injected.</p>
      )}
      {pinned.value !== null && <p class="hint">You are looking back; what you do happens now.</p>}
    </div>
  );
};

const change = (wanted: WorldChange): PageRequest => ({ type: 'world', change: wanted });

const SENSOR: Readonly<Record<SensorFault, string>> = {
  lost: 'Out of reach',
  noise: 'Noisy',
  spike: 'One spike',
  flat: 'Stuck',
  low: 'Compressed',
};
const TURNS: Readonly<Record<SensorTurn, string>> = {
  new: 'New sensor',
  expired: 'It ends',
  failed: 'It fails',
};

/** Everything else around the pump that can be made worse, or better. */
export const WorldDrawer = () => {
  const world = status.value?.world;
  if (!world) return <p class="empty">What is around this pump is real.</p>;
  return (
    <>
      <Level
        name="Battery"
        now={world.batteryPercent}
        range={{ least: 0, most: 100, step: 1, unit: '%' }}
        first="15"
        testid="world-battery"
        asks={percent => ({ what: 'battery', percent })}
      />
      <Level
        name="Inside"
        now={world.celsius}
        range={{ least: -20, most: 80, step: 1, unit: '°C' }}
        first="50"
        testid="world-temperature"
        asks={celsius => ({ what: 'temperature', celsius })}
      />
      <Level
        name="Air"
        now={world.kilopascals}
        range={{ least: 20, most: 150, step: 1, unit: 'kPa' }}
        first="60"
        testid="world-pressure"
        asks={kilopascals => ({ what: 'pressure', kilopascals })}
      />
      <Level
        name="Clock leaps"
        now={null}
        range={{ least: -1_440, most: 1_440, step: 1, unit: 'min' }}
        first="-60"
        testid="world-clock"
        asks={leapMinutes => ({ what: 'clock', leapMinutes })}
      />
      <fieldset class="line">
        <legend>Parts</legend>
        <Toggle
          isOn={world.isButtonStuck}
          asks={stuck => change({ what: 'button', stuck })}
          testid="world-button"
        >
          Button stuck
        </Toggle>
        <Toggle
          isOn={world.isSpeakerDead}
          asks={dead => change({ what: 'speaker', dead })}
          testid="world-speaker"
        >
          Speaker dead
        </Toggle>
      </fieldset>
      <SensorRow world={world} />
    </>
  );
};

const SensorRow = ({ world }: { readonly world: WorldNow }) => (
  <fieldset class="line whole">
    <legend>Glucose sensor</legend>
    {SENSOR_FAULTS.map(fault => (
      <Toggle
        key={fault}
        isOn={world.cgm === fault}
        asks={on => change({ what: 'cgm', fault: on ? fault : null })}
        testid={`world-cgm-${fault}`}
      >
        {SENSOR[fault]}
      </Toggle>
    ))}
    {turns.map(turn => (
      <Ask key={turn} asks={change({ what: 'sensor', turn })} testid={`world-sensor-${turn}`}>
        {TURNS[turn]}
      </Ask>
    ))}
  </fieldset>
);
const turns = ['new', 'expired', 'failed'] as const satisfies readonly SensorTurn[];

/** One number of the surroundings: what it is, and what to make of it. */
const Level = ({
  name,
  now,
  range,
  first,
  testid,
  asks,
}: {
  readonly name: string;
  readonly now: number | null;
  readonly range: Range;
  readonly first: string;
  readonly testid: string;
  readonly asks: (value: number) => WorldChange;
}) => {
  const text = useSignal(first);
  const value = within(text.value, range);
  return (
    <fieldset class="line">
      <legend>
        {name}
        {now === null ? '' : ` ${now} ${range.unit}`}
      </legend>
      <NumberField label={name} text={text} range={range} testid={testid} />
      <Ask asks={change(asks(value ?? 0))} testid={`${testid}-set`} disabled={value === null}>
        {now === null ? 'Leap' : 'Set'}
      </Ask>
    </fieldset>
  );
};
