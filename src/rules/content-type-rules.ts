import { type Finding, type Rule, shown } from './rule';
import { CONTENT_TYPE_MAX_CHARS, RESPONSE_TYPE } from '../contract/algorithm-limits';
import { MEDIA_TYPE, mediaType } from '../contract/media-types';
import { nearMiss } from '../contract/near-miss';

/** What media types look like: RFC 6838 names, without parameters. */
const MEDIA_TYPE_FORM = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

function checkTypes(types: readonly string[], path: string, isResponse = false): Finding[] {
  if (types.length === 0) {
    return [{
      path,
      what: 'is empty',
      why: 'callers have to know which media types they can use',
      fix: "list at least one, for example 'text/csv'",
    }];
  }
  return types.flatMap((type, index) => {
    const twice = types.indexOf(type) !== index;
    const wellFormed = type.length <= CONTENT_TYPE_MAX_CHARS && MEDIA_TYPE_FORM.test(type) && (!isResponse || RESPONSE_TYPE.test(type));
    if (!twice && wellFormed) return [];
    const bare = mediaType(type);
    const near = MEDIA_TYPE_FORM.test(bare) && bare !== type ? bare : nearMiss(type, Object.values(MEDIA_TYPE));
    return [{
      path: `${path}[${index}]`,
      what: twice ? `is ${shown(type)}, which is in the list already` : `is ${shown(type)}, which is not a media type in lower case without parameters`,
      why: 'types are compared with what callers send after cutting parameters off (CreateAlgorithm, SupportedContentTypes and SupportedResponseMIMETypes)',
      fix: twice ? 'remove it' : `use ${shown(near && near !== type ? near : 'text/csv')}`,
    }];
  });
}

export const CONTENT_TYPE: Rule = {
  code: 'SMA_DEF_CONTENT_TYPE',
  check: ({ algorithm: { training, inference } }) => [
    ...training.channels.flatMap((channel, index) => checkTypes(channel.contentTypes, `training.channels[${index}].contentTypes`)),
    ...checkTypes(inference.contentTypes, 'inference.contentTypes'),
    // By default they are the request's types, which have been checked.
    ...(inference.responseTypes === inference.contentTypes ? [] : checkTypes(inference.responseTypes, 'inference.responseTypes', true)),
  ],
};
