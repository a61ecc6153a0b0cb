import assert from 'node:assert/strict';
import { header } from '../support.js';
import { Desk, titled } from './support.js';

/** What a text becomes by an action. */
async function after(text: string, title: string): Promise<string> {
  const desk = new Desk(text);
  return desk.apply(titled(await desk.actions(), title)).text;
}

const pipeline = (stages: string): string =>
  `${header}kind: DeliveryPipeline\nmetadata: { name: usual }\nspec:\n  stages:${stages}`;
const service = (rest: string): string =>
  `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: service\n${rest}`;
const objective = (indicator: string): string =>
  service(
    `  workload: { scoreFile: score.yaml }\n  slos:\n    - name: up\n      targetPercent: 99\n      indicator:${indicator}`,
  );
const variables = (written: string, rest = ''): string =>
  service(`  workload:\n    containers:\n      main:\n        image: .\n        variables:${written}${rest}`);
const secret = 'API_KEY: sk_live_51Habcdefghijklmnop0123456789';

describe('comments, where something is removed', () => {
  it('go with a stage and stay with the others', async () => {
    assert.equal(
      await after(
        pipeline(
          ' [\n    # first\n    { environment: dev }, # dev\n    # again\n    { environment: dev }, # twice\n    # last\n    { environment: live } # live\n  ]\n',
        ),
        'Remove this stage',
      ),
      pipeline(
        ' [\n    # first\n    { environment: dev }, # dev\n    # last\n    { environment: live } # live\n  ]\n',
      ),
    );
    assert.equal(
      await after(
        pipeline(
          '\n    # first\n    - environment: dev # dev\n\n    # again\n    - environment: dev # twice\n      # of it\n      gates: { soakTime: 1h }\n',
        ),
        'Remove this stage',
      ),
      pipeline('\n    # first\n    - environment: dev # dev\n'),
    );
  });

  it('go with the first of two keys', async () => {
    const rest = '  workload: { scoreFile: score.yaml }\n';
    assert.equal(
      await after(service(`  # old\n  owner: a # a\n  # new\n  owner: b # b\n${rest}`), 'Remove the first'),
      service(`  # new\n  owner: b # b\n${rest}`),
    );
    const flow = (spec: string): string =>
      `${header}kind: Service\nmetadata: { name: basket }\nspec: ${spec}`;
    assert.equal(
      await after(
        flow(
          '{\n  type: service,\n  # old\n  owner: a, # a\n  # new\n  owner: b, # b\n  workload: { scoreFile: score.yaml } # w\n}\n',
        ),
        'Remove the first',
      ),
      flow('{\n  type: service,\n  # new\n  owner: b, # b\n  workload: { scoreFile: score.yaml } # w\n}\n'),
    );
  });

  it('stay with what is kept alone, also where the text ends without a line break', async () => {
    const three = [
      '# up\n        availability: {} # a',
      '# slow\n        latency: { thresholdMs: 250 } # l',
      '# file\n        openslo: { file: a.yaml } # o',
    ];
    const block = ` # of all\n        ${three.join('\n        ')}`;
    for (const [index, name] of ['availability', 'latency', 'openslo'].entries()) {
      const kept = three[index] ?? '';
      assert.equal(
        await after(objective(block), `Keep only “${name}”`),
        objective(` # of all\n        ${kept}`),
      );
      const flow = three.map((one) => one.replace(/ (#.*)$/, ', $1')).join('\n        ');
      assert.equal(
        await after(objective(` { # of all\n        ${flow}\n      }\n`), `Keep only “${name}”`),
        objective(` { # of all\n        ${kept.replace(/ (#.*)$/, ', $1')}\n      }\n`),
      );
    }
  });

  it('go along with a secret to where it is named', async () => {
    const there = '  secrets:\n    # the key\n    # mine\n    API_KEY:\n      key: basket/api-key\n';
    const title = 'Name “API_KEY”';
    assert.equal(
      await after(
        variables(`\n          LOG: info # l\n          # the key\n          ${secret} # mine\n`),
        title,
      ),
      variables('\n          LOG: info # l\n', there),
    );
    assert.equal(
      await after(variables(` # all\n          # the key\n          ${secret} # mine\n`), title),
      variables(' {} # all\n', there),
    );
    assert.equal(
      await after(
        variables(
          ` {\n          # the key\n          ${secret}, # mine\n          LOG: info # l\n        }\n`,
        ),
        title,
      ),
      variables(' {\n          LOG: info # l\n        }\n', there),
    );
    const flow = '  # others\n  secrets: { OTHER: { key: a } }\n';
    assert.equal(
      await after(variables(`\n          LOG: info\n          ${secret} # mine\n`, flow), title),
      variables(
        '\n          LOG: info\n',
        '  # others\n  # mine\n  secrets: { OTHER: { key: a }, API_KEY: { key: basket/api-key } }\n',
      ),
    );
  });
});
