import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Programs } from '../cluster/ground.js';
import { freePorts } from '../ports.js';
import { startServer, until, type Server } from '../processes.js';
import { allRules } from './rules.js';
import { services, startShop } from './shop.js';

export interface PrometheusAddresses {
  readonly url: string;
  /** What is scraped; `POST /checkout?errors=0.5` changes how much fails from then on. */
  readonly shop: string;
}

export interface RunningPrometheus {
  readonly addresses: PrometheusAddresses;
  readonly server: Server;
  stop(): Promise<void>;
}

/** A Prometheus that scrapes a shop every second and computes the objectives that Sloth and Pyrra would have written. */
export async function startPrometheus(folder: string, programs: Programs): Promise<RunningPrometheus> {
  mkdirSync(folder, { recursive: true });
  const shop = await startShop();
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const rules = path.join(folder, 'rules.yml');
  writeFileSync(rules, stringify(allRules(), { lineWidth: 0 }));
  const target = new URL(shop.url).host;
  const configuration = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: services.map((service) => ({
      job_name: service,
      metrics_path: `/${service}`,
      static_configs: [{ targets: [target] }],
    })),
  };
  writeFileSync(path.join(folder, 'prometheus.yml'), stringify(configuration));
  const server = await startServer({
    name: 'prometheus',
    file: programs['prometheus'] ?? 'prometheus',
    folder,
    args: [
      `--config.file=${path.join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    ready: async () => {
      const response = await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(5000) });
      if (!response.ok) throw new Error(`GET ${url}/-/ready answers ${response.status}`);
    },
  });
  await until('the rules have been computed', () => hasValue(url, 'slo:period_error_budget_remaining:ratio'));
  return { addresses: { url, shop: shop.url }, server, stop: () => shop.stop() };
}

async function hasValue(url: string, query: string): Promise<true | undefined> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await response.json()) as { data: { result: readonly unknown[] } };
  return data.result.length > 0 || undefined;
}
