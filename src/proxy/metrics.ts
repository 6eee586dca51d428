/**
 * What is counted and measured, as one table, and the interface of whoever keeps the numbers. A host brings it; the
 * Node server's is `src/metrics.ts`. Labels have few values each: routes are patterns and never paths, calls are kinds.
 */

/** Seconds, from an answer out of memory to a checkout that was held as long as it may be. */
const LATENCIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];

/** Every metric of the proxy's own. A new one is a line here, and a call where it happens. */
export const metricTable = {
  pushcart_requests_total: {kind: 'counter', help: 'Requests answered.', labels: ['method', 'route', 'status']},
  pushcart_request_seconds: {
    kind: 'histogram',
    help: 'Time from a request to its answer.',
    labels: ['route'],
    buckets: LATENCIES,
  },
  pushcart_carts_total: {
    kind: 'counter',
    help: 'Answers about a cart: its status, or the code of the problem.',
    labels: ['intent', 'answer'],
  },
  pushcart_carts_pending: {
    kind: 'gauge',
    help: 'Carts whose shopper was told to wait, and has not been answered otherwise since.',
    labels: [],
  },
  pushcart_reconcile_rounds: {
    kind: 'histogram',
    help: 'Times that the cart of one request was planned and written. More than one: the store was unclear.',
    labels: [],
    buckets: [1, 2, 3, 4],
  },
  pushcart_empty_carts_total: {
    kind: 'counter',
    help: 'Carts that the store may have made without anybody learning their key. They stay empty.',
    labels: [],
  },
  pushcart_store_calls_total: {
    kind: 'counter',
    help: 'Calls of the store by kind and outcome.',
    labels: ['call', 'outcome'],
  },
  pushcart_store_call_seconds: {
    kind: 'histogram',
    help: 'Time from a call of the store to its answer.',
    labels: ['call'],
    buckets: LATENCIES,
  },
  pushcart_budget_wait_seconds: {
    kind: 'histogram',
    help: 'Time that a call waited for its turn, and what it got: granted, late or aborted.',
    labels: ['class', 'grant'],
    buckets: LATENCIES,
  },
  pushcart_budget_used_calls: {
    kind: 'gauge',
    help: "Calls in the store's bucket, as far as this process knows.",
    labels: [],
  },
  pushcart_budget_capacity_calls: {kind: 'gauge', help: 'Calls that the budget plans with.', labels: []},
  pushcart_budget_queue: {kind: 'gauge', help: 'Calls that wait for their turn.', labels: ['class']},
  pushcart_mirror_age_seconds: {
    kind: 'gauge',
    help: 'Time since the mirror last asked the store for changes and got them all. Absent until it is full.',
    labels: [],
  },
  pushcart_mirror_products: {kind: 'gauge', help: 'Products in the mirror.', labels: []},
  pushcart_mirror_full: {kind: 'gauge', help: '1 once the mirror holds the whole catalogue.', labels: []},
  pushcart_info: {kind: 'gauge', help: 'Always 1; the version is the label.', labels: ['version']},
} as const satisfies Record<string, Definition>;

interface Definition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds, for a histogram. */
  readonly buckets?: readonly number[];
}
type Table = typeof metricTable;
export type MetricName = keyof Table;
type NameOf<K extends Definition['kind']> = {[N in MetricName]: Table[N]['kind'] extends K ? N : never}[MetricName];
export type LabelsOf<N extends MetricName> = Readonly<Record<Table[N]['labels'][number], string>>;

export interface Metrics {
  /** One more. */
  count<N extends NameOf<'counter'>>(name: N, labels: LabelsOf<N>): void;
  /** One measurement: seconds where the name says so. */
  observe<N extends NameOf<'histogram'>>(name: N, value: number, labels: LabelsOf<N>): void;
  /** Says once how a gauge is read; that happens whenever somebody asks for the metrics. */
  read<N extends NameOf<'gauge'>>(name: N, values: () => readonly (readonly [LabelsOf<N>, number])[]): void;
  /** All of it in Prometheus' text format. Without it there is no `/metrics`. */
  expose?(): Promise<{readonly type: string; readonly text: string}>;
}

/** Keeps nothing. */
export const noMetrics: Metrics = {count() {}, observe() {}, read() {}};
