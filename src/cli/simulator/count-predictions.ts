import { LINE_MEDIA_TYPES, MEDIA_TYPE, mediaType } from '../../contract/media-types';

/** The predictions of an answer, each as text; undefined where its format does not tell. Pure. */
export function predictionsIn(contentType: string | undefined, body: string): string[] | undefined {
  const type = contentType && mediaType(contentType);
  if (type && LINE_MEDIA_TYPES.includes(type)) return body.split(/\r?\n/).filter((line) => line !== '');
  if (type !== MEDIA_TYPE.json) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    const { predictions } = (value ?? {}) as { predictions?: unknown };
    const found = [value, predictions].find((part) => Array.isArray(part)) as unknown[] | undefined;
    return (found ?? [value]).map((prediction) => JSON.stringify(prediction));
  } catch {
    return undefined;
  }
}

/** Number of predictions in an answer; undefined where its format does not tell. Pure. */
export const countPredictions = (contentType: string | undefined, body: string): number | undefined =>
  predictionsIn(contentType, body)?.length;
