import { useSignal } from '@preact/signals';
import { ALARMS } from '../../domain/alarms.ts';
import { FAULT_NAMES, type FaultName, WORLD_FAULTS } from '../../domain/worldFaults.ts';
import { Toggle } from './forms.tsx';
import { clock } from './preferences.ts';
import { offsetMinutes, runningMonoMs, status } from './store.ts';
import { duration } from './words.ts';

const DEVICES = [...new Set(FAULT_NAMES.map(name => WORLD_FAULTS[name].device))];

/** Every fault of every simulated device: what it does, what must come of it, whether it is on and since when, and how it ends. */
export const FaultTable = () => {
  const words = useSignal('');
  const injected = status.value?.injected ?? [];
  const missing = new Set(status.value?.unavailable ?? []);
  const shown = FAULT_NAMES.filter(name => {
    const { device, title, tells } = WORLD_FAULTS[name];
    const text = `${device} ${title} ${tells}`.toLowerCase();
    return words.value
      .toLowerCase()
      .split(/\s+/)
      .every(word => text.includes(word));
  });
  return (
    <section class="whole fault-table" aria-label="Faults">
      <div class="line">
        <h3>Faults</h3>
        <span data-testid="faults-on">
          {injected.length === 0 ? 'none active' : `${injected.length} active`}
        </span>
        <input
          type="search"
          aria-label="Find a fault"
          placeholder="Find a fault"
          data-testid="faults-find"
          value={words.value}
          onInput={event => {
            words.value = event.currentTarget.value;
          }}
        />
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col">Effect</th>
            <th scope="col">Expected alarm</th>
            <th scope="col">Active since, and how it ends</th>
          </tr>
        </thead>
        {DEVICES.map(device => {
          const names = shown.filter(name => WORLD_FAULTS[name].device === device);
          return names.length === 0 ? null : (
            <tbody key={device}>
              <tr class="device">
                <th scope="rowgroup" colSpan={4}>
                  {device}
                </th>
              </tr>
              {names.map(name => (
                <FaultRow key={name} name={name} isMissing={missing.has(name)} />
              ))}
            </tbody>
          );
        })}
      </table>
      <p class="hint">
        Not listed: a remote loses its link where it is, at the other end (end its program: the pump says so
        after 30 min); the reservoir runs empty by delivery, or with a cartridge of 1 U (Send event,
        Cartridge).
      </p>
    </section>
  );
};

type RowProps = { readonly name: FaultName; readonly isMissing: boolean };

const FaultRow = ({ name, isMissing }: RowProps) => {
  const { title, tells, ends, comes } = WORLD_FAULTS[name];
  const on = status.value?.injected?.find(({ what }) => what === name);
  const lasts = on !== undefined && ends === 'withTheRun';
  return (
    <tr class={on ? 'on' : ''} data-testid={`fault-row-${name}`}>
      <td>
        {isMissing || lasts ? (
          <span>{title}</span>
        ) : (
          <Toggle
            isOn={on !== undefined}
            asks={wanted => ({ type: 'inject', what: name, on: wanted })}
            testid={`fault-${name}`}
          >
            {title}
          </Toggle>
        )}
      </td>
      <td>{isMissing ? 'This run has no such device.' : tells}</td>
      <td>
        {'alarm' in comes ? (
          <>
            <b>{ALARMS[comes.alarm].title}</b> ({ALARMS[comes.alarm].first.priority.toUpperCase()})
          </>
        ) : (
          `No alarm: ${comes.none}`
        )}
      </td>
      <td>
        {on && (
          <b>
            {clock(on.sinceWallMs, offsetMinutes.value)} ({duration(runningMonoMs.value - on.sinceMonoMs)}){' '}
          </b>
        )}
        <span class="hint">{ENDS[ends]}</span>
      </td>
    </tr>
  );
};

const ENDS = {
  byHand: 'until it is cleared here',
  byItself: 'clears by itself',
  withTheRun: 'until the end of the run',
} as const;
