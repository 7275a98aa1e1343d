/** The checks of kind I with what they look at: servers on the model of an ordinary training job, or on a model that is given. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { imageOf, type Examined } from './examined';
import { inferredInferenceFacts, projectInferenceFacts, type FurtherInferenceFacts, type InferenceFacts } from './inference/facts';
import { servingLimits } from './inference/limits';
import { InferenceSubject } from './inference/subject';
import { triedResponseTypes } from './inference/tried-types';
import { INFERENCE_CHECKS } from './registry';
import { lazySuite, type Suite } from './suite';
import type { ServingTarget } from './targets/serving-trial';
import { endOf, modelFiles, succeeded } from './training/outcomes';
import type { TrainingSubject } from './training/subject';
import { ACCEPT_BIND_TO_PORT_LABEL, BIDIRECTIONAL_STREAMING_LABEL, MULTI_MODELS_LABEL } from '../../contract/container-http';
import { extractModel } from '../simulator/model-archive';
import { payloadFilesIn } from '../simulator/payloads';

type Absent = { readonly absent: string };

/**
 * @param training what trains the model; undefined where nothing can
 * @param dir folder for a model that is given as an archive
 */
export function inferenceSuite(
  examined: Examined, target: ServingTarget | undefined, training: TrainingSubject | undefined, dir: string,
): Suite {
  const image = imageOf(examined, 'serve');
  return lazySuite(`inference, ${image?.name ?? 'as processes'}`, INFERENCE_CHECKS, async () => {
    if (!target) return { absent: 'no inference image is given: name one with --inference-image' };
    const model = await modelOf(examined, training, dir);
    if (typeof model !== 'string') return model;
    const subject = new InferenceSubject(await factsOf(examined, {
      model,
      ...(image && promisesOf(image.inspected.labels)),
    }), target, servingLimits(examined.startupTimeoutMs));
    return examined.project ? subject : withTriedTypes(subject);
  });
}

const promisesOf = (labels: Readonly<Record<string, string>>) => ({
  acceptsBindToPort: labels[ACCEPT_BIND_TO_PORT_LABEL] === 'true',
  bidirectional: labels[BIDIRECTIONAL_STREAMING_LABEL] === 'true',
  multiModels: labels[MULTI_MODELS_LABEL] === 'true',
});

async function withTriedTypes(subject: InferenceSubject): Promise<InferenceSubject> {
  if (subject.facts.payloads.length === 0) return subject;
  const { problem, client } = await subject.ordinary();
  if (problem !== undefined) return subject;
  const responseTypes = await triedResponseTypes(client, subject.facts.payloads);
  const payloads = subject.facts.payloads.map((sample) =>
    ({ ...sample, ...(responseTypes.includes(sample.contentType) && { accept: sample.contentType }) }));
  return subject.knowing({ responseTypes, payloads });
}

async function modelOf({ model }: Examined, training: TrainingSubject | undefined, dir: string): Promise<string | Absent> {
  if (model !== undefined) {
    const path = resolve(model);
    if ((await stat(path).catch(() => undefined))?.isDirectory()) return path;
    const folder = join(dir, 'given-model');
    await extractModel(path, folder);
    return folder;
  }
  if (!training) return { absent: 'there is no model to serve: name one with --model, or with --data the sample data to train one on' };
  const outcome = await training.baseline();
  if (!succeeded(outcome)) return { absent: `there is no model to serve, since an ordinary training job does not succeed: ${endOf(outcome)}` };
  return (await modelFiles(outcome)).length > 0 ? outcome.paths.model : { absent: 'there is no model to serve: an ordinary training job leaves none' };
}

async function factsOf({ project, payloads }: Examined, further: FurtherInferenceFacts): Promise<InferenceFacts> {
  if (project) return projectInferenceFacts(project, further);
  return inferredInferenceFacts('conformance', payloads === undefined ? [] : await payloadFilesIn(payloads), further);
}
