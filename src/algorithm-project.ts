import type { InitProject } from 'projen';
import * as javascript from 'projen/lib/javascript';
import type { SmAlgorithmProjectOptions } from './definition/algorithm-options';
import { type NewOption, readCreation, switchProblems } from './plan/creation';
import { DefinitionError } from './plan/definition-error';
import { resolvePlan } from './plan/resolve-plan';
import { projenOptionNames } from './projen-options';
import { AlgorithmModule } from './synth/algorithm-module';
import { AlgorithmTasks } from './synth/algorithm-tasks';
import { ContainerFiles } from './synth/container-files';
import { reportPlainly } from './synth/definition-report';
import { PlanFile } from './synth/plan-file';
import { ProgramBundles, BUNDLER_OPTIONS } from './synth/program-bundles';
import { AlgorithmProjenrc } from './synth/projenrc-file';
import { ReadmeTables, readmeContents } from './synth/readme-tables';
import { StaleOutputs } from './synth/stale-outputs';
import { StarterFiles } from './synth/starter-files';
import { BIOME_OPTIONS, TypeScriptTools } from './synth/typescript-tools';

const PROJEN_OPTIONS = 'projen.javascript.NodeProjectOptions';

/** What projen's own options are when a definition does not say: few files, npm, nothing that publishes the algorithm. */
function projenDefaults(options: SmAlgorithmProjectOptions): Partial<javascript.NodeProjectOptions> {
  return {
    packageManager: javascript.NodePackageManager.NPM,
    // Nothing imports the project: its programs are in the images.
    entrypoint: '',
    // The definition is TypeScript; jest would start slower than all other checks together take.
    projenrcJs: false,
    jest: false,
    biome: true,
    biomeOptions: BIOME_OPTIONS,
    bundlerOptions: BUNDLER_OPTIONS,
    // An algorithm product is its seller's property unless he says otherwise.
    licensed: options.license !== undefined,
    release: false,
    depsUpgradeOptions: { workflow: false },
    githubOptions: { mergify: false, pullRequestLint: false },
    pullRequestTemplate: false,
  };
}

/**
 * A SageMaker algorithm product: from one definition its Dockerfiles, `train` and `serve` scripts, bundled programs,
 * types, documents and tasks.
 *
 * @pjid sm-algorithm
 */
export class SmAlgorithmProject extends javascript.NodeProject {
  /**
   * @param options the definition
   * @throws an error with every problem of the definition at once, before anything is written
   */
  constructor(options: SmAlgorithmProjectOptions) {
    const creation = readCreation(options);
    const given: SmAlgorithmProjectOptions = creation ? { ...options, ...creation.options } as SmAlgorithmProjectOptions : options;
    const plan = tellPlainly(() => resolvePlan(given, () => projenOptionNames(PROJEN_OPTIONS), creation?.problems));

    super({ readme: { contents: readmeContents(plan) }, ...projenDefaults(given), ...stated(given) });
    if (creation) refuseUnknownSwitches(this.initProject!);

    new AlgorithmProjenrc(this, (initProject) => creation!.text(newOptions(initProject)));
    new TypeScriptTools(this, plan);
    new ProgramBundles(this, plan);
    new ContainerFiles(this, plan);
    new AlgorithmModule(this, plan);
    new PlanFile(this, plan);
    new ReadmeTables(this, plan);
    new AlgorithmTasks(this, plan);
    new StaleOutputs(this, plan);
    if (creation) new StarterFiles(this, creation.starter);
  }
}

/** An error that nobody catches ends `npx projen` with the problems alone, without a stack. */
function tellPlainly<T>(resolve: () => T): T {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof DefinitionError) reportPlainly((uncaught) => uncaught instanceof DefinitionError);
    throw error;
  }
}

/** Without the options that hold undefined: they are not given. */
const stated = (options: SmAlgorithmProjectOptions): SmAlgorithmProjectOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as SmAlgorithmProjectOptions;

const newOptions = ({ type }: InitProject): readonly NewOption[] => type.options as unknown as readonly NewOption[];

/** `projen new --from` drops a switch that it does not know without a word. */
function refuseUnknownSwitches(initProject: InitProject): void {
  const problems = switchProblems(process.argv.slice(2), newOptions(initProject));
  if (problems.length > 0) throw new DefinitionError(problems);
}
