// Stands in for a browser: loads the page's sketch over HTTP and runs it, drawing nothing. Copied into the example's
// folder by the test. Standard input: "mouse X Y" (0 to 1), "press KEY", "release"; it prints every new picture.
import osc from 'osc';
import { createContext, runInContext, Script } from 'node:vm';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const host = `localhost:${process.argv[2]}`;
const get = async (path) => {
  const response = await fetch(`http://${host}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
};

const page = await get('/');
const scripts = [...page.matchAll(/src="(\/[^"]+)"/g)].map((match) => match[1]);
const sources = Object.fromEntries(await Promise.all(scripts.map(async (path) => [path, await get(path)])));
for (const [path, name] of [['/p5.js', 'p5'], ['/osc.js', 'osc']]) {
  new Script(sources[path]); // throws unless it is JavaScript
  if (!sources[path].includes(name)) throw new Error(`${path} is not ${name}`);
}

const nothing = () => {};
const strange = await new Promise((resolve) => {
  const socket = new WebSocket(`ws://${host}`, { origin: 'http://example.com' });
  socket.on('open', () => resolve('heard')).on('error', () => resolve('refused'));
});
console.log(`another page is ${strange}`);

let picture = '';
const globals = createContext({
  osc: {
    WebSocketPort: function open({ url }) {
      const port = new osc.WebSocketPort({ socket: new WebSocket(url, { origin: `http://${host}` }) });
      port.on('ready', () => console.log('connected'));
      return port;
    },
  },
  location: { host },
  width: 480,
  height: 480,
  mouseX: 0,
  mouseY: 0,
  key: '',
  createCanvas: nothing,
  frameRate: nothing,
  colorMode: nothing,
  noStroke: nothing,
  background: nothing,
  fill: nothing,
  text: nothing,
  HSB: 'hsb',
  circle: (x, y, diameter) => {
    const now = `circle ${(x / 480).toFixed(2)} ${(diameter / 200).toFixed(2)}`;
    if (now !== picture) console.log(now);
    picture = now;
  },
});
runInContext(sources['/sketch.js'], globals);
globals.setup();
setInterval(() => globals.draw(), 10);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [what, ...words] = line.split(' ');
    if (what === 'mouse') [globals.mouseX, globals.mouseY] = words.map((word) => 480 * Number(word));
    if (what === 'press') {
      [globals.key] = words;
      globals.keyPressed();
    }
    if (what === 'release') globals.keyReleased();
  })
  .on('close', () => process.exit());
