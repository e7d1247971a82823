import { describe, expect, test } from 'vitest';
import { ascii } from '../../hardware/link/lines.ts';
import { encodeCommand } from '../../hardware/motor/ne1000/codec.ts';
import { type NeBench, withNe } from './neBench.ts';

const travelled = ({ model }: NeBench): number => model.state().turned;

describe('the simulator obeys what the manual says', () => {
  const said = async (commands: readonly string[], before: (on: NeBench) => void = () => {}) => {
    const frames: string[] = [];
    await withNe(async on => {
      before(on);
      on.link.onBytes(bytes => frames.push(String.fromCharCode(...bytes.slice(2, -3))));
      for (const command of commands) {
        on.link.write(encodeCommand(command));
        await on.wait(30);
      }
    });
    return frames;
  };

  test('an alarm is answered with itself once, and nothing is carried out by that', async () => {
    const on = await said(['RUN', '', 'RUN'], ({ sim }) => sim.fault({ kind: 'alarm', letter: 'S' }));
    expect(on).toEqual(['00A?S', '00S', '00I']);
  });

  test('a stop pauses, a second one ends; a run after the first goes on', async () => {
    expect(await said(['VOL5.000', 'RUN', 'STP', 'RUN', 'STP', 'STP'])).toEqual([
      '00S',
      '00I',
      '00P',
      '00I',
      '00P',
      '00S',
    ]);
  });

  test('each refusal has its code', async () => {
    expect(
      await said(['XYZ', 'VOL99999', 'RAT0', 'PHN42', 'RUN', 'RUN', 'DIA12', 'SAF256', 'FUNLOP']),
    ).toEqual(['00S?', '00S?OOR', '00S?OOR', '00S?OOR', '00I', '00I?NA', '00I?NA', '00I?OOR', '00I?']);
  });

  test('a program of phases pumps, waits, jumps and stops', () =>
    withNe(async on => {
      const program = [
        'PHN1',
        'FUNRAT',
        'VOL1.000',
        'PHN2',
        'FUNPAS1',
        'PHN3',
        'FUNRAT',
        'VOL2.000',
        'RAT120UM',
        'PHN4',
        'FUNJMP6',
        'PHN6',
        'FUNSTP',
        'PHN1',
        'SAF10',
        'RUN',
      ];
      for (const command of program) {
        on.link.write(encodeCommand(command));
        await on.wait(20);
      }
      const states: string[] = [];
      on.link.onBytes(bytes => states.push(String.fromCharCode(...bytes.slice(4, 5))));
      for (let look = 0; look < 40; look += 1) {
        on.link.write(encodeCommand(''));
        await on.wait(100);
      }
      expect(states.join('').replaceAll(/(.)\1+/g, '$1')).toBe('ITIS');
      expect(Math.abs(travelled(on) / 136 - 180)).toBeLessThanOrEqual(1);
    }));

  test('the Basic mode answers in its own frames, whatever the blanks and letters, and SAF changes over', () =>
    withNe(async on => {
      const heard: string[] = [];
      on.link.onBytes(bytes => heard.push(Buffer.from(bytes).toString('latin1')));
      for (const text of ['dia\r', ' v e r \r', '0 DIS\r', 'SAF 10\r', '7 DIS\r']) {
        on.link.write(ascii(text));
        await on.wait(20);
      }
      expect(heard.slice(0, 3)).toEqual([
        '\x0200S10.00\x03',
        '\x0200SNE1000V3.928\x03',
        '\x0200SI0.000W0.000UL\x03',
      ]);
      expect(Buffer.from(heard[3] ?? '', 'latin1').toString('hex')).toBe('0207303053aaa603');
      expect(heard).toHaveLength(4);
    }));

  test('a packet that stops in the middle is forgotten after half a second', () =>
    withNe(async on => {
      const frame = encodeCommand('STP');
      on.link.write(frame.slice(0, 4));
      await on.wait(600);
      on.link.write(encodeCommand('VER'));
      await on.wait(50);
      expect(on.sim.obeyed()).toEqual(['VER']);
    }));
});
