// Sends the mouse as two inputs, 50 times a second, and draws three outputs: place, size and colour of a circle.
// Hold 1, 2 or 3: record examples for that picture. t: train. p: play. s: stop playing. x: delete all examples.

const pictures = {
  1: [0.2, 0.2, 0.0],
  2: [0.5, 0.9, 0.4],
  3: [0.8, 0.4, 0.8],
};
const buttons = { t: 'train', p: 'startRunning', s: 'stopRunning', x: 'deleteAllExamples' };

let port;
let connected = false;
let recording = false;
let outputs = [0.5, 0.5, 0.5];

function setup() {
  createCanvas(480, 480);
  frameRate(50);
  colorMode(HSB, 1);
  noStroke();
  port = new osc.WebSocketPort({ url: `ws://${location.host}` });
  port.on('ready', () => { connected = true; });
  port.on('close', () => { connected = false; });
  port.on('message', ({ address, args }) => {
    if (address === '/wek/outputs') outputs = args;
  });
  port.open();
}

function draw() {
  background(0, 1, recording ? 0.6 : 0);
  fill(1);
  text(connected ? 'hold 1, 2 or 3 to record, t: train, p: play, s: stop, x: delete all' : 'no bridge', 10, 20);
  send('/wek/inputs', [mouseX / width, mouseY / height]);
  const [place, size, hue] = outputs;
  fill(hue, 0.8, 1);
  circle(place * width, height / 2, size * 200);
}

function keyPressed() {
  if (key in pictures && !recording) {
    recording = true;
    send('/wekinator/control/outputs', pictures[key]);
    send('/wekinator/control/startRecording');
  }
  if (key in buttons) send(`/wekinator/control/${buttons[key]}`);
}

function keyReleased() {
  if (recording) {
    recording = false;
    send('/wekinator/control/stopRecording');
  }
}

function send(address, args = []) {
  if (connected) port.send({ address, args });
}
