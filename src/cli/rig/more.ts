import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import type { Io } from '../io.ts';
import { checkedJson, jsonIn } from '../json.ts';

type Ended = (exit: ExitCode) => void;

/** `islet rig replay | report | doctor | plan`: everything that moves nothing. */
export const addMore = (rig: Command, io: Io, ended: Ended): void => {
  addReplay(rig, io, ended);
  addReport(rig, io, ended);
  addDoctor(rig, io, ended);
  addPlan(rig, io, ended);
};

const addReplay = (rig: Command, io: Io, ended: Ended): void => {
  examplesFirst(rig.command('replay'), ['islet rig replay runs/rig-1'])
    .description(
      'put the adapters through the serial transcript of a run again, bit by bit: they must do the same',
    )
    .argument('<folder>', 'the folder of a run')
    .action(async (folder: string) => {
      const { replayLines } = await import('../../../hardware/rig/replay/command.ts');
      const { BadTranscript } = await import('../../../hardware/rig/replay/transcript.ts');
      const { transcriptsIn } = await import('../../../hardware/rig/run/tape.ts');
      try {
        let isAllSame = true;
        // Every attempt at the run has one; a folder without any is told by the name of the first.
        for (const path of transcriptsIn(folder)) {
          const { isSame, lines } = await replayLines(textOf(path, 'transcript').toString());
          for (const line of lines) io.out(`${basename(path)}: ${line}`);
          isAllSame &&= isSame;
        }
        ended(isAllSame ? EXIT.ok : EXIT.failed);
      } catch (failure) {
        if (failure instanceof BadTranscript) throw new Refusal(EXIT.badInput, failure.message);
        throw failure;
      }
    });
};

const addReport = (rig: Command, io: Io, ended: Ended): void => {
  examplesFirst(rig.command('report'), ['islet rig report runs/rig-1'])
    .description('write the report of a run anew from its record, as one file that opens without a server')
    .argument('<folder>', 'the folder of a run')
    .action(async (folder: string) => {
      const { rigRecordSchema } = await import('../../../hardware/rig/run/record.ts');
      const { reportHtml } = await import('../../../hardware/rig/report/html.ts');
      const path = join(folder, 'rig.json');
      const remedy = 'Take the file as islet rig run wrote it, with this version of Islet.';
      const record = checkedJson(
        path,
        rigRecordSchema,
        jsonIn(path, textOf(path, 'record of a rig').toString(), remedy),
        remedy,
      );
      const file = join(folder, 'report.html');
      writeFileSync(file, reportHtml(record));
      io.out(`${record.outcome}: ${record.plan}, reported in ${file}`);
      ended(EXIT.ok);
    });
};

const addDoctor = (rig: Command, io: Io, ended: Ended): void => {
  examplesFirst(rig.command('doctor'), ['islet rig doctor --profile rig.toml'])
    .description(
      'open every port of a profile and ask every device who it is and how it is set; nothing moves',
    )
    .requiredOption('--profile <file>', 'what the rig is made of (see: specs/rig.example.toml)')
    .action(async ({ profile }: { readonly profile: string }) => {
      const { attestRig } = await import('../../../hardware/rig/doctor.ts');
      const { realClock } = await import('../../../hardware/clock/real.ts');
      const clock = realClock();
      const rigProfile = await profileOf(profile);
      const findings = await attestRig(rigProfile, clock);
      clock.close();
      for (const { part, trouble } of findings)
        io.out(`${trouble === null ? 'ok   ' : 'FAULT'} ${part}${trouble === null ? '' : `: ${trouble}`}`);
      ended(findings.every(({ trouble }) => trouble === null) ? EXIT.ok : EXIT.device);
    });
};

const addPlan = (rig: Command, io: Io, ended: Ended): void => {
  examplesFirst(rig.command('plan'), ['islet rig plan', 'islet rig plan --profile rig.toml'])
    .description(
      'say what an acceptance run would do, in its order, and which requirements it can verify; nothing is opened',
    )
    .option('--profile <file>', 'what the rig is made of (see: specs/rig.example.toml)')
    .action(async ({ profile }: { readonly profile?: string }) => {
      const { planLines } = await import('../../../hardware/rig/acceptance/planLines.ts');
      const { SIMULATED_RIG } = await import('../../../hardware/rig/profile/simulated.ts');
      for (const line of planLines(profile === undefined ? SIMULATED_RIG : await profileOf(profile)))
        io.out(line);
      ended(EXIT.ok);
    });
};

/** The rig in a file, judged on the day of today. */
export const profileOf = async (path: string) => {
  const { profileIn } = await import('./profile.ts');
  const { realClock } = await import('../../../hardware/clock/real.ts');
  const time = realClock();
  time.close();
  return profileIn(path, new Date(time.wall()).toISOString().slice(0, 10));
};
