import { createServer } from 'node:http';

/** `node:http` and nothing else: texts to texts, without a check of anything. */
export function serveBare(answer: (text: string) => string): void {
  createServer((req, res) => {
    if (req.url === '/ping') {
      res.writeHead(200, { 'Content-Length': 0 }).end();
      return;
    }
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = answer(Buffer.concat(chunks).toString());
      res.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': Buffer.byteLength(body) }).end(body);
    });
  }).listen(8080, '0.0.0.0');
}
