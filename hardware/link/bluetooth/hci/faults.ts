/** What can be wrong with a simulated controller, or with what a device in its reach says of itself. */
export const CONTROLLER_FAULTS = {
  silent: 'the controller answers nothing',
  old: 'the controller is of before Bluetooth 4.0',
  deaf: 'the controller hears no device',
  otherService: 'the device in reach offers another service',
  emptyHanded: 'the device says that it offers its service, and does not',
  unconnectable: 'the device is heard, and a connection never comes about',
  refusing: 'the device is heard, and a connection fails',
  wantsBond: 'the device wants to be paired, and pairing fails',
  hangsUp: 'the device hangs up at the first value that is asked for',
  broken: 'the device answers with messages that end too early',
} as const;
export type ControllerFault = keyof typeof CONTROLLER_FAULTS;
export const isControllerFault = (name: string): name is ControllerFault => name in CONTROLLER_FAULTS;
