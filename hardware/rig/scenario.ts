import { channels, type Fact, factSchema } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { MG_PER_DL_PER_MMOL_PER_L, wallMs } from '../../src/domain/units.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { tell } from '../../src/verify/transcript.ts';
import type { Voices } from '../annunciator/sounder.ts';
import type { Surroundings } from '../io/surroundings.ts';
import type { Injection } from '../mechanics/state.ts';
import { type SimulatedPump, simulatedPump } from './simulatedPump.ts';

/**
 * A scenario is a transcript. A person writes the `>` lines (facts, and `wait 30 s`) and the `!` lines
 * (what goes wrong in the world); the pump writes the rest. Running it writes the text anew: when that
 * differs from the file, behaviour has changed, and the difference is the review. `watch` sees every step.
 */
export const runScenario = async (
  text: string,
  watch: (step: Observed) => void = () => {},
): Promise<string> => {
  const written: string[] = [];
  let pump = await simulatedPump({ transport: 'memory', watch });
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || line === '') written.push(line);
    if (!line.startsWith('>') && !line.startsWith('!')) continue;
    written.push(line);
    const from = pump.steps.length;
    const began = pump.clock.now();
    try {
      if (line === '! power cut') {
        pump = await afterPowerCut(pump, watch);
        written.push(...story(pump.steps, 0, pump.steps[0]?.envelope.monoMs ?? 0));
        continue;
      }
      await act(pump, line);
    } catch (problem) {
      throw new Error(
        `line ${index + 1}, "${line}": ${problem instanceof Error ? problem.message : String(problem)}`,
      );
    }
    written.push(...story(pump.steps, from, began));
  }
  written.push(...summary(pump), '');
  await pump.close();
  return written.filter((line, index) => line !== '' || written[index - 1] !== '').join('\n');
};

/** One thing that a person, the world or time does to the pump. */
export type Deed =
  | { readonly give: Fact }
  | { readonly waitMs: number }
  | { readonly inject: Injection }
  | { readonly surround: Surroundings }
  | { readonly voices: Partial<Voices> }
  | { readonly cut: 'power' };

/** What a line asks for; null for a line that only tells. Throws with what can be written instead. */
export const deedOf = (line: string): Deed | null => {
  const [verb = '', ...details] = line.slice(1).trim().split(/\s+/);
  if (line === '! power cut') return { cut: 'power' };
  if (line.startsWith('!'))
    return surroundingsOf(verb, details) ?? voicesOf(verb, details) ?? { inject: injectionOf(verb, details) };
  if (!line.startsWith('>')) return null;
  return verb === 'wait' ? { waitMs: durationMs(details.join(' ')) } : { give: factOf(verb, details) };
};

const act = async (pump: SimulatedPump, line: string): Promise<void> => {
  const deed = deedOf(line);
  if (deed === null || 'cut' in deed) return;
  if ('surround' in deed) await pump.around(deed.surround);
  else if ('voices' in deed) pump.sounder.inject(deed.voices);
  else if ('inject' in deed) pump.world.inject(deed.inject);
  else if ('waitMs' in deed) await pump.wait(deed.waitMs);
  else await pump.give(deed.give);
};

/** `battery 4%`, `temperature 50` (inside the pump, in °C), `pressure 60` (in kPa). */
const surroundingsOf = (
  what: string,
  [value = '']: readonly string[],
): { readonly surround: Surroundings } | null => {
  const number = Number(value.replace(/%$/, ''));
  if (what === 'battery') return { surround: { batteryPercent: number } };
  if (what === 'temperature') return { surround: { celsius: number } };
  return what === 'pressure' ? { surround: { kilopascals: number } } : null;
};

/** `speaker dead`, `vibrator working`. */
const voicesOf = (what: string, [state]: readonly string[]): { readonly voices: Partial<Voices> } | null =>
  what === 'speaker' || what === 'vibrator' || what === 'buzzer'
    ? { voices: { [what]: state !== 'dead' } }
    : null;

const shareOf = (text: string | undefined): number => {
  const percent = /^(\d{1,3})%$/.exec(text ?? '')?.[1];
  if (percent === undefined) throw new Error(`"${text}" is no share; write 10%`);
  return Number(percent);
};

const injectionOf = (what: string, [state]: readonly string[]): Injection => {
  if (what === 'occlusion') return { occlusion: state === 'on' };
  if (what === 'stall') return { stall: state === 'on' };
  if (what === 'slip') return { slipPercent: shareOf(state) };
  throw new Error(
    `unknown injection; write "! occlusion on", "! stall off", "! slip 10%", "! battery 4%", "! temperature 50", "! pressure 60", "! speaker dead" or "! power cut"`,
  );
};

/**
 * `amount=0.2U` becomes `amountUu: 200000`, `duration=30min` becomes `durationMs: 1800000`, and
 * `glucose=3.2mmol/L` becomes `mgPerDl: 58`. Settings are those of the example but for what is named.
 */
const factOf = (type: string, details: readonly string[]): Fact => {
  const fields = details.map(detail => {
    const [key = '', value = ''] = detail.split('=');
    const insulin = /^(\d+(?:\.\d+)?)U$/.exec(value)?.[1];
    if (insulin !== undefined) return [`${key}Uu`, Math.round(Number(insulin) * 1_000_000)];
    if (/^\d+(min|s|h)$/.test(value)) return [`${key}Ms`, durationMs(value)];
    const mmol = /^(\d+(?:\.\d+)?)mmol\/L$/.exec(value)?.[1];
    if (mmol !== undefined) return ['mgPerDl', Math.round(Number(mmol) * MG_PER_DL_PER_MMOL_PER_L)];
    if (/^[[{]/.test(value)) return [key, JSON.parse(value)];
    if (/^\d+%$/.test(value)) return [key, Number(value.slice(0, -1))];
    return [key, /^\d+$/.test(value) ? Number(value) : value];
  });
  const named = Object.fromEntries(fields);
  const isSettings = type === 'settings.changed';
  return factSchema.parse({ type, ...(isSettings ? { settings: { ...exampleSettings, ...named } } : named) });
};

const durationMs = (text: string): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h)$/.exec(text) ?? [];
  const factor =
    unit === 'ms'
      ? 1
      : unit === 's'
        ? 1_000
        : unit === 'min'
          ? 60_000
          : unit === 'h'
            ? 3_600_000
            : Number.NaN;
  const ms = Number(amount) * factor;
  if (!Number.isInteger(ms))
    throw new Error(`"${text}" is no length of time; write "30 s", "5 min" or "2 h"`);
  return ms;
};

/** What a person would have noticed, with the time since the line above where time has passed. */
const story = (steps: readonly Observed[], from: number, began: number): readonly string[] => {
  const noticed = steps.slice(from);
  const moved = noticed.flatMap(step => step.commands).filter(command => command.type === 'moveMotor');
  const lines = noticed.flatMap(step =>
    tell(step).map(line => `    ${since(step.envelope.monoMs - began)}${line}`),
  );
  const count = (channel: string): number =>
    moved.filter(command => command.pulse.channel === channel).length;
  const pulses = channels
    .map(channel => [channel, count(channel)] as const)
    .filter(([, number]) => number > 0)
    .map(([channel, number]) => `${number} ${channel} ${number === 1 ? 'pulse' : 'pulses'}`);
  return pulses.length === 0 ? lines : [...lines, `    moved: ${pulses.join(', ')}`];
};

const since = (ms: number): string => {
  if (ms === 0) return '';
  const minutes = Math.floor(ms / 60_000);
  return `+${minutes}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}  `;
};

const summary = (pump: SimulatedPump): readonly string[] => {
  const { doses, reservoir } = pump.runtime.state().ledger;
  const inU = (pulses: number): string => `${(pulses * 25) / 1_000} U`;
  return [
    `= counted: basal ${inU(doses.basal)}, bolus ${inU(doses.bolus)}${doses.extended > 0 ? `, extended ${inU(doses.extended)}` : ''}, of which in doubt ${inU(doses.inDoubt)}`,
    `= into the body: ${(pump.world.model.deliveredUu() / 1_000_000).toFixed(3)} U; reservoir ${reservoir.volumeUu / 1_000_000} U`,
  ];
};

/** The power goes this instant, and comes back after a minute. Nothing is saved but the journal and the plunger. */
const afterPowerCut = async (
  pump: SimulatedPump,
  watch: (step: Observed) => void,
): Promise<SimulatedPump> => {
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  const mechanics = pump.world.model.committed();
  const wall = wallMs(pump.clock.wall() + 60_000);
  pump.clock.close();
  await pump.world.close();
  const lines = [...pump.lines];
  const next = await simulatedPump({
    transport: 'memory',
    watch,
    continues: {
      start: recover(reading.read, {
        boot: 'again',
        wallMs: wall,
        settings: exampleSettings,
        preparation: [],
      }),
      mechanics,
      wallMs: wall,
    },
    storage: { append: line => void lines.push(line), sync: () => {} },
  });
  return { ...next, lines };
};
