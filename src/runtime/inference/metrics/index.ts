/**
 * Metrics by prom-client: in the bundle of an algorithm whose definition asks for them, and in no other.
 */
import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, type MetricObject, Registry } from 'prom-client';
import type { CreateMetrics } from '../server-metrics';

/** From what a tree takes to what the service allows. Unit: s */
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 480];

/** Counted elsewhere. */
function setTotal(counter: Counter, total: number): void {
  counter.reset();
  counter.inc(total);
}

/** For `runInference` of the generated entry program: `/metrics` in the format of Prometheus. */
export const prometheusMetrics: CreateMetrics = (occupancy) => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'sm_algorithm_invocations_total', help: 'Requests answered, by status; aborted: the caller had gone', labelNames: ['status'], registers,
  });
  const seconds = new Histogram({
    name: 'sm_algorithm_invocation_seconds', help: 'Time from the head of a request to the end of its answer', buckets: BUCKETS_SECONDS, registers,
  });
  const inFlight = new Gauge({ name: 'sm_algorithm_invocations_in_flight', help: 'Requests that are being answered', registers });
  const gauges = {
    queued: new Gauge({ name: 'sm_algorithm_queue_length', help: 'Requests that wait for a worker', registers }),
    workers: new Gauge({ name: 'sm_algorithm_workers', help: 'Threads that predict', registers }),
    busy: new Gauge({ name: 'sm_algorithm_workers_busy', help: 'Threads that predict at the moment', registers }),
  };
  const counters = {
    refused: new Counter({ name: 'sm_algorithm_requests_refused_total', help: 'Requests that found no place', registers }),
    replaced: new Counter({ name: 'sm_algorithm_workers_replaced_total', help: 'Workers that ended or were stopped, and were replaced', registers }),
  };
  const lookBehindSeam = (): void => {
    const { queued = 0, workers = 0, busy = 0, refused = 0, replaced = 0 } = occupancy() ?? {};
    gauges.queued.set(queued);
    gauges.workers.set(workers);
    gauges.busy.set(busy);
    setTotal(counters.refused, refused);
    setTotal(counters.replaced, replaced);
  };
  return {
    contentType: registry.contentType,
    begin() {
      inFlight.inc();
      const startedAt = performance.now();
      return (status) => {
        inFlight.dec();
        requests.inc({ status });
        seconds.observe((performance.now() - startedAt) / 1000);
      };
    },
    snapshot() {
      lookBehindSeam();
      return registry.getMetricsAsJSON();
    },
    text(snapshots) {
      if (snapshots) return AggregatorRegistry.aggregate(snapshots as MetricObject[][]).metrics();
      lookBehindSeam();
      return registry.metrics();
    },
  };
};
