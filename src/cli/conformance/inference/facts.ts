import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AlgorithmSpec, ServingSpec } from '../../../contract/algorithm-spec';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { mediaType } from '../../../contract/media-types';
import type { Project } from '../../project';
import { servingEnvironment } from '../../simulator/job-environment';
import { payloadFilesIn, typeByExtension, type Payload } from '../../simulator/payloads';

/** What an algorithm promises beyond plain answers; what is absent is not promised. */
export type ServingPromises = Pick<ServingSpec, 'streaming' | 'metering' | 'executionParameters'>;

/** What is known of the algorithm that is looked at. Undefined and empty parts are unknown: checks that need them are skipped. */
export interface InferenceFacts extends ServingPromises {
  readonly name: string;
  readonly contentTypes: readonly string[];
  readonly responseTypes: readonly string[];
  /** Sample requests, of as many content types as are known. */
  readonly payloads: readonly Payload[];
  /** Folder with the files of a model that training left. */
  readonly model?: string;
  /** Folders with models that older versions of the algorithm left. */
  readonly olderModels?: readonly string[];
  /** Whether the image says by its label that it moves to another port. */
  readonly acceptsBindToPort?: boolean;
  /** Whether it promises a WebSocket by its label. */
  readonly bidirectional?: boolean;
  /** Whether it promises several models by its label. */
  readonly multiModels?: boolean;
  /** Whether answers carry custom attributes. */
  readonly customAttributes?: boolean;
  /** Environment of an ordinary server. */
  readonly env: Readonly<Record<string, string>>;
}

/** What neither a declaration nor sample requests tell. */
export type FurtherInferenceFacts = Partial<Omit<InferenceFacts, 'name' | 'contentTypes' | 'responseTypes' | 'payloads'>>;

const REGION: Readonly<Record<string, string>> = { [CONTAINER_ENV.region]: 'us-east-1' };

/** The facts of an algorithm whose declaration is at hand. */
export async function declaredInferenceFacts(
  algorithm: AlgorithmSpec, payloadDir: string, further: FurtherInferenceFacts = {},
): Promise<InferenceFacts> {
  const { contentTypes, responseTypes, streaming, metering, executionParameters } = algorithm.inference;
  const payloads = await readSamples(await payloadFilesIn(payloadDir), responseTypes.map(mediaType));
  return {
    name: algorithm.name,
    contentTypes: contentTypes.map(mediaType),
    responseTypes: responseTypes.map(mediaType),
    payloads: payloads.filter(({ contentType }) => contentTypes.map(mediaType).includes(contentType)),
    streaming,
    metering,
    executionParameters,
    // The runtime does so, and the generated images say so.
    acceptsBindToPort: true,
    env: REGION,
    ...further,
  };
}

/** The facts of a generated project. */
export function projectInferenceFacts(project: Project, further: FurtherInferenceFacts = {}): Promise<InferenceFacts> {
  const { algorithm, local } = project.plan;
  return declaredInferenceFacts(algorithm, join(project.dir, local.payloadDir), { env: servingEnvironment(project.plan), ...further });
}

/** The facts of an image that nobody declared: it takes what the sample requests are, and may answer with anything. */
export async function inferredInferenceFacts(
  name: string, payloadFiles: readonly string[], further: FurtherInferenceFacts = {},
): Promise<InferenceFacts> {
  const payloads = await readSamples(payloadFiles, []);
  const contentTypes = [...new Set(payloads.map(({ contentType }) => contentType))];
  return { name, contentTypes, responseTypes: [], payloads, env: REGION, ...further };
}

/** Files whose extension names no content type are no samples. */
async function readSamples(files: readonly string[], responseTypes: readonly string[]): Promise<Payload[]> {
  const samples = await Promise.all(files.map(async (file): Promise<Payload | undefined> => {
    const contentType = typeByExtension(file);
    if (contentType === undefined) return undefined;
    const accept = responseTypes.includes(contentType) ? contentType : responseTypes[0] ?? '*/*';
    return { name: basename(file), file, body: await readFile(file), contentType, accept };
  }));
  return samples.filter((sample) => sample !== undefined);
}
