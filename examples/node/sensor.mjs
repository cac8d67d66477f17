// Sends a point that moves in a circle as two inputs, 50 times a second, and prints the answers.
//     node sensor.mjs [6448] [12000]

import { Client, Server } from 'node-osc';

const [port = 6448, outPort = 12000] = process.argv.slice(2).map(Number);
const engine = new Client('127.0.0.1', port);
const outputs = new Server(outPort, '127.0.0.1', () => console.log(`listening at port ${outPort}`));
const show = (numbers) => numbers.map((number) => number.toFixed(2)).join(' ');
let inputs = [0, 0];

outputs.on('message', ([address, ...values]) => {
  if (address === '/wek/outputs') console.log(`${show(inputs)} -> ${show(values)}`);
  else console.log(address, ...values);
});

setInterval(() => {
  const angle = (2 * Math.PI * Date.now()) / 3000; // once around in three seconds
  inputs = [0.5 + 0.4 * Math.cos(angle), 0.5 + 0.4 * Math.sin(angle)];
  engine.send('/wek/inputs', ...inputs);
}, 20);
