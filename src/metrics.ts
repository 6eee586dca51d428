/** The proxy's metrics, and those of this process, kept for Prometheus. */
import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client';
import {metricTable, type MetricName, type Metrics} from './proxy/index.js';

/** Memory, event loop and the like belong to the process, however many proxies are in it. */
let ofProcess: Registry | undefined;
function watchProcess(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry();
    collectDefaultMetrics({register: ofProcess});
  }
  return ofProcess;
}

/** Keeps the metrics of one proxy. */
export function createMetrics(): Required<Metrics> {
  const own = new Registry();
  const process = watchProcess();
  const describe = (name: MetricName) => {
    const {help, labels} = metricTable[name];
    return {name, help, labelNames: [...labels] as string[], registers: [own]};
  };
  const counters = new Map<MetricName, Counter>();
  const histograms = new Map<MetricName, Histogram>();
  for (const [name, definition] of entriesOf(metricTable)) {
    if (definition.kind === 'counter') counters.set(name, new Counter(describe(name)));
    if (definition.kind === 'histogram')
      histograms.set(name, new Histogram({...describe(name), buckets: [...definition.buckets]}));
  }
  return {
    count: (name, labels) => counters.get(name)?.inc(labels),
    observe: (name, value, labels) => histograms.get(name)?.observe(labels, value),
    read(name, values) {
      new Gauge({
        ...describe(name),
        collect() {
          this.reset();
          const now = values();
          // One without labels would say 0 where there is nothing to say.
          if (now.length === 0 && metricTable[name].labels.length === 0) this.remove({});
          for (const [labels, value] of now) this.set(labels, value);
        },
      });
    },
    expose: async () => ({type: own.contentType, text: (await own.metrics()) + (await process.metrics())}),
  };
}

const entriesOf = <T extends object>(table: T) => Object.entries(table) as {[N in keyof T]: [N, T[N]]}[keyof T][];
