/** The page of a run of checks; pure. Loaded lazily: the plots are large. */
import { checkSections, countsSection, timeSection } from './check-sections';
import { renderPage } from './page';
import type { ResultsDocument } from '../conformance/reports/results-document';
import { duration, moment } from '../quantities';

export const renderResultsPage = ({ ok, startedAt, durationMs, subjects }: ResultsDocument): string => renderPage({
  title: ok ? 'Conformance: nothing failed' : 'Conformance: checks failed',
  subtitle: `${subjects.map(({ subject }) => subject).join(' · ')} · ${moment(new Date(startedAt))} · ${duration(durationMs)}`,
  sections: [countsSection(subjects), ...checkSections(subjects), timeSection(subjects)],
  footer: 'Written by sm-algorithm conformance. M: the image, T: training, I: inference, R: the request.',
});
