/* What the walkthrough's Flask server does, as fast as PROCESSES processes of Node can do it. */
import cluster from 'node:cluster';
import { serveBare } from './bare-server.mjs';

const processes = Number(process.env.PROCESSES ?? 1);

if (cluster.isPrimary && processes > 1) {
  for (let started = 0; started < processes; started++) cluster.fork();
} else {
  serveBare((text) => JSON.stringify({ prediction: 'a', text }));
}
