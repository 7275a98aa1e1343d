import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { withEngine } from './docker.mjs';
import { reportFigures } from './figures.mjs';
import { compare, median, report } from './paired.mjs';
import { REPOSITORY, withProject, type BenchProject } from './project.mjs';
import { cliBundleArgs } from '../projenrc/cli-bundle.js';
import { Starter, type SmAlgorithmProjectOptions } from '../src/index.js';
import { starterDefinition } from '../src/plan/starter-definition.js';

/** `local` beside the same commands by hand. */
const OVERHEAD_MAX = 1.25;
/** End to end without a container engine. Unit: s. */
const PROCESS_MAX_SECONDS = 3;
const ROUNDS = 9;

const NAME = 'sm-algorithm-bench-local';
const IMAGES = { training: `${NAME}-training:latest`, inference: `${NAME}-inference:latest` } as const;

/** What somebody types who knows how SageMaker runs a container, one command after the other. `$1` keeps the runs apart. */
const BY_HAND = `#!/bin/sh
set -e
run="by-hand-$1"
mkdir -p "$run/serving"
docker build --tag ${IMAGES.training} container/training
docker build --tag ${IMAGES.inference} container/inference

for volume in input output model checkpoints; do docker volume create "$run-$volume"; done
docker create --name "$run-fill" --network none --volume "$run-input:/opt/ml/input" --volume "$run-output:/opt/ml/output" ${IMAGES.training} train
docker cp given/input/. "$run-fill:/opt/ml/input"
docker cp given/output/. "$run-fill:/opt/ml/output"
docker create --name "$run-train" --network none --env TRAINING_JOB_NAME="$run" --env AWS_REGION=us-east-1 \\
  --volume "$run-input:/opt/ml/input:ro" --volume "$run-output:/opt/ml/output" \\
  --volume "$run-model:/opt/ml/model" --volume "$run-checkpoints:/opt/ml/checkpoints" ${IMAGES.training} train
docker start "$run-train"
docker logs --follow "$run-train"
test "$(docker wait "$run-train")" = 0
docker cp "$run-train:/opt/ml/model/." "$run/model"
docker cp "$run-train:/opt/ml/output/." "$run/output"
tar -czf "$run/model.tar.gz" -C "$run/model" .

tar -xzf "$run/model.tar.gz" -C "$run/serving"
docker volume create "$run-serve"
docker network create --internal "$run-network"
docker create --name "$run-fill-serve" --network none --volume "$run-serve:/opt/ml/model" ${IMAGES.inference} serve
docker cp "$run/serving/." "$run-fill-serve:/opt/ml/model"
docker create --name "$run-serve" --network "$run-network" --read-only --tmpfs /tmp:exec --volume "$run-serve:/opt/ml/model:ro" ${IMAGES.inference} serve
docker start "$run-serve"
server="http://$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$run-serve"):8080"
until curl --silent --fail "$server/ping"; do sleep 0.05; done
for payload in test/payloads/*; do
  case "$payload" in *.json) type=application/json ;; *.jsonl) type=application/jsonlines ;; *) type=text/csv ;; esac
  curl --silent --show-error --fail --header "Content-Type: $type" --header "Accept: $type" --data-binary "@$payload" "$server/invocations"
done
docker stop -t 30 "$run-serve"
docker logs "$run-serve"
test "$(docker inspect --format '{{.State.ExitCode}}' "$run-serve")" = 0

docker rm --volumes "$run-fill" "$run-train" "$run-fill-serve" "$run-serve"
docker volume rm "$run-input" "$run-output" "$run-model" "$run-checkpoints" "$run-serve"
docker network rm "$run-network"
`;

function definition(): SmAlgorithmProjectOptions {
  const { deps: _, ...starter } = starterDefinition(Starter.IRIS_DECISION_TREE);
  return { name: NAME, ...starter };
}

/** The program as it is shipped, and the starter's data beside its sources. */
async function withProgram({ folder }: BenchProject): Promise<(engine: 'docker' | 'process') => Promise<void>> {
  cpSync(join(REPOSITORY, 'samples', 'iris-decision-tree', 'test'), join(folder, 'test'), { recursive: true });
  const program = join(folder, 'program');
  await execa(join(REPOSITORY, 'node_modules', '.bin', 'esbuild'), cliBundleArgs(program), { cwd: REPOSITORY });
  return async (engine) => {
    await execa(process.execPath, [join(program, 'main.mjs'), 'local', '--engine', engine], { cwd: folder });
  };
}

/** What a person would have laid out beforehand: the files below /opt/ml that a run of ours was given. */
function layOut(folder: string): void {
  const runs = join(folder, '.sm-algorithm', 'runs');
  const [run] = readdirSync(runs);
  cpSync(join(runs, run, 'input'), join(folder, 'given', 'input'), { recursive: true });
  cpSync(join(runs, run, 'output'), join(folder, 'given', 'output'), { recursive: true });
  writeFileSync(join(folder, 'by-hand.sh'), BY_HAND);
}

/** What `local` costs beside the same docker commands, and how long it takes without an engine. */
export async function benchLocal(): Promise<void> {
  await withEngine(() => withProject(definition(), {}, async (project) => {
    const local = await withProgram(project);
    const process: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      await local('process');
      process.push((performance.now() - started) / 1_000);
    }
    layOut(project.folder);
    // The images are built before anything is measured.
    await local('docker');
    let hands = 0;
    const byHand = async () => {
      await execa('sh', ['by-hand.sh', String(hands += 1)], { cwd: project.folder });
    };
    report([await compare('local of the iris starter', OVERHEAD_MAX, ROUNDS, () => local('docker'), byHand)], 'by hand');
    reportFigures([{
      name: 'local of the iris starter without an engine, end to end', value: median(process), unit: 's', atMost: PROCESS_MAX_SECONDS,
      beside: `${Math.min(...process).toFixed(2)} to ${Math.max(...process).toFixed(2)} s`,
    }]);
  }));
}
