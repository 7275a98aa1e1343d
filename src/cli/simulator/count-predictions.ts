import { LINE_MEDIA_TYPES, MEDIA_TYPE, mediaType } from '../../contract/media-types';

/** Number of predictions in an answer; undefined where its format does not tell. Pure. */
export function countPredictions(contentType: string | undefined, body: string): number | undefined {
  const type = contentType && mediaType(contentType);
  if (type && LINE_MEDIA_TYPES.includes(type)) return body.split(/\r?\n/).filter((line) => line !== '').length;
  if (type !== MEDIA_TYPE.json) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    if (Array.isArray(value)) return value.length;
    const { predictions } = (value ?? {}) as { predictions?: unknown };
    return Array.isArray(predictions) ? predictions.length : 1;
  } catch {
    return undefined;
  }
}
