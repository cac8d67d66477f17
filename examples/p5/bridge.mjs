// Serves the page and passes OSC packets on, as they are, between its WebSocket and the engine.
//     node bridge.mjs [6448] [12000] [8080]

import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [port = 6448, outPort = 12000, pagePort = 8080] = process.argv.slice(2).map(Number);

const files = {
  '/': ['index.html', 'text/html'],
  '/sketch.js': ['sketch.js', 'text/javascript'],
  '/p5.js': ['node_modules/p5/lib/p5.min.js', 'text/javascript'],
  '/osc.js': ['node_modules/osc/dist/osc-browser.min.js', 'text/javascript'],
};

const server = createServer(async (request, response) => {
  const [path, type] = files[request.url] ?? [];
  if (path === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` });
  response.end(await readFile(new URL(path, import.meta.url)));
});

// Any page of the internet may try to talk to this computer; only our own is heard.
const own = [`http://localhost:${pagePort}`, `http://127.0.0.1:${pagePort}`];
const pages = new WebSocketServer({ server, verifyClient: ({ origin }) => own.includes(origin) });
const udp = createSocket('udp4');

pages.on('connection', (page) => {
  page.on('message', (packet) => udp.send(packet, port, '127.0.0.1'));
  page.on('error', (error) => console.error(error.message));
});
udp.on('message', (packet) => pages.clients.forEach((page) => page.send(packet)));
udp.bind(outPort, '127.0.0.1', () => {
  server.listen(pagePort, '127.0.0.1', () => console.log(`open http://localhost:${pagePort}`));
});
