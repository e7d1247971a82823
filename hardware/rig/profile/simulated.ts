import type { RigProfile } from './schema.ts';

/** The rig that `--sim` builds when no profile is given: that of specs/rig.example.toml, which a test compares. */
export const SIMULATED_RIG: RigProfile = {
  version: 1,
  station: 'bench 1',
  operator: 'A. Example',
  pump: { serial: 'ISLET-0001' },
  mechanics: {
    boreMm: 10,
    leadMm: 1,
    gearRatio: 1,
    stepsPerRevolution: 200,
    microstepsPerStep: 32,
    encoderCountsPerRevolution: 4_000,
  },
  devices: {
    motor: {
      kind: 'tic',
      port: '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0',
      serial: 'A50285BI',
    },
    encoder: {
      kind: 'qsb',
      port: '/dev/serial/by-id/usb-US_Digital_QSB_110473-if00-port0',
      serial: '110473',
      calibration: { id: 'ENC-2026-014', due: '2027-06-30' },
    },
    force: {
      kind: 'openscale',
      port: '/dev/serial/by-id/usb-FTDI_FT231X_USB_UART_DN02KWXJ-if00-port0',
      serial: 'DN02KWXJ',
      calibration: { id: 'LC-2026-003', due: '2027-06-30' },
    },
    bay: {
      kind: 'numato',
      port: '/dev/serial/by-id/usb-Numato_Systems_32_Channel_USB_GPIO_Module_NLGP32-if00',
      serial: 'NLGP32',
      eStopInput: 1,
      buttonInput: 2,
    },
    balance: {
      kind: 'mettler',
      port: '/dev/serial/by-id/usb-FTDI_USB-RS232_Cable_FT1XYZ99-if00-port0',
      serial: 'FT1XYZ99',
      ownSerial: 'B123456789',
      digitUg: 10,
      repeatabilityUg: 15,
      adjustmentPpm: 20,
      calibration: { id: 'BAL-2026-101', due: '2027-06-30' },
    },
    relays: {
      kind: 'rly08',
      port: '/dev/serial/by-id/usb-Devantech_Ltd._USB-RLY08_00012345-if00',
      serial: '00012345',
    },
  },
  cgm: { kind: 'nightscout', tcpPort: 0 },
  liquid: { celsius: 20, celsiusStandard: 0.5 },
  method: {
    evaporationMinutes: 60,
    stabilisationMinutes: 1_440,
    analysisMinutes: 1_500,
    sampleMinutes: 15,
    boluses: 25,
    bolusU: 1,
    basalRatesUPerHour: [0.1, 1, 5],
    basalHours: 24,
  },
};
