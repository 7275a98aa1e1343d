/* `node:http` and nothing else: rows of CSV to numbers, one number a row back. No check of anything. */
import { createServer } from 'node:http';
import { sumRows } from '../sum-rows';

createServer((req, res) => {
  if (req.url === '/ping') {
    res.writeHead(200, { 'Content-Length': 0 }).end();
    return;
  }
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\n');
    const body = `${sumRows(lines.map((line) => line.split(','))).join('\n')}\n`;
    res.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
}).listen(8080, '0.0.0.0');
