// node-osc: demonstrates two places to an engine, trains, runs, and prints what comes back.
//     node node-osc.mjs 6448 12000
import { Bundle, Client, Server } from 'node-osc';

const [enginePort, answerPort] = process.argv.slice(2).map(Number);
const client = new Client('127.0.0.1', enginePort);
const server = new Server(answerPort, '127.0.0.1');
const places = [[0.125, 0.25], [0.75, 0.5]];
const targets = [[0.25, 1], [0.75, 2]];
let asked = 0;

const send = (...message) => client.send(...message, () => {});
const ask = () => {
  if (asked === 0) client.send(new Bundle(['/wek/inputs', ...places[0]]), () => {});
  else send('/wek/inputs', ...places[1]);
};

server.on('listening', () => {
  places.forEach((place, n) => {
    send('/wekinator/control/outputs', ...targets[n]);
    send('/wekinator/control/startRecording', true); // as buttons do: a surplus argument
    for (let step = 0; step < 8; step++) send('/wek/inputs', ...place.map((value) => value + 0.002 * step));
    send('/wekinator/control/stopRecording', false);
  });
  send('/wekinator/control/train');
});
server.on('message', ([address, ...args]) => {
  if (address === '/wekinator/status/done-training') {
    console.log('trained');
    send('/wekinator/control/startRunning', 1);
    ask();
  } else if (address === '/wek/outputs') {
    console.log('answer', ...args);
    asked += 1;
    if (asked === 1) ask();
    else {
      client.close();
      server.close();
    }
  }
});
