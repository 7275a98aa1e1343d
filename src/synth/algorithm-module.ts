import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { TemplateFile } from './template-file';
import type { AlgorithmSpec, ChannelSpec, HyperparameterSpec } from '../contract/algorithm-spec';
import { metricRegex } from '../contract/metric-line';
import type { AlgorithmPlan } from '../contract/plan';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A property's name in TypeScript. */
const key = (name: string): string => (IDENTIFIER.test(name) ? name : JSON.stringify(name));

/** Union of literal types; `never` when there is nothing to choose from. */
const union = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(' | ') || 'never';

function hyperparameterType(item: HyperparameterSpec): string {
  const type = item.type === 'Categorical' ? union(item.values) : item.type === 'FreeText' ? 'string' : 'number';
  return item.required || item.default !== undefined ? type : `${type} | undefined`;
}

function hyperparameterFacts(item: HyperparameterSpec): string {
  const values = item.type === 'Categorical' ? `one of ${item.values.join(', ')}`
    : item.type === 'FreeText' ? 'any text'
      : `${item.type === 'Integer' ? 'whole' : 'real'} number, ${item.min} to ${item.max}`;
  const presence = item.required ? 'required' : item.default === undefined ? 'may be absent' : `default ${item.default}`;
  return `${values}; ${presence}${item.tunable ? '; tunable' : ''}`;
}

function channelFacts({ contentTypes, inputModes, compressionTypes, required }: ChannelSpec): string {
  const stored = compressionTypes.includes('Gzip') ? `; stored ${compressionTypes.includes('None') ? 'plain or as gzip' : 'as gzip'}` : '';
  return `${contentTypes.join(', ')}; ${inputModes.join(', ')}${stored}; ${required ? 'required' : 'may be absent'}`;
}

const channelType = ({ contentTypes, required }: ChannelSpec): string => `Channel<${union(contentTypes)}>${required ? '' : ' | undefined'}`;

/** The view of `src/algorithm.ts`. */
function algorithmView({ training, inference, ...rest }: AlgorithmSpec): object {
  return {
    hyperparameters: training.hyperparameters.map((item) => ({
      key: key(item.name), type: hyperparameterType(item), description: item.description ?? item.name, facts: hyperparameterFacts(item),
    })),
    channels: training.channels.map((item) => ({
      key: key(item.name), type: channelType(item), description: item.description ?? item.name, facts: channelFacts(item),
    })),
    // A metric with a regex of its own is printed by another program: what the runtime prints would not match.
    metricNames: union(training.metrics.filter(({ name, regex }) => regex === metricRegex(name)).map(({ name }) => name)),
    contentTypes: union(inference.contentTypes),
    responseTypes: union(inference.responseTypes),
    algorithm: { ...rest, training, inference },
  };
}

/** `src/algorithm.ts`: the definition as types and as data. */
export class AlgorithmModule extends Component {
  constructor(project: Project, plan: AlgorithmPlan) {
    super(project);
    new TemplateFile(project, 'src/algorithm.ts', 'src/algorithm.ts', algorithmView(plan.algorithm));
  }
}
