import { type Finding, type Rule, each } from './rule';
import { ENTITY_DESCRIPTION, ENTITY_DESCRIPTION_MAX_CHARS } from '../contract/algorithm-limits';

function checkDescription(description: string | undefined, path: string): Finding | undefined {
  if (description === undefined) return undefined;
  const control = description.search(/\p{C}/u);
  if (control >= 0 || !ENTITY_DESCRIPTION.test(description)) {
    return {
      path,
      what: `has a control character (a newline or tab, say) at position ${control}`,
      why: 'the CreateAlgorithm request takes descriptions of one line only',
      fix: 'write it in one line, with spaces',
    };
  }
  if (description.length <= ENTITY_DESCRIPTION_MAX_CHARS) return undefined;
  return {
    path,
    what: `has ${description.length} characters`,
    why: `the CreateAlgorithm request takes descriptions of at most ${ENTITY_DESCRIPTION_MAX_CHARS} characters`,
    fix: `shorten it by ${description.length - ENTITY_DESCRIPTION_MAX_CHARS} characters`,
  };
}

export const DESCRIPTION: Rule = {
  code: 'SMA_DEF_DESCRIPTION',
  check: ({ description, algorithm: { training } }) => [
    ...[checkDescription(description, 'description') ?? []].flat(),
    ...each(training.channels, 'training.channels', (channel, path) => checkDescription(channel.description, `${path}.description`)),
    ...each(training.hyperparameters, 'training.hyperparameters', (item, path) => checkDescription(item.description, `${path}.description`)),
  ],
};
