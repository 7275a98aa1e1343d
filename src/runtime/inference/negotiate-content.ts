import type { IncomingMessage } from 'node:http';
import { acceptedType } from './accept-header';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { FORM_CONTENT_TYPE } from '../../contract/container-http';
import { mediaType } from '../../contract/media-types';
import { quoted, quotedList } from '../../contract/quoted';
import { RuntimeError } from '../shared/runtime-error';

export interface RequestTypes {
  readonly contentType: string;
  readonly accept: string;
}

/** How many different headers are remembered: real callers send a few, and a hostile one shall not fill the memory. */
const REMEMBERED_MAX = 256;

/** A function of one text whose results are remembered. */
function remembering<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      if (known.size < REMEMBERED_MAX) known.set(key, value);
    }
    return value;
  };
}

/** Response types in the server's order of preference for a request of one type. */
function preferences(contentType: string, responseTypes: readonly string[], defaultAccept: string | undefined): string[] {
  const first = [defaultAccept, contentType].filter((type) => type !== undefined && responseTypes.includes(type)) as string[];
  return [...new Set([...first, ...responseTypes])];
}

/**
 * Decides for each request what it sends and what it gets.
 * @param defaultAccept value of `SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`; one that is not declared counts as none
 * @returns a function that throws RuntimeError SMA_RUN_CONTENT_TYPE (415) or SMA_RUN_ACCEPT (406)
 */
export function createNegotiator(spec: AlgorithmSpec['inference'], defaultAccept?: string): (req: IncomingMessage) => RequestTypes {
  const requestTypes = spec.contentTypes.map(mediaType);
  const responseTypes = spec.responseTypes.map(mediaType);
  const preferred = defaultAccept === undefined ? undefined : mediaType(defaultAccept);

  const contentTypeOf = remembering((header) => {
    const type = mediaType(header);
    if (type === '' || type === FORM_CONTENT_TYPE) return requestTypes[0];
    if (!requestTypes.includes(type)) throw new RuntimeError('SMA_RUN_CONTENT_TYPE', quoted(type), requestTypes.join(', '));
    return type;
  });
  const acceptFor = new Map(requestTypes.map((contentType) => {
    const inOrder = preferences(contentType, responseTypes, preferred);
    return [contentType, remembering((header) => {
      const accept = header.trim() === '' ? inOrder[0] : acceptedType(header, inOrder);
      if (accept === undefined) throw new RuntimeError('SMA_RUN_ACCEPT', quoted(header), quotedList(responseTypes));
      return accept;
    })];
  }));

  return (req) => {
    const contentType = contentTypeOf(req.headers['content-type'] ?? '');
    return { contentType, accept: acceptFor.get(contentType)!(req.headers.accept ?? '') };
  };
}
