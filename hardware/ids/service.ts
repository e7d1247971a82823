/** Insulin Delivery Service and its characteristics, by the numbers the Bluetooth SIG has assigned. */
export const INSULIN_DELIVERY = '183a';
export const IDD = {
  changed: '2b20',
  status: '2b21',
  annunciation: '2b22',
  features: '2b23',
  reader: '2b24',
  commands: '2b25',
  commandData: '2b26',
  records: '2b27',
  history: '2b28',
} as const;
export type IddCharacteristic = keyof typeof IDD;
