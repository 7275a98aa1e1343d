import { inspected } from './image-subject';
import type { InspectedImage } from '../../images/inspect-image';
import { fail, pass } from '../check';

/** What a secret looks like; a reference to a variable, `$NAME`, is none. */
const SECRETS: ReadonlyArray<readonly [what: string, looks: RegExp]> = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['an AWS secret key or session token', /\baws_(?:secret_access_key|session_token)["']?\s*[=:]\s*["']?[^\s"'$]/i],
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b|\bNPM_TOKEN=["']?[^\s"'$]|:_(?:authToken|auth|password)\s*=\s*["']?[^\s"'$]/],
];

export const secretsIn = (text: string): string[] => SECRETS.filter(([, looks]) => looks.test(text)).map(([what]) => what);

/** Secrets by their places; never what they are, since reports are read by many. Pure. */
export function secretProblems({ environment, labels, history = [] }: InspectedImage): string[] {
  const texts: ReadonlyArray<readonly [place: string, text: string]> = [
    ...environment.map((text) => [`the variable ${text.split('=', 1)[0]}`, text] as const),
    ...Object.entries(labels).map(([name, value]) => [`the label ${name}`, `${name}=${value}`] as const),
    ...history.map((text, index) => [`step ${history.length - index} of the history`, text] as const),
  ];
  return texts.flatMap(([place, text]) => secretsIn(text).map((what) => `${place} holds ${what}`));
}

export const SECRETLESS = inspected({
  number: 10,
  name: 'environment, labels and history hold no AWS keys, private keys or npm tokens',
  source: 'https://docs.docker.com/build/building/secrets/',
}, (image) => {
  const problems = secretProblems(image);
  if (problems.length > 0) {
    return fail('give secrets to the build with "RUN --mount=type=secret", build the image again, and revoke what it holds', ...problems);
  }
  return pass(image.history === undefined ? 'nothing found; the engine tells no history' : 'nothing found');
});
