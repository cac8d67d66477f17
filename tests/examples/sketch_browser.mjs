// Stands in for a browser with a made sketch: runs the page's scripts, and prints each new line that it draws.
// Standard input: "slide N X".
import osc from 'osc';
import { createContext, runInContext } from 'node:vm';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const host = `localhost:${process.argv[2]}`;
const page = await (await fetch(`http://${host}/`)).text();
const scripts = [...page.matchAll(/src="(\/[^"]+)"/g)].map((match) => match[1]);
if (scripts.join() !== '/p5.js,/osc.js,/sketch.js') throw new Error(scripts.join());
const source = await (await fetch(`http://${host}/sketch.js`)).text();

const nothing = () => {};
const sliders = [];
const shown = new Map();
const globals = createContext({
  osc: {
    WebSocketPort: function open({ url }) {
      const port = new osc.WebSocketPort({ socket: new WebSocket(url, { origin: `http://${host}` }) });
      port.on('ready', () => console.log('connected'));
      return port;
    },
  },
  location: { host },
  createCanvas: nothing,
  frameRate: nothing,
  background: nothing,
  fill: nothing,
  millis: () => performance.now(),
  createSlider: (least, most, value) => {
    const slider = { now: value, value: () => slider.now, position: nothing };
    sliders.push(slider);
    return slider;
  },
  text: (line, x, y) => {
    if (shown.get(y) !== line) console.log(line);
    shown.set(y, line);
  },
});
runInContext(source, globals);
globals.setup();
setInterval(() => globals.draw(), 10);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [, n, x] = line.split(' ');
    sliders[n].now = Number(x);
  })
  .on('close', () => process.exit());
