/**
 * The works that requirements come from: standards, manuals, models and programs that were read, and what
 * each is. Where only memory vouches for a standard, the row says so: that is no claim of conformity.
 */
export const SOURCES = {
  'our own design': 'decided here, for the reason that the row gives',
  'IEC 60601-1-8': 'alarm systems of medical electrical equipment',
  'IEC 60601-2-24': 'particular requirements for infusion pumps and controllers',
  '21 CFR 880.5730': 'United States regulation: alternate controller enabled infusion pump',
  'Federal Register 2022-02369': 'United States order that classified such pumps',
  'Open PCA Pump requirements': 'Open-PCA-Pump-Requirements 1.0.0, by its clause',
  'Generic PCA pump model': 'generic model and safety requirements of a patient-controlled analgesia pump',
  "Sommerville's insulin pump": 'the insulin pump of Sommerville, Software Engineering, by its safety rule',
  'Coq bolus calculator': 'a bolus calculator that was proved in Coq',
  OmniBLE: 'LoopKit/OmniBLE 1fa2874: pod, alert slots and fault codes',
  pumpX2: 'jwoglom/pumpX2 f2c53c8: alarms, alerts and history of a Tandem t:slim X2',
  AndroidAPS: 'nightscout/AndroidAPS 0205225: hard limits and constraints',
  Trio: 'nightscout/Trio 29350e3: BolusSafetyValidator',
  oref0: 'openaps/oref0 88cf032: insulin on board, profile and determine-basal',
  LoopAlgorithm: 'LoopKit/LoopAlgorithm 2f5c630',
  'Tandem t:slim X2 user guide': 'the chapter of its safety settings',
  'Tandem t:connect guide': 'Tandem, bolus delivery and alerts in the t:connect application',
  'Tandem occlusion guide': 'Tandem, troubleshooting an occlusion alarm on the t:slim X2',
  'Tandem Basal-IQ guide': 'Tandem support, how Basal-IQ suspends and resumes',
  'Tandem Control-IQ guide': 'Tandem support, automatic boluses of Control-IQ',
  'MiniMed physician guide': 'Medtronic, guide for physicians of 2007',
  'MiniMed Veo user guide': 'Medtronic',
  'MiniMed 630G guide': 'Medtronic, maximum basal rate',
  'MiniMed 670G guide': 'Medtronic, before using Auto Mode; suspending and resuming',
  'MiniMed 780G guide': 'Medtronic, returning to SmartGuard',
  'MiniMed SmartGuard guide': 'Medtronic, why Auto Mode is left',
  'MiniMed suspend before low guide': 'Medtronic',
  'MiniMed alarm guides': 'Medtronic, quick references of alarms and alerts',
  'Omnipod 5 user guide': 'Insulet',
  'YpsoPump manual': 'Ypsomed',
  'D-TRONplus user manual': 'Accu-Chek',
  'Deltec Cozmo user manual': 'Smiths Medical',
  'Smiths Medical CSCM6000 manual': 'Smiths Medical',
  'CADD pump manuals': 'Smiths Medical, CADD-Legacy PLUS and CADD-Prizm',
  'Study of occlusion detection times': 'six pumps in ten systems, compared in a published study',
} as const satisfies Record<string, string>;

type Work = keyof typeof SOURCES;

/** A work, with the clause or a remark after it where the row needs one. */
export type Source = Work | `${Work}, ${string}` | `${Work} (${string})`;

/** The work that a source names, without its clause. */
export const workOf = (source: Source): Work | undefined =>
  (Object.keys(SOURCES) as readonly Work[]).find(
    work => source === work || source.startsWith(`${work}, `) || source.startsWith(`${work} (`),
  );
