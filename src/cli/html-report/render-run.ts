/** The page of a local run; pure. Loaded lazily: the plots are large. */
import { checkSections } from './check-sections';
import { renderPage, type Section } from './page';
import { factsSection, latencySection, metricsSection, phasesSection, predictionsSection, problemSection, statusSection, usageSection } from './run-sections';
import type { RunView } from './run-view';

const NO_CHECKS: Section = { title: 'Checks', content: { absent: 'The run came to no checks.' } };

export const renderRun = (view: RunView): string => renderPage({
  title: view.title,
  subtitle: view.subtitle,
  sections: [
    ...(view.problem === undefined ? [] : [problemSection(view.problem)]),
    factsSection(view),
    phasesSection(view),
    statusSection(view),
    metricsSection(view),
    latencySection(view),
    predictionsSection(view),
    usageSection(view),
    ...(view.checks.length > 0 ? checkSections(view.checks) : [NO_CHECKS]),
  ],
  footer: view.footer,
});
