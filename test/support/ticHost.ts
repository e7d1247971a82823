import { openSerial } from '../../hardware/link/serial.ts';
import { encode, OUR_FRAMING, type TicCommand } from '../../hardware/motor/tic/codec.ts';
import { MAX_ACCELERATION, MAX_SPEED, TIC_BAUD } from '../../hardware/motor/tic/profile.ts';

/** A host that sends a motor on a long way, beating all the while, until it is killed. */
const link = await openSerial({ path: process.argv[2] ?? '', baudRate: TIC_BAUD });
const send = (command: TicCommand): void => link.write(encode(command, OUR_FRAMING));
const FAR = 100_000;
send({ kind: 'wide', name: 'haltAndSetPosition', value: 0 });
send({ kind: 'wide', name: 'setMaxSpeed', value: MAX_SPEED });
send({ kind: 'wide', name: 'setMaxAcceleration', value: MAX_ACCELERATION });
send({ kind: 'quick', name: 'energize' });
send({ kind: 'quick', name: 'exitSafeStart' });
send({ kind: 'wide', name: 'setTargetPosition', value: FAR });
setInterval(() => send({ kind: 'quick', name: 'resetCommandTimeout' }), 100);
