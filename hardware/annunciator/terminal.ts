import { ALARMS, type AlarmName } from '../../src/domain/alarms.ts';
import type { Annunciation } from '../../src/domain/commands.ts';
import type { AnnunciatorPort } from '../../src/ports.ts';

export type TerminalOptions = {
  /** Takes one line, without its newline. */
  readonly say: (line: string) => void;
  /** Rings the bell of the terminal with a line that is new and HIGH. */
  readonly bell: boolean;
};

const SIGNAL = {
  sounding: 'sounds',
  paused: 'is silenced for a while',
  acknowledged: 'is acknowledged',
} as const;

/** Tells alarms in a terminal: one line for each that begins, changes or ends, the most urgent first. */
export const terminalAnnunciator = ({ say, bell }: TerminalOptions): AnnunciatorPort => {
  let shown = new Map<AlarmName, Annunciation>();
  return {
    show: alarms => {
      const now = new Map(alarms.map(alarm => [alarm.alarm, alarm]));
      for (const [name, alarm] of now) {
        const before = shown.get(name);
        if (before === undefined)
          say(`${bell && alarm.priority === 'high' ? '\u0007' : ''}${beginning(alarm)}`);
        else if (before.signal !== alarm.signal || before.level !== alarm.level) say(change(alarm));
      }
      for (const name of shown.keys()) if (!now.has(name)) say(`alarm over: ${ALARMS[name].title}`);
      shown = now;
    },
    // A signal for the finger on the button: nothing to read later.
    sound: signal => {
      if (bell && signal === 'refusal') say('\u0007Refused.');
    },
  };
};

const beginning = ({ alarm, priority }: Annunciation): string =>
  `ALARM ${priority.toUpperCase()}: ${ALARMS[alarm].title}. ${ALARMS[alarm].remedy}`;

const change = ({ alarm, signal, level }: Annunciation): string =>
  `alarm ${SIGNAL[signal]}${signal === 'sounding' && level !== 'first' ? ` (${level})` : ''}: ${ALARMS[alarm].title}`;
