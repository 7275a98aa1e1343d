/* What the walkthrough's Flask server does, as fast as one process of Node can do it. */
import { serveBare } from './bare-server.mjs';

serveBare((text) => JSON.stringify({ prediction: 'a', text }));
