import type { ExecutionParameters } from '../../../contract/batch-transform';
import { INVOCATION_TIMEOUT_MS, ROUTES } from '../../../contract/container-http';
import { MEDIA_TYPE, mediaType } from '../../../contract/media-types';
import { sendRequest } from '../http-client';
import { parseExecutionParameters } from './effective-parameters';

/** What a container says of itself, and what of it cannot be used; nothing where it does not implement the route. */
export async function askExecutionParameters(
  url: string, signal: AbortSignal,
): Promise<{ readonly parameters: ExecutionParameters; readonly problems: readonly string[] }> {
  const path = ROUTES.executionParameters;
  const nothing = (...problems: string[]) => ({ parameters: {}, problems });
  try {
    const { status, headers, body } = await sendRequest({ url: `${url}${path}`, method: 'GET', timeoutMs: INVOCATION_TIMEOUT_MS, signal });
    if (status !== 200) return nothing();
    const type = headers['content-type'] ?? '';
    if (mediaType(type) !== MEDIA_TYPE.json) return nothing(`${path} answers ${type === '' ? 'without content type' : `as ${type}`}; SageMaker reads ${MEDIA_TYPE.json}`);
    const { parameters, problems } = parseExecutionParameters(body.toString('utf8'));
    return { parameters, problems: problems.map((problem) => `${path}: ${problem}; it counts as not said`) };
  } catch (error) {
    signal.throwIfAborted();
    return nothing(`${path} gave no answer (${(error as Error).message})`);
  }
}
