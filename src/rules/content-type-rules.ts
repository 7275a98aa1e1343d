import { type Finding, type Rule, each, shown } from './rule';
import { CONTENT_TYPE_MAX_CHARS } from '../contract/algorithm-limits';
import { MEDIA_TYPE, mediaType } from '../contract/media-types';
import { nearMiss } from '../contract/near-miss';

/** What media types look like: RFC 6838 names, without parameters. */
const MEDIA_TYPE_FORM = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

function checkType(type: string, path: string): Finding | undefined {
  if (type.length <= CONTENT_TYPE_MAX_CHARS && MEDIA_TYPE_FORM.test(type)) return undefined;
  const bare = mediaType(type);
  const near = MEDIA_TYPE_FORM.test(bare) && bare !== type ? bare : nearMiss(type, Object.values(MEDIA_TYPE));
  return {
    path,
    what: `is ${shown(type)}, which is not a media type in lower case without parameters`,
    why: 'types are compared with what callers send after cutting parameters off (CreateAlgorithm, SupportedContentTypes and SupportedResponseMIMETypes)',
    fix: `use ${shown(near && near !== type ? near : 'text/csv')}`,
  };
}

/** That there is one at all is the request's to say. */
export const CONTENT_TYPE: Rule = {
  code: 'SMA_DEF_CONTENT_TYPE',
  check: ({ algorithm: { training, inference } }) => [
    ...training.channels.flatMap((channel, index) => each(channel.contentTypes, `training.channels[${index}].contentTypes`, checkType)),
    ...each(inference.contentTypes, 'inference.contentTypes', checkType),
    // By default they are the request's types, which have been checked.
    ...(inference.responseTypes === inference.contentTypes ? [] : each(inference.responseTypes, 'inference.responseTypes', checkType)),
  ],
};
