import { z } from 'zod';
import { alarmNames } from '../domain/alarms.ts';
import { channels } from '../domain/channels.ts';
import { bolusEnds, bolusParts, type Command, type CommandOf } from '../domain/commands.ts';
import { controllerNames } from '../domain/controllers.ts';
import { factSchema, remoteRoles } from '../domain/facts.ts';
import { settingsFields } from '../domain/settings.ts';
import { monoMs, wallMs } from '../domain/units.ts';

/**
 * What a journal line may hold, checked on reading and before writing: a record that could not be read
 * back is worth nothing. Facts bring their own schema; commands are plain types, mirrored here.
 */

const pulse = z.int().positive();
const channel = z.enum(channels);
const reasons = z.array(z.string());
const amountUu = z.int().nonnegative();

const intent = z.strictObject({ pulse, channel, bolus: z.string().nullable() });

const annunciation = z.strictObject({
  alarm: z.enum(alarmNames),
  priority: z.enum(['high', 'medium', 'low', 'info']),
  signal: z.enum(['sounding', 'paused', 'acknowledged']),
  level: z.enum(['first', 'hourly', 'insistent', 'urgent', 'siren']),
  condition: z.enum(['present', 'gone']),
  sinceMonoMs: z.int().nonnegative(),
  sinceWallMs: z.int().nonnegative(),
});

const command = <Type extends Command['type'], Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ type: z.literal(type), ...shape });

/** One schema for each kind of command; a missing or a foreign kind does not compile. */
const kinds = {
  runSelfTest: command('runSelfTest', {}),
  runCheck: command('runCheck', {}),
  testSounder: command('testSounder', {}),
  shutDown: command('shutDown', {}),
  recordIntent: command('recordIntent', { pulse: intent }),
  recordOutcome: command('recordOutcome', { pulse, outcome: z.enum(['verified', 'void', 'inDoubt']) }),
  moveMotor: command('moveMotor', { pulse: intent }),
  stopMotor: command('stopMotor', {}),
  readEncoder: command('readEncoder', {}),
  measureForce: command('measureForce', {}),
  rewindDrive: command('rewindDrive', {}),
  seatPlunger: command('seatPlunger', {}),
  askConfirmation: command('askConfirmation', {
    bolus: z.string(),
    amountUu,
    spread: z.strictObject({ amountUu, durationMs: z.int().positive() }).nullable(),
  }),
  askAgain: command('askAgain', { bolus: z.string(), amountUu, inHourUu: amountUu }),
  tellMicrobolus: command('tellMicrobolus', { bolus: z.string(), amountUu }),
  askController: command('askController', {
    question: z.int().positive(),
    controller: z.enum(controllerNames),
  }),
  askSettings: command('askSettings', {
    proposal: z.int().positive(),
    differences: z.array(z.strictObject({ field: z.string(), from: z.string(), to: z.string() })),
  }),
  recordSettings: command('recordSettings', {
    before: settingsFields.nullable(),
    after: settingsFields.nullable(),
  }),
  sound: command('sound', {
    signal: z.enum(['ready', 'step', 'count', 'refusal']),
    times: z.int().nonnegative(),
  }),
  reportBolus: command('reportBolus', {
    bolus: z.string(),
    part: z.enum(bolusParts),
    requestedUu: amountUu,
    deliveredUu: amountUu,
    reason: z.enum(bolusEnds),
  }),
  reportOcclusion: command('reportOcclusion', { heldUu: amountUu }),
  reportRestart: command('reportRestart', { gapMs: z.int().nonnegative() }),
  openPairing: command('openPairing', { role: z.enum(remoteRoles) }),
  closePairing: command('closePairing', {}),
  permitRemote: command('permitRemote', { principal: z.string(), bolus: z.string() }),
  refuse: command('refuse', {
    request: z.enum(['bolus', 'resume', 'tempBasal', 'remotePermission', 'change', 'automation', 'settings']),
    reasons,
  }),
  annunciate: command('annunciate', { alarms: z.array(annunciation) }),
} satisfies { readonly [Type in Command['type']]: z.ZodType<CommandOf<Type>> };

/** A command as it stands in a journal line. */
export const commandSchema = z.discriminatedUnion('type', [
  kinds.runSelfTest,
  kinds.runCheck,
  kinds.testSounder,
  kinds.shutDown,
  kinds.recordIntent,
  kinds.recordOutcome,
  kinds.moveMotor,
  kinds.stopMotor,
  kinds.readEncoder,
  kinds.measureForce,
  kinds.rewindDrive,
  kinds.seatPlunger,
  kinds.askConfirmation,
  kinds.askAgain,
  kinds.tellMicrobolus,
  kinds.askController,
  kinds.askSettings,
  kinds.recordSettings,
  kinds.sound,
  kinds.reportBolus,
  kinds.reportOcclusion,
  kinds.reportRestart,
  kinds.openPairing,
  kinds.closePairing,
  kinds.permitRemote,
  kinds.refuse,
  kinds.annunciate,
]) satisfies z.ZodType<Command>;

const link = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits');

/** The first line, without its hash. */
export const headerSchema = z.strictObject({
  islet: z.literal('journal'),
  version: z.literal(1),
  created: z.iso.datetime(),
  chart: z.string().min(1).max(128),
  /** The first releases did not say it. */
  digest: z.int().positive().default(1),
});

/** Every other line, without its links. */
export const entrySchema = z.strictObject({
  seq: z.int().positive(),
  monoMs: z.int().nonnegative().transform(monoMs),
  wallMs: z.int().nonnegative().transform(wallMs),
  fact: factSchema,
  commands: z.array(commandSchema),
  state: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits'),
});

export const headerLineSchema = headerSchema.extend({ hash: link });
export const entryLineSchema = entrySchema.extend({ prev: link, hash: link });
