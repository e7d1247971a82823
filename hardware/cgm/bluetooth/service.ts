/** CGM Service and its characteristics, by the numbers the Bluetooth SIG has assigned. */
export const CGM_SERVICE = '181f';
export const CGM = {
  measurement: '2aa7',
  feature: '2aa8',
  status: '2aa9',
  startTime: '2aaa',
  runTime: '2aab',
  records: '2a52',
  operations: '2aac',
} as const;
