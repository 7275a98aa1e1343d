/* `node:http` and nothing else, doing what the walkthrough's Flask server does: as fast as one process of Node can be. */
import { createServer } from 'node:http';

createServer((req, res) => {
  if (req.url === '/ping') {
    res.writeHead(200, { 'Content-Length': 0 }).end();
    return;
  }
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const body = JSON.stringify({ prediction: 'a', text: Buffer.concat(chunks).toString() });
    res.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
}).listen(8080, '0.0.0.0');
