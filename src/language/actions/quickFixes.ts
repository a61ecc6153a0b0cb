import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { quickFix, type Proposal } from './action.js';
import { findingSite, type FindingSite } from './fixes/fix.js';
import { disableForLine } from './fixes/suppress.js';
import { fixesFor } from './fixes/table.js';
import { turnOffRule } from './fixes/turnOff.js';
import type { Scene } from './scene.js';

const mostMends = 6;
/** Findings of a selection that actions are worked out for. */
const mostFindings = 20;

/** What can be done about findings: what mends them first, then what switches their rules off. */
export async function quickFixes(scene: Scene, findings: readonly Diagnostic[]): Promise<CodeAction[]> {
  const sites = findings.slice(0, mostFindings).flatMap((finding) => findingSite(scene, finding) ?? []);
  const mends = await Promise.all(sites.map((site) => actionsOf(site, proposals(site), mostMends)));
  const offs = await Promise.all(
    sites.map(async (site) =>
      actionsOf(site, [...(await disableForLine(site)), ...(await turnOffRule(site))], 2),
    ),
  );
  return onePreferred(unique([...mends.flat(), ...offs.flat()]));
}

/** The ways to mend one finding. */
export async function proposals(site: FindingSite): Promise<Proposal[]> {
  const found: Proposal[] = [];
  for (const fix of fixesFor(String(site.finding.code))) found.push(...(await fix(site)));
  return found;
}

async function actionsOf(
  site: FindingSite,
  found: readonly Proposal[] | Promise<readonly Proposal[]>,
  most: number,
): Promise<CodeAction[]> {
  const actions: CodeAction[] = [];
  for (const proposal of (await found).slice(0, most)) {
    const action = await quickFix(site, proposal, site.finding);
    if (action) actions.push(action);
  }
  return actions;
}

/** Two findings in one place can have the same way out: it is shown once, for both. */
function unique(actions: readonly CodeAction[]): CodeAction[] {
  const byEdit = new Map<string, CodeAction>();
  for (const action of actions) {
    const identity = `${action.title}\n${JSON.stringify(action.edit)}`;
    const known = byEdit.get(identity);
    const diagnostics = [...(known?.diagnostics ?? []), ...(action.diagnostics ?? [])];
    byEdit.set(identity, { ...(known ?? action), diagnostics });
  }
  return [...byEdit.values()];
}

/** For each finding at most one way is preferred: an editor takes the first that it meets. */
function onePreferred(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<Diagnostic>();
  return actions.map((action) => {
    const { isPreferred, ...rest } = action;
    const [finding] = action.diagnostics ?? [];
    if (!isPreferred || !finding) return action;
    if (seen.has(finding)) return rest;
    seen.add(finding);
    return action;
  });
}
