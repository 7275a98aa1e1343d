import { posix } from 'node:path';
import type { IResolver, Project } from 'projen';
import { Component } from 'projen/lib/component';
import { FileBase } from 'projen/lib/file';
import { exampleCalls } from './listing/example-calls';
import { exampleJobs, nameStem } from './listing/example-values';
import { notebookOf } from './listing/notebook';
import { usageView } from './listing/usage-view';
import { renderTemplate, TemplateFile } from './template-file';
import { LISTING_DIR } from '../contract/listing';
import type { AlgorithmPlan } from '../contract/plan';

/** Not `boto3.py`: Python would import it in the place of the library. */
const PROGRAM = `${LISTING_DIR}/notebook.py`;

/**
 * What a product page of AWS Marketplace asks for: usage text, a sample notebook, and snippets for three ways to call. The
 * samples beside them are written by `algorithm:listing`, since only a run knows the answers.
 */
export class ListingFiles extends Component {
  constructor(project: Project, plan: AlgorithmPlan) {
    super(project);
    const at = (name: string) => posix.join(LISTING_DIR, name);
    const { contentType, accept, patienceSeconds } = exampleJobs(plan);
    // Absent in the view where there is nothing to tune: a template's `if` reads that.
    const snippets = {
      name: plan.algorithm.name, description: plan.description ?? '', nameStem: nameStem(plan), contentType, accept, patienceSeconds, tuningJob: false,
      ...exampleCalls(plan),
    };
    new TemplateFile(project, at('usage.md'), at('usage.md'), usageView(plan));
    new TemplateFile(project, PROGRAM, PROGRAM, snippets);
    new TemplateFile(project, at('aws-cli.sh'), at('aws-cli.sh'), snippets, { executable: true });
    new TemplateFile(project, at('aws-sdk.mjs'), at('aws-sdk.mjs'), snippets);
    new NotebookFile(project, at('notebook.ipynb'), snippets);
  }
}

/** The cells of the program as a notebook; JSON, hence without projen's marker. */
class NotebookFile extends FileBase {
  constructor(project: Project, filePath: string, private readonly view: object) {
    super(project, filePath, { readonly: true, marker: false });
  }

  protected synthesizeContent(_resolver: IResolver): string {
    return `${JSON.stringify(notebookOf(renderTemplate(PROGRAM, { marker: '', ...this.view })), null, 1)}\n`;
  }
}
