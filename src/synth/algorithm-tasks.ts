import type { javascript } from 'projen';
import { Component } from 'projen/lib/component';
import { LOCAL_KEYS_DIR } from '../contract/encryption';
import { type AlgorithmPlan, ENDPOINT_FILE, RUNS_DIR, SBOM_DIR, SIZE_PAGE, VALIDATION_DIR } from '../contract/plan';

/** The tasks that call the program. Each is one line; nothing of value lives in a task's text. */
export class AlgorithmTasks extends Component {
  constructor(project: javascript.NodeProject, plan: AlgorithmPlan) {
    super(project);
    const add = (name: string, description: string, args: readonly string[] = [name], before: readonly string[] = []) => {
      project.addTask(name, {
        description,
        receiveArgs: true,
        steps: [...before.map((spawn) => ({ spawn })), { execArgs: ['sm-algorithm', ...args], receiveArgs: true }],
      });
    };

    add('image:build', 'Build the container images (needs a Docker engine)', ['image:build'], ['bundle']);
    if (plan.imageLayout === 'separate') {
      for (const { name } of plan.images) {
        add(`image:build:${name}`, `Build the ${name} image (needs a Docker engine)`, ['image:build', '--image', name], ['bundle']);
      }
    }
    add('image:check', 'Run the checks 1 to 14 on the built images');
    add('image:size', 'Show what each layer and each package costs');
    add('image:sbom', 'Write what the built images hold, as CycloneDX, and its licences');
    add('doctor', 'Look for what keeps this machine from building and running; --fix puts right what it can');
    add('local', 'What SageMaker does, here: train, pack the model, serve, invoke, report', ['local'], ['bundle']);
    add('local:train', 'Train as SageMaker would', ['local:train'], ['bundle']);
    add('local:serve', 'Serve the newest model on 127.0.0.1 until Ctrl-C', ['local:serve'], ['bundle']);
    add('local:invoke', 'Send the sample payloads, or files, to the running local:serve');
    add('local:transform', 'Transform the sample payloads, or a folder, in a batch as SageMaker would', ['local:transform'], ['bundle']);
    add('local:rehearse', 'Do what AWS does to validate the algorithm: train, then transform', ['local:rehearse'], ['bundle']);
    add('drill:stop', 'Stop a training job as SageMaker does, and see what it leaves', ['drill:stop'], ['bundle']);
    add('drill:spot', 'Take the machine away from a training job and start it again on its checkpoints', ['drill:spot'], ['bundle']);
    add('drill:hosts', 'Train on several hosts, and once more with one of them killed', ['drill:hosts'], ['bundle']);
    add('drill:overload', 'Send a server more requests than it can answer', ['drill:overload'], ['bundle']);
    add('report', 'Open the page of the newest local run');
    add('conformance', 'Run the numbered checks on the images, or on the programs where no engine answers', ['conformance'], ['bundle']);
    add('ecr:tag', 'Name the images for Amazon ECR');
    add('ecr:login', "Log docker in to Amazon ECR, in docker's own settings");
    add('ecr:push', 'Push the images to Amazon ECR, read them back and record their digests');
    add('algorithm:spec', 'Write and show the CreateAlgorithm request');
    add('algorithm:check', 'Check the CreateAlgorithm request, and the images where they are built');
    add('algorithm:data', 'Lay out the data set that AWS validates with, from the sample data');
    add('algorithm:create', 'Make the algorithm in AWS and follow its validation');
    add('algorithm:status', 'Show what AWS says of the algorithm');
    add('algorithm:diff', 'Say what breaks those who use an older create-algorithm.json');
    add('algorithm:listing', 'Put the payloads and answers of the newest local run into the listing kit');

    // Images are part of `build` where an engine answers; elsewhere the program says why not and goes on.
    project.packageTask.execArgs(['sm-algorithm', 'image:build', '--when-possible']);

    const keys = plan.algorithm.encryption ? [`/${LOCAL_KEYS_DIR}/`] : [];
    const written = [`/${RUNS_DIR}/`, `/${VALIDATION_DIR}/`, `/${SBOM_DIR}/`, `/${SIZE_PAGE}`, `/${ENDPOINT_FILE}`, ...keys];
    for (const path of written) project.gitignore.exclude(path);
    project.npmignore?.exclude('/.sm-algorithm/');
  }
}
