import { useSignal } from '@preact/signals';
import type { SensorTurn } from '../../domain/sensorFaults.ts';
import { type FaultName, WORLD_FAULTS } from '../../domain/worldFaults.ts';
import type { PageRequest } from '../protocol.ts';
import type { WorldChange } from '../worldRequests.ts';
import { FaultTable } from './faults.tsx';
import { Ask, NumberField, Toggle } from './forms.tsx';
import { type Range, within } from './ranges.ts';
import { pinned, status } from './store.ts';

/** The three things that everybody tries first. */
const FIRST = [
  { what: 'occlusion', testid: 'inject-occlusion' },
  { what: 'motorStall', testid: 'inject-motor-stall' },
  { what: 'cgmLoss', testid: 'inject-cgm-loss' },
] as const satisfies readonly { readonly what: FaultName; readonly testid: string }[];

export const InjectCard = () => {
  const injected = status.value?.injected;
  return (
    <div class="card">
      <h2>Inject fault</h2>
      {injected ? (
        <div class="line faults">
          {FIRST.map(({ what, testid }) => (
            <Toggle
              key={what}
              isOn={injected.some(each => each.what === what)}
              asks={on => ({ type: 'inject', what, on })}
              testid={testid}
              title={WORLD_FAULTS[what].tells}
            >
              {WORLD_FAULTS[what].title}
            </Toggle>
          ))}
        </div>
      ) : (
        <p class="empty">Real devices: faults cannot be injected.</p>
      )}
      {pinned.value !== null && (
        <p class="hint instruction">You are looking back; requests act on the pump now.</p>
      )}
    </div>
  );
};

const change = (wanted: WorldChange): PageRequest => ({ type: 'world', change: wanted });

const TURNS: Readonly<Record<SensorTurn, string>> = {
  new: 'New sensor',
  expired: 'Sensor expires',
  failed: 'Sensor fails',
};
const turns = ['new', 'expired', 'failed'] as const satisfies readonly SensorTurn[];

/** Everything else around the pump that can be made worse, or better. */
export const WorldDrawer = () => {
  const world = status.value?.world;
  if (!world) return <p class="empty">The devices are real: there is no simulated world.</p>;
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
        name="Pump temperature"
        now={world.celsius}
        range={{ least: -20, most: 80, step: 1, unit: '°C' }}
        first="50"
        testid="world-temperature"
        asks={celsius => ({ what: 'temperature', celsius })}
      />
      <Level
        name="Ambient pressure"
        now={world.kilopascals}
        range={{ least: 20, most: 150, step: 1, unit: 'kPa' }}
        first="60"
        testid="world-pressure"
        asks={kilopascals => ({ what: 'pressure', kilopascals })}
      />
      <Level
        name="Clock jump"
        now={null}
        range={{ least: -1_440, most: 1_440, step: 1, unit: 'min' }}
        first="-60"
        testid="world-clock"
        asks={leapMinutes => ({ what: 'clock', leapMinutes })}
      />
      <fieldset class="line whole">
        <legend>Glucose sensor</legend>
        {turns.map(turn => (
          <Ask key={turn} asks={change({ what: 'sensor', turn })} testid={`world-sensor-${turn}`}>
            {TURNS[turn]}
          </Ask>
        ))}
      </fieldset>
      <FaultTable />
    </>
  );
};

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
  const asked = change(asks(value ?? 0));
  return (
    <fieldset class="line">
      <legend>
        {name}
        {now === null ? '' : ` ${now} ${range.unit}`}
      </legend>
      <NumberField label={name} text={text} range={range} testid={testid} />
      <Ask asks={asked} testid={`${testid}-set`} disabled={value === null}>
        {now === null ? 'Jump' : 'Set'}
      </Ask>
    </fieldset>
  );
};
