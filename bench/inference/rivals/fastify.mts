/* The same as bare.mts by Fastify. */
import fastify from 'fastify';
import { sumRows } from '../sum-rows';

const app = fastify();
app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
app.get('/ping', (_request, reply) => reply.send());
app.post('/invocations', (request, reply) => {
  const lines = (request.body as string).trimEnd().split('\n');
  reply.type('text/csv').send(`${sumRows(lines.map((line) => line.split(','))).join('\n')}\n`);
});
void app.listen({ port: 8080, host: '0.0.0.0' });
