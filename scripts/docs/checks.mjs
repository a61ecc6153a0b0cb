/** The page of the conformance kit's checks, from the checks themselves. */
import { build } from 'esbuild';
import path from 'node:path';

/** The file for docs/api. */
export async function checksPage(root) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/conformance/conformance.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  const { allChecks } = await import(`data:text/javascript;base64,${source}`);
  const sections = ['read', 'deploy', 'full'].flatMap((level) => [
    `## ${level}`,
    [
      '| check | what holds when it passes |',
      '|---|---|',
      ...allChecks()
        .filter((check) => check.level === level)
        .map(({ id, proves }) => `| \`${id}\` | ${proves.replaceAll('|', '\\|')} |`),
    ].join('\n'),
  ]);
  return `${[
    '<!-- Made by npm run docs from src/conformance. -->',
    '# Checks of the conformance kit',
    'What `golden-path conformance <url>` judges, by level. A check that does not apply to a platform (a capability that it does not declare, sign-in that it does not ask for) counts neither way.',
    ...sections,
  ].join('\n\n')}\n`;
}
