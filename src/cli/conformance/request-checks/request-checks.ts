import type { CreateAlgorithmRequest, ValidationProfile } from '../../../contract/create-algorithm';
import { REQUEST_RULES } from '../../../rules/check-request';
import { applyRules, type Rule } from '../../../rules/rule';
import { count } from '../../quantities';
import { fail, pass, skip, type Check } from '../check';

type Request = CreateAlgorithmRequest;

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';

/** Which check a rule of a request belongs to; one that names none is of the form, 93. */
const rulesOf = (number: number): ReadonlyArray<Rule<Request>> =>
  REQUEST_RULES.filter((rule: Rule<Request> & { readonly conformance?: number }) => (rule.conformance ?? 93) === number);

/** The part of a request that a check is about, where the request has it. */
type Needs = { readonly part: (request: Request) => unknown; readonly without: string };

function requestCheck(number: number, page: string, name: string, needs?: Needs): Check<Request> {
  return {
    number,
    kind: 'R',
    name,
    source: `${API}/API_${page}.html`,
    run: async (request) => {
      if (needs && needs.part(request) === undefined) return skip(needs.without);
      const rules = rulesOf(number);
      const { errors, warnings } = applyRules(rules, request);
      if (errors.length > 0) {
        return fail([...new Set(errors.map(({ fix }) => fix))].join('; '), ...errors.map(({ code, path, what, why }) => `${path} ${what} (${why}; ${code})`));
      }
      return pass(`${count(rules.filter(({ warning }) => !warning).length, 'rule')} kept${warnings.length > 0 ? `, ${count(warnings.length, 'warning')}` : ''}`);
    },
  };
}

/** Reads a part of a request that may have any form. */
const profileOf = (request: Request): Partial<ValidationProfile> | undefined => {
  const profiles: unknown = request.ValidationSpecification?.ValidationProfiles;
  return Array.isArray(profiles) ? profiles[0] as Partial<ValidationProfile> | undefined : undefined;
};

const PROFILE: Needs = { part: profileOf, without: 'the request has no validation profile' };
const TRANSFORM: Needs = { part: (request) => profileOf(request)?.TransformJobDefinition, without: 'the request has no transform job' };
const CERTIFICATION: Needs = {
  part: ({ CertifyForMarketplace }) => (CertifyForMarketplace ? true : undefined), without: 'the algorithm is not certified for the Marketplace',
};

/** The checks of kind R, 93 to 101; each asks the rules of its topic. */
export const REQUEST_CHECKS: ReadonlyArray<Check<Request>> = [
  requestCheck(93, 'CreateAlgorithm', 'the request has the form, the limits and the patterns of CreateAlgorithm'),
  requestCheck(94, 'HyperParameterSpecification', 'hyperparameters have one name each, the range of their type, and a default inside it'),
  requestCheck(95, 'ChannelSpecification', '1 to 8 channels have one name each, content types and input modes'),
  requestCheck(96, 'MetricDefinition', 'metrics have a regex with one group, and objectives are metrics'),
  requestCheck(97, 'AlgorithmValidationProfile', 'the validation feeds declared channels as they are declared, all required ones', PROFILE),
  requestCheck(98, 'AlgorithmValidationProfile', 'the validation has hyperparameters and instances that the algorithm takes', PROFILE),
  requestCheck(99, 'TransformJobDefinition', 'the transform job has types that the algorithm takes and gives, and its payloads fit', TRANSFORM),
  requestCheck(100, 'CreateAlgorithm', 'what the Marketplace needs is there, in one account and Region', CERTIFICATION),
  requestCheck(101, 'ContainerDefinition', 'descriptions are one line, images have a tag or a digest that agrees'),
];
