import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './refuse';
import { ROUTES } from '../../contract/container-http';
import { cutText } from '../../contract/quoted';
import { RuntimeError } from '../shared/runtime-error';

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

export interface Handlers {
  readonly ping: Handler;
  readonly invocations: Handler;
  /** Absent: 404, which leaves the parameters to the job. */
  readonly executionParameters?: Handler;
  readonly metrics?: Handler;
}

interface Route {
  readonly methods: readonly string[];
  readonly handle: Handler;
}

/** Unit: characters. */
const PATH_TOLD_MAX_CHARS = 100;

/** Scheme and host of a request that names its whole address: a caller may do so, and one behind a proxy does. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i;

function pathOf(target: string): string {
  const url = target.startsWith('/') ? target : target.replace(ORIGIN, '');
  const query = url.indexOf('?');
  return (query < 0 ? url : url.slice(0, query)) || '/';
}

/** Path and method to handler; 404 and 405 for the rest. */
export function createRouter({ ping, invocations, executionParameters, metrics }: Handlers): Handler {
  const routes = new Map<string, Route>([
    // The service asks with GET; its newest page says that POST has to be possible.
    [ROUTES.ping, { methods: ['GET', 'HEAD', 'POST'], handle: ping }],
    [ROUTES.invocations, { methods: ['POST'], handle: invocations }],
  ]);
  if (executionParameters) routes.set(ROUTES.executionParameters, { methods: ['GET', 'HEAD'], handle: executionParameters });
  if (metrics) routes.set(ROUTES.metrics, { methods: ['GET', 'HEAD'], handle: metrics });
  return (req, res) => {
    const path = pathOf(req.url!);
    const route = routes.get(path);
    if (!route) return refuse(req, res, new RuntimeError('SMA_RUN_NOT_FOUND', cutText(path, PATH_TOLD_MAX_CHARS)));
    if (route.methods.includes(req.method!)) return route.handle(req, res);
    const allowed = route.methods.join(', ');
    refuse(req, res, new RuntimeError('SMA_RUN_METHOD', req.method!, path, allowed), allowed);
  };
}
