import { t } from '../../base/l10n.js';
import type { Tone as BarTone } from '../charts/series.js';

type Tone = 'good' | 'warn' | 'bad' | 'muted';

/** A state's word for a person, and how it stands. A word that is new to us is shown as it came. */
export interface Word {
  readonly word: string;
  readonly tone: Tone;
}

export function healthWord(health: string): Word {
  switch (health) {
    case 'Healthy':
      return { word: t('Healthy'), tone: 'good' };
    case 'Progressing':
      return { word: t('Progressing'), tone: 'warn' };
    case 'Degraded':
      return { word: t('Degraded'), tone: 'bad' };
    case 'Suspended':
      return { word: t('Suspended'), tone: 'muted' };
    case 'Missing':
      return { word: t('Missing'), tone: 'bad' };
    default:
      return { word: health === 'Unknown' ? t('Unknown') : health, tone: 'muted' };
  }
}

export function sloWord(status: string): Word {
  switch (status) {
    case 'Met':
      return { word: t('Met'), tone: 'good' };
    case 'AtRisk':
      return { word: t('At risk'), tone: 'warn' };
    case 'Breached':
      return { word: t('Breached'), tone: 'bad' };
    default:
      return { word: status === 'NoData' ? t('No data') : status, tone: 'muted' };
  }
}

/** States of deployments, pipeline runs and operations. */
export function stateWord(state: string): Word {
  switch (state) {
    case 'Deployed':
      return { word: t('Deployed'), tone: 'good' };
    case 'Succeeded':
      return { word: t('Succeeded'), tone: 'good' };
    case 'Failed':
      return { word: t('Failed'), tone: 'bad' };
    case 'Blocked':
      return { word: t('Waits'), tone: 'warn' };
    case 'Pending':
      return { word: t('Pending'), tone: 'warn' };
    case 'Progressing':
    case 'Running':
      return { word: t('Running'), tone: 'warn' };
    case 'Canceled':
      return { word: t('Canceled'), tone: 'muted' };
    case 'Superseded':
      return { word: t('Superseded'), tone: 'muted' };
    case 'Removed':
      return { word: t('Removed'), tone: 'muted' };
    default:
      return { word: state, tone: 'muted' };
  }
}

export function deploymentKind(kind: string): string {
  switch (kind) {
    case 'Deploy':
      return t('Deploy');
    case 'Promote':
      return t('Promote');
    case 'Rollback':
      return t('Roll back');
    case 'Restart':
      return t('Restart');
    default:
      return kind;
  }
}

export function runKind(kind: string): string {
  switch (kind) {
    case 'Build':
      return t('Build');
    case 'Test':
      return t('Test');
    case 'Scan':
      return t('Scan');
    default:
      return kind;
  }
}

export function incidentWord(status: string): Word {
  switch (status) {
    case 'Triggered':
      return { word: t('Nobody has it'), tone: 'bad' };
    case 'Acknowledged':
      return { word: t('Acknowledged'), tone: 'warn' };
    case 'Resolved':
      return { word: t('Resolved'), tone: 'good' };
    default:
      return { word: status, tone: 'muted' };
  }
}

export function checkWord(state: string): Word {
  switch (state) {
    case 'Passed':
      return { word: t('Passed'), tone: 'good' };
    case 'Failed':
      return { word: t('Failed'), tone: 'bad' };
    case 'Error':
      return { word: t('Could not be checked'), tone: 'warn' };
    case 'NotApplicable':
      return { word: t('Does not apply'), tone: 'muted' };
    default:
      return { word: state === 'Unknown' ? t('Unknown') : state, tone: 'muted' };
  }
}

/** Of a part of a bar: each looks different from the others. */
export function templateWord(status: string): { readonly word: string; readonly tone: BarTone } {
  switch (status) {
    case 'UpToDate':
      return { word: t('On the current version'), tone: 'good' };
    case 'UpdateAvailable':
      return { word: t('Behind its template'), tone: 'warn' };
    case 'SecurityUpdate':
      return { word: t('Security update waits'), tone: 'bad' };
    case 'Unsupported':
      return { word: t('Version no longer supported'), tone: 'worst' };
    default:
      return { word: status === 'Unknown' ? t('Version not known') : status, tone: 'unknown' };
  }
}

export function attentionWord(reason: string): Word {
  switch (reason) {
    case 'Degraded':
      return { word: t('Degraded'), tone: 'bad' };
    case 'Incident':
      return { word: t('Incident'), tone: 'bad' };
    case 'SloBreached':
      return { word: t('Objective breached'), tone: 'bad' };
    case 'SloAtRisk':
      return { word: t('Objective at risk'), tone: 'warn' };
    case 'OperationBlocked':
      return { word: t('Waits'), tone: 'warn' };
    case 'DeploymentFailed':
      return { word: t('Deployment failed'), tone: 'bad' };
    case 'ScorecardFailing':
      return { word: t('Scorecard'), tone: 'warn' };
    case 'TemplateBehind':
      return { word: t('Template'), tone: 'muted' };
    default:
      return { word: reason, tone: 'muted' };
  }
}
