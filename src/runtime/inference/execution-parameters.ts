import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionParametersSpec } from '../../contract/algorithm-spec';
import { MEDIA_TYPE } from '../../contract/media-types';

/**
 * `GET /execution-parameters`: what a batch transform job takes where it says nothing itself.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html
 */
export function createExecutionParameters({ maxConcurrentTransforms, batchStrategy, maxPayloadInMB }: ExecutionParametersSpec) {
  const body = JSON.stringify({
    MaxConcurrentTransforms: maxConcurrentTransforms, BatchStrategy: batchStrategy, MaxPayloadInMB: maxPayloadInMB,
  });
  const headers = { 'Content-Type': MEDIA_TYPE.json, 'Content-Length': Buffer.byteLength(body) };
  return (_req: IncomingMessage, res: ServerResponse): void => {
    res.writeHead(200, headers).end(body);
  };
}
