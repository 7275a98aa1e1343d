import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { JsonFile } from 'projen/lib/json';
import { type AlgorithmPlan, PLAN_FILE } from '../contract/plan';

/** The plan as JSON: all that the program behind the tasks reads of a definition. */
export class PlanFile extends Component {
  constructor(project: Project, plan: AlgorithmPlan) {
    super(project);
    new JsonFile(project, PLAN_FILE, { obj: plan });
  }
}
