import { lstatSync, readFileSync } from 'node:fs';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { MODEL_MANIFEST_FILE, parseModelManifest, type ModelManifest, type ModelManifestFile } from '../../contract/model-manifest';
import { quoted } from '../../contract/quoted';
import type { Log } from '../shared/log';
import { pathInside } from '../shared/name-inside';
import { RuntimeError } from '../shared/runtime-error';

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new RuntimeError('SMA_RUN_MODEL_MANIFEST', `cannot be read (${code})`);
  }
}

function checkFile(folder: string, { name, bytes }: ModelManifestFile): void {
  const found = lstatSync(pathInside(folder, name), { throwIfNoEntry: false });
  if (!found) throw new RuntimeError('SMA_RUN_MODEL_FILE', name, `is missing in ${folder}`);
  if (!found.isFile()) throw new RuntimeError('SMA_RUN_MODEL_FILE', name, 'is no regular file');
  if (found.size !== bytes) throw new RuntimeError('SMA_RUN_MODEL_FILE', name, `has ${found.size} bytes; training wrote ${bytes}`);
}

/** In words, for the log: what trained the model, and when that was not this version. */
function origin({ algorithm, files }: ModelManifest, spec: AlgorithmSpec): string {
  const trained = algorithm.version === undefined ? '' : `, trained by version ${algorithm.version}`;
  const other = algorithm.version === spec.version ? '' : ` and served by ${spec.version === undefined ? 'one without version' : `version ${spec.version}`}`;
  return `the model of ${algorithm.name} has ${files.length} file${files.length === 1 ? '' : 's'}${trained}${other}`;
}

/**
 * Checks the model against its manifest, as far as that is possible without knowing the model: who trained it, and whether every
 * file has arrived whole. A model without manifest is foreign or of an older version, and its loader has to judge it.
 * @returns undefined when there is no manifest
 * @throws RuntimeError SMA_RUN_MODEL_MANIFEST, SMA_RUN_MODEL_FILE, SMA_RUN_FILE_NAME
 */
export function readManifest(folder: string, spec: AlgorithmSpec, log: Log): ModelManifest | undefined {
  const text = textOf(`${folder}/${MODEL_MANIFEST_FILE}`);
  if (text === undefined) {
    log.info(`the model has no ${MODEL_MANIFEST_FILE}, so nothing is checked before it is loaded`);
    return undefined;
  }
  const parsed = parseModelManifest(text);
  if ('problem' in parsed) throw new RuntimeError('SMA_RUN_MODEL_MANIFEST', parsed.problem);
  const { manifest } = parsed;
  if (manifest.algorithm.name !== spec.name) {
    throw new RuntimeError('SMA_RUN_MODEL_MANIFEST', `says that the model is of the algorithm ${quoted(manifest.algorithm.name)}; this is ${quoted(spec.name)}`);
  }
  for (const file of manifest.files) checkFile(folder, file);
  log.info(origin(manifest, spec));
  return manifest;
}
