/** What is written from the table of rules in src/language/rules/codes.ts. */
import { build } from 'esbuild';
import path from 'node:path';

/** The table, as the code has it. */
export async function ruleTable(root) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/language/rules/codes.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  const { rules } = await import(`data:text/javascript;base64,${source}`);
  return rules;
}

const severities = ['error', 'warning', 'information', 'hint', 'off'];

/** The properties of the setting goldenPath.rules: an editor completes them. */
export function settingProperties(rules) {
  return Object.fromEntries(
    rules.map(({ code, severity, summary }) => [
      code,
      { type: 'string', enum: severities, default: severity, description: `${summary}.` },
    ]),
  );
}

const needs = {
  document: 'the document',
  files: 'the files beside it',
  workspace: 'the workspace, or the platform',
  platform: 'the platform',
};

/** The list of all rules with their pages. */
export function ruleIndex(rules) {
  const rows = rules.map(
    ({ code, severity, summary, needs: need }) =>
      `| [\`${code}\`](${code.replace('/', '--')}.md) | ${summary} | ${severity} | ${needs[need]} |`,
  );
  return `# Rules

Each finding has a code, and each code a page. \`npm run docs\` writes this list from the table of rules in
\`src/language/rules/codes.ts\`.

| code | what it finds | severity | decided by |
|---|---|---|---|
${rows.join('\n')}

## Severity

The setting \`goldenPath.rules\`, and \`rules\` in \`golden-path.yaml\`, make a rule graver or milder, or switch it \`off\`.
What needs the workspace or the platform is silent where that is not known, incomplete or stale, and never an error by
itself.

## Comments

\`\`\`yaml
# golden-path-disable-next-line schema/wrong-value, score/image-tag
# golden-path-disable score/image-tag -- words after two hyphens say why
# golden-path-enable score/image-tag
\`\`\`

The first holds for the line below it. The second holds until the third, or until the end of the document; the third
without a code ends all that are open. Faults of the syntax can only be mended.
`;
}
