/** The device did not do what it should have. `message` names what, and a remedy. */
export class MotorTrouble extends Error {
  override readonly name: string = 'MotorTrouble';
}

/** A halt came while a sequence was waiting. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
