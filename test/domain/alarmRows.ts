import type { AlarmKind } from '../../src/domain/alarms.ts';

/**
 * The alarms as the hazard analysis has them (its table of alarms), written down apart from the table that runs: of each its
 * grades (priority and what it stops), whether it latches (L), whether and when it sounds again after an acknowledgement, and the
 * thresholds that a person must be able to read. Where the pump does otherwise the last column says why.
 */
const ANALYSIS = `
A-01 | high/therapy                          | L |          | 2.0 U, 3.0 U                                   |
A-02 | low/nothing                           |   | never    | 20 U                                           |
A-03 | medium/nothing                        |   |          | 5 U                                            |
A-04 | high/therapy                          | L |          |                                                |
A-05 | high/therapy                          | L |          | 500 ms                                         |
A-06 | high/therapy                          | L |          | 120 s, 60 s                                    |
A-07 | high/therapy, high/forGood            | L |          | 24 h                                           |
A-08 | high/forGood                          | L |          |                                                |
A-09 | high/forGood                          | L |          | 0.05 U                                         |
A-10 | medium/nothing, high/nothing          | L |          | 60 min, 0.2 U, 10 %, 1 U, 30 s                 | A late bolus ends by the chart of the bolus, not by this alarm.
A-11 | high/forGood                          | L |          |                                                |
A-12 | medium/nothing                        |   |          | 3 min                                          |
A-13 | medium/nothing                        |   | never    | 30 U                                           |
A-14 | info/nothing                          |   |          |                                                |
A-15 | high/forGood                          | L |          | 10 %                                           |
A-16 | high/forGood                          | L |          | 10 s                                           |
A-17 | high/forGood                          | L |          | 15 min                                         |
A-18 | medium/nothing, high/therapy          | L |          | 24 h                                           |
A-19 | high/therapy, high/forGood            | L |          | 24 h                                           |
A-20 | high/forGood                          | L |          | 2 s                                            |
A-21 | high/forGood                          | L |          |                                                |
A-22 | low/nothing                           |   |          | 25 %                                           |
A-23 | medium/nothing, high/nothing          |   |          | 5 %, 30 min, 10 min                            |
A-24 | high/therapy                          | L |          | 1 %                                            |
A-25 | high/therapy                          | L |          |                                                |
A-26 | low/nothing, high/therapy             | L |          | 5 °C, 37 °C, 2 °C, 45 °C, 60 s, 52 °C          | The warning latches, too: insulin may have suffered while nobody listened.
A-27 | high/therapy                          | L |          | 70 kPa, 106 kPa, 2 kPa/s, 3 s                  |
A-28 | medium/nothing, high/bolus            |   |          | 60 s, 180 s                                    |
A-29 | high/automation, high/bolus, high/therapy | L |      | 5 min, 60 min                                  |
A-30 | high/therapy, high/forGood            | L |          |                                                | There is one journal: what cannot be written down at all must not be delivered.
A-31 | high/therapy                          | L |          |                                                |
A-32 | medium/nothing                        |   |          | 15 min                                         |
A-33 | high/therapy                          | L |          |                                                |
A-34 | low/nothing, medium/nothing, high/nothing |   |      | 15 min, 60 min, 3 min, 120 min                 |
A-35 | medium/bolus, high/bolus              | L |          |                                                | It latches, and is HIGH while basal has no room: delivery has stopped, and a person must know (SR-080).
A-36 | high/bolus                            | L |          | 24 h                                           |
A-37 | info/nothing                          | L |          | 90 s                                           | It stays until read, or until its time is over: its cause is a moment.
A-38 | medium/nothing                        | L |          |                                                |
A-39 | info/nothing                          |   |          |                                                |
A-40 | info/nothing                          |   |          | 15 min, 1 h, 3 h                               |
A-41 | low/nothing                           |   |          | 72 h, 48 h                                     |
A-42 | info/nothing                          | L |          |                                                | As A-37.
A-43 | info/nothing                          | L |          |                                                | As A-37.
A-44 | low/automation                        |   |          | 30 min                                         |
A-45 | high/nothing                          |   | halfHour | 54 mg/dL                                       |
A-46 | medium/nothing                        |   | halfHour | 70 mg/dL                                       |
A-47 | low/nothing                           |   |          |                                                |
A-48 | high/nothing                          |   |          | 120 min, 150 min                               |
A-49 | low/nothing, medium/nothing, high/nothing |   |      | 250 mg/dL, 15 min, 60 min                      |
A-50 | medium/automation                     |   |          | 300 mg/dL, 60 min, 250 mg/dL, 3 h              |
A-51 | low/nothing                           |   |          | 2 mg/dL/min, 3 mg/dL/min                       |
A-52 | info/nothing                          |   |          | 2 mg/dL/min, 3 mg/dL/min                       |
A-53 | low/automation, medium/automation     |   |          | 20 min, 60 min                                 |
A-54 | medium/automation                     | L |          |                                                |
A-55 | low/nothing, medium/automation        |   |          | 24 h, 6 h, 30 min                              |
A-56 | info/automation                       |   |          |                                                |
A-57 | medium/nothing                        |   | never    |                                                |
A-58 | medium/automation                     |   |          | 4 h, 2.5 h                                     |
A-59 | high/therapy                          | L |          | 10 min                                         | The analysis asks for it without a row: the same alarm, stop and resume three times in 10 min.
`;

export type Analysed = {
  readonly id: string;
  /** As `priority/stops`, the least bad first. */
  readonly grades: readonly string[];
  readonly latching: boolean;
  readonly again: AlarmKind['again'];
  /** Numbers with their units that the sentence of its trigger holds. */
  readonly thresholds: readonly string[];
};

const listed = (cell: string): readonly string[] => cell.split(', ').filter(each => each !== '');

const againOf = (cell: string): AlarmKind['again'] =>
  cell === 'never' || cell === 'halfHour' ? cell : undefined;

export const analysed: readonly Analysed[] = ANALYSIS.trim()
  .split('\n')
  .map(line => {
    const [id = '', grades = '', latching = '', again = '', thresholds = ''] = line
      .split('|')
      .map(cell => cell.trim());
    return {
      id,
      grades: listed(grades),
      latching: latching === 'L',
      again: againOf(again),
      thresholds: listed(thresholds),
    };
  });
