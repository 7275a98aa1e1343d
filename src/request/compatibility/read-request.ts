import type { CreateAlgorithmRequest } from '../../contract/create-algorithm';
import { quoted } from '../../contract/quoted';

/** `text`, `flag`, a list of what stands in it, or an object; a name that ends with `?` may be absent. */
type Form = 'text' | 'flag' | 'any' | readonly [Form] | { readonly [name: string]: Form };

const BOUNDS: Form = { MinValue: 'text', MaxValue: 'text' };

/** What the comparison relies on. The limits are no matter here: the service took the request, or refused it long ago. */
const REQUEST: Form = {
  'AlgorithmName': 'text',
  'AlgorithmDescription?': 'text',
  'TrainingSpecification': {
    'TrainingImage': 'text',
    'TrainingImageDigest?': 'text',
    'SupportedHyperParameters?': [{
      'Name': 'text',
      'Description?': 'text',
      'Type': 'text',
      'Range?': {
        'IntegerParameterRangeSpecification?': BOUNDS,
        'ContinuousParameterRangeSpecification?': BOUNDS,
        'CategoricalParameterRangeSpecification?': { Values: ['text'] },
      },
      'IsTunable?': 'flag',
      'IsRequired?': 'flag',
      'DefaultValue?': 'text',
    }],
    'SupportedTrainingInstanceTypes': ['text'],
    'SupportsDistributedTraining?': 'flag',
    'MetricDefinitions?': [{ Name: 'text', Regex: 'text' }],
    'TrainingChannels': [{
      'Name': 'text',
      'Description?': 'text',
      'IsRequired?': 'flag',
      'SupportedContentTypes': ['text'],
      'SupportedCompressionTypes?': ['text'],
      'SupportedInputModes': ['text'],
    }],
    'SupportedTuningJobObjectiveMetrics?': [{ Type: 'text', MetricName: 'text' }],
    'AdditionalS3DataSource?': {},
  },
  'InferenceSpecification?': {
    'Containers': [{ 'Image?': 'text', 'ImageDigest?': 'text', 'Environment?': {}, 'AdditionalS3DataSource?': {} }],
    'SupportedTransformInstanceTypes?': ['text'],
    'SupportedRealtimeInferenceInstanceTypes?': ['text'],
    'SupportedContentTypes?': ['text'],
    'SupportedResponseMIMETypes?': ['text'],
  },
  'ValidationSpecification?': {},
  'CertifyForMarketplace?': 'flag',
  'Tags?': ['any'],
};

/** What a value is, in words. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

const wrong = (path: string, value: unknown, wanted: string): string[] => [`${path === '' ? 'the document' : path} is ${shown(value)}, not ${wanted}`];

function formProblems(value: unknown, form: Form, path: string): string[] {
  if (form === 'any') return [];
  if (form === 'text') return typeof value === 'string' ? [] : wrong(path, value, 'a text');
  if (form === 'flag') return typeof value === 'boolean' ? [] : wrong(path, value, 'true or false');
  if (form instanceof Array) {
    if (!Array.isArray(value)) return wrong(path, value, 'a list');
    return value.flatMap((entry, index) => formProblems(entry, form[0], `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path, value, 'an object');
  return Object.entries(form).flatMap(([key, inner]) => {
    const name = key.replace('?', '');
    const part = (value as Record<string, unknown>)[name];
    // Several SDKs write null for what is absent.
    return key.endsWith('?') && (part === undefined || part === null) ? [] : formProblems(part, inner, path === '' ? name : `${path}.${name}`);
  });
}

/** Absent lists as the empty ones that they mean; null as absent. */
function completed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null).map(([key, entry]) => [key, completed(entry)]));
}

/** A request that can be compared, or all that is wrong with its form. */
export type ReadRequest = { readonly request: CreateAlgorithmRequest } | { readonly problems: readonly string[] };

/** Checks the form of a request that was parsed from JSON; of another tool, or of another time. */
export function readRequest(value: unknown): ReadRequest {
  const problems = formProblems(value, REQUEST, '');
  if (problems.length > 0) return { problems };
  const request = completed(value) as CreateAlgorithmRequest;
  const { InferenceSpecification: inference } = request;
  if (inference === undefined) return { request };
  const lists = ['SupportedTransformInstanceTypes', 'SupportedRealtimeInferenceInstanceTypes', 'SupportedContentTypes', 'SupportedResponseMIMETypes'];
  const empty = Object.fromEntries(lists.map((name) => [name, []]));
  return { request: { ...request, InferenceSpecification: { ...empty, ...inference } } };
}
