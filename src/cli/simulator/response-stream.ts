/** Events of InvokeEndpointWithResponseStream; pure. The frames are made by AWS's own codec. */
import { EventStreamCodec } from '@smithy/core/event-streams';
import { RESPONSE_STREAM } from '../../contract/container-http';

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString('utf8'), (text) => Buffer.from(text));

const event = (texts: Readonly<Record<string, string>>, body: Uint8Array): Uint8Array => codec.encode({
  headers: Object.fromEntries(Object.entries(texts).map(([name, value]) => [`:${name}`, { type: 'string', value } as const])),
  body,
});

/** A piece of the container's answer. */
export const pieceEvent = (bytes: Uint8Array): Uint8Array =>
  event({ 'message-type': 'event', 'event-type': RESPONSE_STREAM.piece, 'content-type': 'application/octet-stream' }, bytes);

/** The end of a stream that broke: SDKs throw it as a ModelStreamError. */
export const failureEvent = (why: keyof typeof RESPONSE_STREAM.failureCodes, message: string): Uint8Array => event(
  { 'message-type': 'exception', 'exception-type': RESPONSE_STREAM.failure, 'content-type': 'application/json' },
  Buffer.from(JSON.stringify({ ErrorCode: RESPONSE_STREAM.failureCodes[why], Message: message })),
);
