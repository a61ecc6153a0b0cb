import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';

/** Texts to begin from: the manifests of this repository's fixtures and examples, and those of `GOLDEN_PATH_MANIFESTS`. */
export function seeds(): readonly string[] {
  const folders = ['test/fixtures', 'examples', 'test/editor'].map((name) => path.join(root, name));
  const given = process.env['GOLDEN_PATH_MANIFESTS'];
  if (given) folders.push(given);
  return [...folders.flatMap(yamlBelow).map((file) => readFileSync(file, 'utf8')), ...built];
}

function yamlBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'))
    .sort();
}

/** What fixtures rarely have: anchors, merge keys, flow style, several documents, block scalars, comments everywhere. */
const built: readonly string[] = [
  longText(),
  `# head
apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: basket, labels: { a: "1" } } # flow
spec:
  type: service
  workload:
    containers:
      main: &main
        image: .
        variables:
          URL: "postgres://\${resources.db.host}:5432"
          LONG: |
            a
             b
      side:
        <<: *main
        image: side:1
    service: { ports: { web: { port: 80, targetPort: 8080 } } }
    resources: { db: { type: postgres } }
  scaling: { minReplicas: 1, maxReplicas: 3 }
  environments:
    staging: {}
    production:
      scaling: { minReplicas: 2 }
      overrides:
        containers: { main: { variables: { LEVEL: warn } } }
---
apiVersion: goldenpath.dev/v1alpha1
kind: Environment
metadata:
  name: production
spec:
  type: production
`,
  `apiVersion: score.dev/v1b1
metadata:
  name: a
containers:
  main:
    image: "."
    files:
      /etc/x:
        content: >-
          folded
          text
`,
  `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: artist-web
  tags: [java]
spec:
  type: website
  lifecycle: production
  owner: team-a
  dependsOn:
    - resource:default/artists-db
`,
  `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: t
spec:
  type: service
  parameters:
    - title: One
      properties:
        name: { type: string }
  steps:
    - id: fetch
      name: Fetch
      action: fetch:template
      input:
        url: ./skeleton
        values:
          name: \${{ parameters.name }}
  output:
    links:
      - url: \${{ steps.fetch.output.x }}
`,
  `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { kind: Widget, plural: widgets }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { size: { type: integer, minimum: 1 } } }
`,
];

/** Long enough to be read in parts. */
function longText(): string {
  const container = (name: string): string => {
    const names = Array.from(
      { length: 60 },
      (_, index) => `      VARIABLE_${index}: value ${index} of \${metadata.name}`,
    );
    return [`  ${name}:`, '    image: app:1', '    variables:', ...names, ''].join('\n');
  };
  const head = 'apiVersion: score.dev/v1b1\nmetadata:\n  name: long\ncontainers:\n';
  return `${head}${['main', 'side', 'more', 'last'].map(container).join('')}resources:\n  db:\n    type: postgres\n`;
}
