import { type Finding, type Rule, shown } from './rule';
import { KEY_ID, keyIdsOf } from '../contract/encryption';

/** Where an id stands in the definition. */
const pathOf = (index: number): string => index === 0 ? 'artifactEncryption.keyId' : `artifactEncryption.rotatedKeyIds[${index - 1}]`;

export const ENCRYPTION_RULES: readonly Rule[] = [{
  code: 'SMA_DEF_KEY_ID',
  check: ({ algorithm: { encryption } }) => (encryption ? keyIdsOf(encryption) : []).flatMap((id, index, ids): Finding[] => {
    const path = pathOf(index);
    if (!KEY_ID.test(id)) {
      return [{
        path,
        what: `is ${shown(id)}`,
        why: 'it is the name of a file and of a build secret: 1 to 64 letters, digits, "_" and "-"',
        fix: "use for example 'k1'",
      }];
    }
    const first = ids.indexOf(id);
    return first === index ? [] : [{
      path,
      what: `is ${shown(id)}, which is ${pathOf(first)} already`,
      why: 'an id names one key',
      fix: 'remove it, or give the new key a new id',
    }];
  }),
}];
