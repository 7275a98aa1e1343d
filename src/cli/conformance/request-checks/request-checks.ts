import { REQUEST_RULES } from '../../../rules/check-request';
import type { RequestSubject } from '../../../rules/request/request-rule';
import { applyRules, isTold } from '../../../rules/rule';
import { count } from '../../quantities';
import { fail, pass, skip, type Check } from '../check';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';

/** The check of the form: what it tells, those of the sense do not tell again. */
const FORM = 93;

const rulesOf = (number: number) => REQUEST_RULES.filter(({ conformance }) => conformance === number);

/** The part of a request that a check is about, where the request has it. */
type Needs = { readonly part: (request: RequestSubject) => unknown; readonly without: string };

function requestCheck(number: number, page: string, name: string, needs?: Needs): Check<RequestSubject> {
  return {
    number,
    kind: 'R',
    name,
    source: `${API}/API_${page}.html`,
    run: async (request) => {
      const rules = rulesOf(number);
      const { errors } = applyRules(rules, request);
      const told = number === FORM ? [] : applyRules(rulesOf(FORM), request).errors;
      const news = errors.filter((problem) => !isTold(problem, told));
      if (news.length > 0) {
        return fail([...new Set(news.map(({ fix }) => fix))].join('; '), ...news.map(({ code, path, what, why }) => `${path} ${what} (${why}; ${code})`));
      }
      // After the rules: some are about a part that should be there.
      if (needs && needs.part(request) === undefined) return skip(needs.without);
      const kept = count(rules.filter(({ warning }) => !warning).length, 'rule');
      return pass(errors.length > 0 ? `nothing beside what check ${FORM} tells` : `${kept} kept`);
    },
  };
}

const profileOf = ({ parts }: RequestSubject) => parts.ValidationSpecification?.ValidationProfiles?.[0];

const PROFILE: Needs = { part: profileOf, without: 'the request has no validation profile' };
const TRANSFORM: Needs = { part: (request) => profileOf(request)?.TransformJobDefinition, without: 'the request has no transform job' };
const CERTIFICATION: Needs = {
  part: ({ parts }) => (parts.CertifyForMarketplace ? true : undefined), without: 'the algorithm is not certified for the Marketplace',
};

/** The checks of kind R, 93 to 101; each asks the rules of its topic. */
export const REQUEST_CHECKS: ReadonlyArray<Check<RequestSubject>> = [
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
