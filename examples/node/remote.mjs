// A remote control in the terminal: one command a line; prints what the engine sends.
//     node remote.mjs [6448] [12001]

import { createInterface } from 'node:readline';
import Wekinator from 'wekinator';

const [port = 6448, listenAt = 12001] = process.argv.slice(2).map(Number);
const wekinator = new Wekinator('127.0.0.1', port, listenAt);

const commands = {
  outputs: (...values) => wekinator.outputs(values),
  inputs: (...values) => wekinator.inputs(values),
  record: () => wekinator.startRecording(),
  stop: () => wekinator.stopRecording(),
  train: () => wekinator.train(),
  run: () => wekinator.startRunning(),
  halt: () => wekinator.stopRunning(),
  delete: () => wekinator.deleteAllExamples(),
};

function obey(line) {
  const [name, ...values] = line.trim().split(/\s+/);
  const numbers = values.map(Number);
  if (!Object.hasOwn(commands, name) || numbers.some(Number.isNaN)) {
    console.log(`commands: ${Object.keys(commands).join(', ')}; the first two take numbers`);
    return;
  }
  commands[name](...numbers);
}

wekinator.connect(() => {
  wekinator.on('ready', () => console.log('ready'));
  wekinator.on('error', (error) => console.log(error.message));
  wekinator.on('osc', ({ address, args }) => console.log(address, ...args.map((value) => value.toFixed(2))));
  createInterface({ input: process.stdin }).on('line', obey).on('close', () => wekinator.disconnect());
});
