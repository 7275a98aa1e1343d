/* What the walkthrough's Flask server does, as fast as two processes of Node can do it. */
import cluster from 'node:cluster';
import { serveBare } from './bare-server.mjs';

if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
} else {
  serveBare((text) => JSON.stringify({ prediction: 'a', text }));
}
