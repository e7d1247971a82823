import type { AnyStateMachine } from 'xstate';
import { configurationHash } from '../../src/domain/configuration.ts';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { SENSOR_FAULTS, SENSOR_TURNS } from '../../src/domain/sensorFaults.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../src/domain/units.ts';
import type { Observed } from '../../src/runtime/run.ts';
import type { Voices } from '../annunciator/board/simulator.ts';
import type { Surroundings } from '../io/surroundings.ts';
import type { Injection } from '../mechanics/state.ts';
import { holdKey } from './change.ts';
import { type SimulatedPump, simulatedPump } from './simulatedPump.ts';
import { type Life, type StoryBody, storyBody } from './story/body.ts';
import { type Behaviour, behaviourOf } from './story/controller.ts';
import { headOf, isHead } from './story/head.ts';
import { afterPause, endOf, type Pause, RESET_MS, resetOf } from './story/pause.ts';
import { glucoseIn, storyOf } from './story/telling.ts';

/** What a run of a scenario leaves: the story told, and the journal that holds it, line by line. */
export type Played = { readonly told: string; readonly journal: readonly string[] };

/**
 * A scenario is a transcript. A person writes how it begins (`=` lines, see `Head`), the `>` lines (facts,
 * those of one moment joined by ` & `, `wait 30 s`, and `hold 30 s` on the key that primes) and the `!` lines (what happens in the world); the
 * pump writes the rest. Running it writes the text anew: when that differs from the file, behaviour has
 * changed, and the difference is the review. `watch` sees every step.
 */
export const playScenario = async (
  text: string,
  watch: (step: Observed) => void = () => {},
  /** Another chart than the one that ships: a mutant of it. */
  chart: AnyStateMachine | null = null,
): Promise<Played> => {
  const head = headOf(text);
  const telling = head.beginsWallMs === null ? 'since' : 'day';
  const written: string[] = [];
  let pump = await simulatedPump({
    transport: 'memory',
    watch,
    settings: head.settings,
    ...(chart === null ? {} : { chart }),
    ...(head.beginsWallMs === null ? {} : { beginsWallMs: head.beginsWallMs }),
  });
  const body = head.wearer === null ? null : storyBody(pump, head.wearer);
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || line === '' || isHead(line)) written.push(line);
    if (!line.startsWith('>') && !line.startsWith('!')) continue;
    written.push(line);
    let from = pump.steps.length;
    let began: number = pump.clock.now();
    try {
      const deed = deedOf(line);
      if (deed !== null && 'awayMs' in deed) {
        const told = await endOf(pump, deed, from, telling, began);
        written.push(...told);
        pump = await afterPause(pump, head, { watch, chart }, deed);
        from = 0;
        began = pump.steps[0]?.envelope.monoMs ?? 0;
      } else await act(pump, body, deed);
      written.push(...storyOf(pump.steps.slice(from), telling, began, pump.clock.now()));
      if (deed !== null && 'waitMs' in deed) written.push(...glucoseIn(body));
    } catch (problem) {
      throw new Error(
        `line ${index + 1}, "${line}": ${problem instanceof Error ? problem.message : String(problem)}`,
      );
    }
  }
  written.push(...summary(pump), '');
  await pump.close();
  return {
    told: written.filter((line, index) => line !== '' || written[index - 1] !== '').join('\n'),
    journal: pump.lines,
  };
};

/** The story that a scenario tells, as text. */
export const runScenario = async (text: string, watch?: (step: Observed) => void): Promise<string> =>
  (await playScenario(text, watch)).told;

/** One thing that a person, the world or time does to the pump. */
export type Deed =
  | { readonly give: Fact }
  /** Facts of one moment, in the order in which they come in. */
  | { readonly together: readonly Fact[] }
  | { readonly waitMs: number }
  /** The key that primes is held for so long. */
  | { readonly holdMs: number }
  | { readonly inject: Injection }
  | { readonly surround: Surroundings }
  | { readonly voices: Partial<Voices> }
  | { readonly live: Life }
  /** What the controller does from now on whenever it is asked. */
  | { readonly behave: Behaviour }
  | { readonly leapMs: number }
  | { readonly stillMs: number }
  /** The power goes this instant, or is switched off in order; and comes back after a while. */
  | Pause;

/** What a line asks for; null for a line that only tells. Throws with what can be written instead. */
export const deedOf = (line: string): Deed | null => {
  const [verb = '', ...details] = line.slice(1).trim().split(/\s+/);
  if (line === '! power cut') return { end: 'cut', awayMs: 60_000 };
  if (line === '! power fails') return { end: 'fails', awayMs: 60_000 };
  if (line.startsWith('! controller ')) return { behave: behaviourOf(details.join(' ')) };
  if (line.startsWith('! reset ')) return { end: 'cut', awayMs: RESET_MS, reset: resetOf(details[0]) };
  if (line.startsWith('! power off ')) return { end: 'off', awayMs: durationMs(details.slice(1).join(' ')) };
  if (line.startsWith('!') && verb === 'host') return { stillMs: durationMs(details.slice(1).join(' ')) };
  if (line.startsWith('!') && verb === 'clock') return { leapMs: leapMs(details.join(' ')) };
  if (line.startsWith('!'))
    return (
      surroundingsOf(verb, details) ??
      voicesOf(verb, details) ??
      lifeOf(verb, details) ?? { inject: injectionOf(verb, details) }
    );
  if (!line.startsWith('>')) return null;
  const facts = line.slice(1).split(' & ');
  if (facts.length > 1) return { together: facts.map(fact => givenBy(fact)) };
  if (verb === 'hold') return { holdMs: durationMs(details.join(' ')) };
  return verb === 'wait' ? { waitMs: durationMs(details.join(' ')) } : { give: factOf(verb, details) };
};

const givenBy = (fact: string): Fact => {
  const [type = '', ...details] = fact.trim().split(/\s+/);
  return factOf(type, details);
};

const act = async (pump: SimulatedPump, body: StoryBody | null, deed: Deed | null): Promise<void> => {
  if (deed === null || 'awayMs' in deed) return;
  if ('surround' in deed) await pump.around(deed.surround);
  else if ('voices' in deed) pump.sounder.inject(deed.voices);
  else if ('behave' in deed) pump.controller.behave(deed.behave);
  else if ('leapMs' in deed) pump.clock.shiftWall(deed.leapMs);
  else if ('stillMs' in deed) pump.clock.standStill(deed.stillMs);
  else if ('inject' in deed) pump.world.inject(deed.inject);
  else if ('waitMs' in deed) await pump.wait(deed.waitMs);
  else if ('holdMs' in deed) await holdKey(pump, deed.holdMs);
  else if ('together' in deed) await pump.give(...deed.together);
  else if ('live' in deed) {
    if (body === null) throw new Error('nobody wears the pump; begin with "= body 0.8 U/h at 110 mg/dL"');
    body.live(deed.live);
  } else await pump.give(deed.give);
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

/** `eats 40 g`, `dawn on`, `exercise off`, `cgm lost`, `cgm well`, `cgm new`. */
const lifeOf = (what: string, [value = '']: readonly string[]): { readonly live: Life } | null => {
  if (what === 'eats') return { live: { eatsG: Number(value) } };
  if (what === 'dawn') return { live: { dawn: value === 'on' } };
  if (what === 'exercise') return { live: { exercise: value === 'on' } };
  return what === 'cgm' ? { live: sensorOf(value) } : null;
};

const sensorOf = (value: string): Life => {
  if (value === 'well') return { sensor: null };
  const fault = SENSOR_FAULTS.find(each => each === value);
  if (fault !== undefined) return { sensor: fault };
  const turn = SENSOR_TURNS.find(each => each === value);
  if (turn !== undefined) return { sensorTurn: turn };
  throw new Error(
    `"${value}" becomes of no sensor; write "! cgm ${['well', ...SENSOR_FAULTS, ...SENSOR_TURNS].join('|')}"`,
  );
};

const shareOf = (text: string | undefined): number => {
  const percent = /^(\d{1,3})%$/.exec(text ?? '')?.[1];
  if (percent === undefined) throw new Error(`"${text}" is no share; write 10%`);
  return Number(percent);
};

const injectionOf = (what: string, [state = '', amount = '']: readonly string[]): Injection => {
  if (what === 'occlusion') return { occlusion: state === 'on' };
  if (what === 'stall') return { stall: state === 'on' };
  if (what === 'slip') return { slipPercent: shareOf(state) };
  if (what === 'set') return { onBody: state === 'on' };
  if (what === 'plunger' && state === 'loose') return { loose: true };
  if (what === 'cartridge' && state === 'out') return { cartridgeOut: true };
  const units = /^(\d+)U$/.exec(amount)?.[1];
  if (what === 'cartridge' && state === 'in' && units !== undefined)
    return { cartridgeUu: Number(units) * 1_000_000 };
  throw new Error(
    'unknown injection; write "! occlusion on", "! stall off", "! slip 10%", "! set off", "! plunger loose", "! cartridge out", "! cartridge in 200U", "! battery 4%", "! temperature 50", "! pressure 60", "! speaker dead", "! cgm lost", "! clock -1 h", "! host still 10 min", "! power cut", "! power fails", "! reset watchdog" or "! power off 5 min"',
  );
};

/**
 * `amount=0.2U` becomes `amountUu: 200000`, `duration=30min` becomes `durationMs: 1800000`, and
 * `glucose=3.2mmol/L` becomes `mgPerDl: 58`; `hash=ours` is that of this release. Settings are those of the example but for what is named.
 */
const factOf = (type: string, details: readonly string[]): Fact => {
  const fields = details.map((detail): readonly [string, unknown] => {
    const [key = '', value = ''] = detail.split('=');
    const insulin = /^(\d+(?:\.\d+)?)U$/.exec(value)?.[1];
    if (insulin !== undefined) return [`${key}Uu`, Math.round(Number(insulin) * 1_000_000)];
    if (/^\d+(min|s|h)$/.test(value)) return [`${key}Ms`, durationMs(value)];
    const mmol = /^(\d+(?:\.\d+)?)mmol\/L$/.exec(value)?.[1];
    if (mmol !== undefined) return ['mgPerDl', Math.round(Number(mmol) * MG_PER_DL_PER_MMOL_PER_L)];
    if (detail === 'hash=ours') return [key, configurationHash(exampleSettings)];
    if (/^[[{]/.test(value)) return [key, JSON.parse(value)];
    if (/^\d+%$/.test(value)) return [key, Number(value.slice(0, -1))];
    if (value === 'true' || value === 'false') return [key, value === 'true'];
    return [key, /^-?\d+$/.test(value) ? Number(value) : value];
  });
  const named = Object.fromEntries(fields);
  if (type !== 'settings.changed' && type !== 'settings.proposed')
    return factSchema.parse({ type, ...named });
  const { replaces, insteadOf, ...settings } = named;
  return factSchema.parse({
    type,
    ...(replaces === undefined ? {} : { replaces }),
    ...(insteadOf === undefined ? {} : { insteadOf }),
    settings: { ...exampleSettings, ...settings },
  });
};

/** By how much the wall clock leaps: `-1 h`, `90 min`. */
const leapMs = (text: string): number =>
  text.startsWith('-') ? -durationMs(text.slice(1)) : durationMs(text);

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

const summary = (pump: SimulatedPump): readonly string[] => {
  const { doses, reservoir } = pump.runtime.state().ledger;
  const inU = (pulses: number): string => `${(pulses * 25) / 1_000} U`;
  return [
    `= counted: basal ${inU(doses.basal)}, bolus ${inU(doses.bolus)}${doses.extended > 0 ? `, extended ${inU(doses.extended)}` : ''}${doses.prime > 0 ? `, primed ${inU(doses.prime)}` : ''}, of which in doubt ${inU(doses.inDoubt)}`,
    `= into the body: ${(pump.world.model.deliveredUu() / 1_000_000).toFixed(3)} U; reservoir ${reservoir.volumeUu / 1_000_000} U`,
  ];
};
