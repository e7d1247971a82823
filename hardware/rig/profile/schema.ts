import { z } from 'zod';
import { BALANCES } from '../../balance/makes.ts';
import { LAST_INPUT } from '../../io/numato/codec.ts';
import { MOTORS } from './motors.ts';

/**
 * What a rig is made of, as `rig.toml` says it. Every number carries its unit in its name; what the pump needs to be one way
 * has that value as its only one, so that a rig that is set up otherwise is refused before anything is opened.
 */

/** A name that stays with the device. `/dev/ttyUSB0` is whichever was plugged in first; a pty is a simulator's. */
const port = z
  .string()
  .regex(
    /^\/dev\/(serial\/by-(id|path)\/[\w.:+-]+|pts\/\d+)$/,
    'must be a name below /dev/serial/by-id, which stays with the device wherever it is plugged in',
  );
const label = z.string().trim().min(1).max(60);
/** As on the label of the device; null where it cannot be known. */
const serial = z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _');
const calibration = z.strictObject({
  id: label,
  /** The last day on which it holds. */
  due: z.iso.date(),
});

/** A port, and the serial number that udev has put into its name. */
const device = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ port, serial: serial.optional(), ...shape });

/** Bore, screw, gear, steps and encoder: they must give the pulse of this pump. */
const mechanicsSchema = z.strictObject({
  boreMm: z.number().min(1).max(50),
  leadMm: z.number().min(0.1).max(20),
  /** Revolutions of the motor for one of the screw. */
  gearRatio: z.number().min(1).max(1_000),
  stepsPerRevolution: z.int().min(20).max(1_000),
  microstepsPerStep: z.int().min(1).max(256),
  /** Of the screw, every edge counted. */
  encoderCountsPerRevolution: z.int().min(100).max(1_000_000),
});
export type Mechanics = z.infer<typeof mechanicsSchema>;

export const rigProfileSchema = z.strictObject({
  version: z.literal(1),
  /** Of the rig, of whoever runs it, and of the pump on it. */
  station: label,
  operator: label,
  pump: z.strictObject({ serial }),
  mechanics: mechanicsSchema,
  devices: z.strictObject({
    /** How it must be set up is not said here: the adapter asks for that itself, before each run, and refuses what differs. */
    motor: device({ kind: z.enum(Object.keys(MOTORS) as (keyof typeof MOTORS)[]) }),
    encoder: device({ kind: z.literal('qsb'), calibration }),
    force: device({ kind: z.literal('openscale'), calibration }),
    bay: device({
      kind: z.literal('numato'),
      /** Number of the input with the second contact of the e-stop; without it a run does not hear the e-stop. */
      eStopInput: z.int().min(1).max(LAST_INPUT).optional(),
      /** Number of the input that the button of the pump holds down; without it the pump has no button. */
      buttonInput: z.int().min(1).max(LAST_INPUT).optional(),
    }),
    balance: device({
      kind: z.enum(Object.keys(BALANCES) as (keyof typeof BALANCES)[]),
      /** What the balance itself answers when it is asked who it is. */
      ownSerial: serial,
      digitUg: z.int().min(1).max(10_000),
      repeatabilityUg: z.number().min(0).max(10_000),
      adjustmentPpm: z.number().min(0).max(10_000),
      calibration,
    }),
    /** What is wired to its relays stands in specs/rig.md; without it no stimulus needs no hand. */
    relays: device({ kind: z.literal('rly08') }).optional(),
    /** What a person with tools would do, on a simulated bench (islet sim bench); no real rig has it. */
    hands: device({ kind: z.literal('simulated') }).optional(),
  }),
  /**
   * A service of the network that the rig serves on this TCP port of this machine, 0 being any: the pump that is tested reads its sensor
   * there. Without it no glucose value can be sent.
   */
  cgm: z.strictObject({ kind: z.literal('nightscout'), tcpPort: z.int().min(0).max(65_535) }).optional(),
  /** A simulated bench lets its time be led over this TCP port of this machine; without it time is real. */
  time: z.strictObject({ tcpPort: z.int().min(1).max(65_535) }).optional(),
  liquid: z.strictObject({
    celsius: z.number().min(5).max(40),
    celsiusStandard: z.number().min(0.01).max(5),
  }),
  /** How long is measured; the whole method of the standard takes the values of the example. */
  method: z.strictObject({
    evaporationMinutes: z.int().min(3).max(1_440),
    stabilisationMinutes: z.int().min(0).max(2_880),
    analysisMinutes: z.int().min(15).max(2_880),
    sampleMinutes: z.int().min(1).max(60),
    boluses: z.int().min(2).max(100),
    bolusU: z.number().min(0.05).max(25),
    basalRatesUPerHour: z.array(z.number().min(0.05).max(15)).min(1).max(6),
    basalHours: z.int().min(1).max(48),
  }),
});
export type RigProfile = z.infer<typeof rigProfileSchema>;
export type DeviceName = keyof RigProfile['devices'];
type Device = NonNullable<RigProfile['devices'][DeviceName]>;

/** The devices that a rig has, by name. */
export const devicesIn = ({ devices }: RigProfile): readonly (readonly [DeviceName, Device])[] =>
  (Object.keys(devices) as DeviceName[]).flatMap(name => {
    const device = devices[name];
    return device === undefined ? [] : [[name, device] as const];
  });

/** What of a profile is wrong, though each field is one: its field, its value, and what is the matter with it. */
export type ProfileMisfit = { readonly field: string; readonly value: string; readonly problem: string };
