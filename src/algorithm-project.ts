import type { InitProject } from 'projen';
import * as javascript from 'projen/lib/javascript';
import type { AlgorithmPlan } from './contract/plan';
import type { SmAlgorithmProjectOptions } from './definition/algorithm-options';
import { type NewOption, readCreation, switchProblems } from './plan/creation';
import { DefinitionError, problemText } from './plan/definition-error';
import { resolvePlan } from './plan/resolve-plan';
import { projenOptions } from './projen-options';
import { AlgorithmModule } from './synth/algorithm-module';
import { AlgorithmTasks } from './synth/algorithm-tasks';
import { ContainerFiles } from './synth/container-files';
import { endPlainly, reportPlainly } from './synth/definition-report';
import { ListingFiles } from './synth/listing-files';
import { PlanFile } from './synth/plan-file';
import { ProgramBundles, BUNDLER_OPTIONS } from './synth/program-bundles';
import { AlgorithmProjenrc } from './synth/projenrc-file';
import { ReadmeTables, readmeContents } from './synth/readme-tables';
import { RequestFile } from './synth/request-file';
import { StaleOutputs } from './synth/stale-outputs';
import { StarterFiles } from './synth/starter-files';
import { BIOME_OPTIONS, TypeScriptTools } from './synth/typescript-tools';

/** What npm calls a package without a licence; projen has no text for it. */
const UNLICENSED = 'UNLICENSED';

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
    // An algorithm product is its seller's property unless he says otherwise.
    licensed: options.license !== undefined && options.license !== UNLICENSED,
    release: false,
    depsUpgradeOptions: { workflow: false },
    githubOptions: { mergify: false, pullRequestLint: false },
    pullRequestTemplate: false,
  };
}

/** Options of projen's that are ours and the user's together. */
function mergedOptions(
  { biomeOptions, bundlerOptions, readme }: SmAlgorithmProjectOptions, plan: AlgorithmPlan,
): Partial<javascript.NodeProjectOptions> {
  return {
    readme: { contents: readmeContents(plan), ...readme },
    biomeOptions: { ...BIOME_OPTIONS, ...biomeOptions, biomeConfig: { ...BIOME_OPTIONS.biomeConfig, ...biomeOptions?.biomeConfig } },
    // The images' folders are where the bundles have to be.
    bundlerOptions: { ...BUNDLER_OPTIONS, ...bundlerOptions, assetsDir: BUNDLER_OPTIONS.assetsDir },
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
    const known = () => projenOptions(PROJEN_OPTIONS);
    const creation = readCreation(options, known);
    const given: SmAlgorithmProjectOptions = creation ? { ...options, ...creation.options } as SmAlgorithmProjectOptions : options;
    const { plan, warnings } = tellPlainly(() => resolvePlan(given, known, creation?.problems));

    const license = given.license === UNLICENSED ? undefined : given.license;
    super({ ...projenDefaults(given), ...stated(given), license, ...mergedOptions(given, plan) });
    for (const warning of warnings) this.logger.warn(problemText(warning));
    if (creation) tellPlainly(() => refuseUnknownSwitches(this.initProject!));
    // Where CI is set projen installs by `npm ci`, which needs the lockfile that a new project gets by its first install.
    if (creation && isProjenNew()) delete process.env.CI;

    // A subproject is defined by its root's .projenrc.ts.
    if (!this.parent) new AlgorithmProjenrc(this, (initProject) => creation!.text(newOptions(initProject)));
    // npm publishes nothing by mistake; images are what is published.
    if (!given.releaseToNpm) this.package.addField('private', true);
    this.npmignore?.exclude('/.github/');
    new TypeScriptTools(this, plan);
    new ProgramBundles(this, plan);
    new ContainerFiles(this, plan);
    new AlgorithmModule(this, plan);
    new RequestFile(this, plan);
    new ListingFiles(this, plan);
    new PlanFile(this, plan);
    new ReadmeTables(this, plan, given.readme?.filename);
    new AlgorithmTasks(this, plan);
    new StaleOutputs(this, plan);
    if (creation) new StarterFiles(this, creation.starter);
  }
}

/** An error of the definition ends `npx projen` and `projen new` with the problems alone, without a stack. */
function tellPlainly<T>(resolve: () => T): T {
  try {
    return resolve();
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    if (isProjenNew()) endPlainly(error.message);
    reportPlainly((uncaught) => uncaught instanceof DefinitionError);
    throw error;
  }
}

/** Whether this process is `projen new …`, and not one that makes projects by projen's API. */
const isProjenNew = (): boolean => process.argv[2] === 'new';

/** Without the options that hold undefined: they are not given. */
const stated = (options: SmAlgorithmProjectOptions): SmAlgorithmProjectOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as SmAlgorithmProjectOptions;

const newOptions = ({ type }: InitProject): readonly NewOption[] => type.options as unknown as readonly NewOption[];

/** `projen new --from` drops a switch that it does not know without a word. */
function refuseUnknownSwitches(initProject: InitProject): void {
  const problems = switchProblems(process.argv.slice(2), newOptions(initProject));
  if (problems.length > 0) throw new DefinitionError(problems);
}
