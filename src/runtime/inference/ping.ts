import type { IncomingMessage, ServerResponse } from 'node:http';

/** The body stays empty in either case: batch transform waits for "200 and an empty body". */
const HEADERS = { 'Content-Type': 'text/plain', 'Content-Length': 0 };

/** `/ping`: 200 when requests are answered, 503 before and while stopping. Looks at a flag and at nothing else. */
export const createPing = (isReady: () => boolean) => (_req: IncomingMessage, res: ServerResponse): void => {
  res.writeHead(isReady() ? 200 : 503, HEADERS).end();
};
