// osc.js: demonstrates two places to an engine, trains, runs, and prints what comes back.
//     node osc.mjs 6448 12000
import osc from 'osc';

const [enginePort, answerPort] = process.argv.slice(2).map(Number);
const udp = new osc.UDPPort({
  localAddress: '127.0.0.1', localPort: answerPort, remoteAddress: '127.0.0.1', remotePort: enginePort,
});
const places = [[0.125, 0.25], [0.75, 0.5]];
const targets = [[0.25, 1], [0.75, 2]];
let asked = 0;

const control = (name, args = []) => udp.send({ address: `/wekinator/control/${name}`, args });
const inputs = (args) => ({ address: '/wek/inputs', args });
const ask = () => {
  // One in a bundle, one by itself, with doubles.
  if (asked === 0) udp.send({ timeTag: osc.timeTag(0), packets: [inputs(places[0])] });
  else udp.send(inputs(places[1].map((value) => ({ type: 'd', value }))));
};

udp.on('ready', () => {
  places.forEach((place, n) => {
    control('outputs', targets[n]);
    control('startRecording');
    for (let step = 0; step < 8; step++) udp.send(inputs(place.map((value) => value + 0.002 * step)));
    control('stopRecording');
  });
  control('train');
});
udp.on('message', ({ address, args }) => {
  if (address === '/wekinator/status/done-training') {
    console.log('trained');
    control('startRunning');
    ask();
  } else if (address === '/wek/outputs') {
    console.log('answer', ...args);
    asked += 1;
    if (asked === 1) ask();
    else udp.close();
  }
});
udp.open();
