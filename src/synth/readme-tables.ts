import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { hyperparameterRow, yesNo } from './definition-words';
import { renderTemplate } from './template-file';
import { REQUEST_FILE } from '../contract/create-algorithm';
import type { AlgorithmPlan, ProductPlan } from '../contract/plan';

const README = 'README.md';
const BEGIN = '<!-- sm-algorithm: begin -->';
const END = '<!-- sm-algorithm: end -->';

function validationInWords({ validation }: ProductPlan): string {
  if (!validation) return 'AWS does not validate it.';
  const { training, transform } = validation;
  const job = (type: string, count: number) => `${count} × ${type}`;
  const jobs = [
    `a training job on ${job(training.instanceType, training.instanceCount)}`,
    ...(transform ? [`a batch transform job on ${job(transform.instanceType, transform.instanceCount)}`] : []),
  ];
  return `AWS validates it by ${jobs.join(' and ')}.`;
}

/** The generated part of the README, markers included. */
function readmeTables({ algorithm, imageLayout, images, instanceTypes, product }: AlgorithmPlan): string {
  const { training, inference } = algorithm;
  return renderTemplate('README.tables.md', {
    begin: BEGIN,
    end: END,
    channels: training.channels.map((channel) => ({
      name: channel.name,
      required: yesNo(channel.required),
      contentTypes: channel.contentTypes.join(', '),
      inputModes: channel.inputModes.join(', '),
      compressionTypes: channel.compressionTypes.join(', '),
      description: channel.description ?? '',
    })),
    hosts: training.distributed ? 'one instance or several' : 'one instance',
    hyperparameters: training.hyperparameters.map(hyperparameterRow),
    unknown: training.unknownHyperparameters === 'refuse' ? 'A job with any other name fails.' : 'Any other name has no effect; the log of the job says so.',
    metrics: training.metrics.map(({ name, regex, objective }) => ({ name, regex, objective: objective ?? 'no' })),
    imagesInWords: imageLayout === 'combined' ? 'One image trains and serves.' : 'One image trains, another serves.',
    images: images.map(({ name, folder, localName, programs }) => ({
      name, folder, localName, commands: programs.map(({ command }) => `\`${command}\``).join(', '),
    })),
    contentTypes: inference.contentTypes.join(', '),
    responseTypes: inference.responseTypes.join(', '),
    realtimeTypes: instanceTypes.realtime.join(', '),
    transformTypes: instanceTypes.transform.join(', '),
    trainingTypes: instanceTypes.training.join(', '),
    requestFile: REQUEST_FILE,
    algorithmName: algorithm.name,
    marketplace: product.certifyForMarketplace ? ', to be listed in AWS Marketplace' : '',
    validation: validationInWords(product),
  }).trimEnd();
}

/** The README that a new project starts with. */
export function readmeContents(plan: AlgorithmPlan): string {
  return renderTemplate(README, {
    title: plan.algorithm.name,
    description: plan.description ?? '',
    tables: readmeTables(plan),
  });
}

/** Keeps the tables of the README true. The README is the user's: only what stands between the two markers is replaced. */
export class ReadmeTables extends Component {
  /**
   * @param fileName of the README, relative to the project
   */
  constructor(project: Project, private readonly plan: AlgorithmPlan, private readonly fileName: string = README) {
    super(project);
  }

  public synthesize(): void {
    const file = join(this.project.outdir, this.fileName);
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    const begin = text.indexOf(BEGIN);
    const end = text.indexOf(END, begin);
    if (begin < 0 || end < 0) return;
    const updated = text.slice(0, begin) + readmeTables(this.plan) + text.slice(end + END.length);
    if (updated !== text) writeFileSync(file, updated);
  }
}
