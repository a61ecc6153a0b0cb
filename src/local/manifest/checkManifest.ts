import { t } from '../../base/l10n.js';
import type { FieldError } from '../../model/problem.js';
import { checkYaml } from './checkYaml.js';

const severities = ['Error', 'Warning', 'Info', 'Hint'] as const;

/**
 * What the editor and `golden-path check` say of a manifest, by JSON Pointer, and for a sound one what this platform
 * could not run. What depends on files beside the manifest stays unsaid: only the text is here.
 */
export async function checkManifest(yaml: string): Promise<readonly FieldError[]> {
  // The language service is large, and few platforms are ever asked.
  const [{ createLanguageService }, { TextDocument }] = await Promise.all([
    import('../../language/languageService.js'),
    import('vscode-languageserver-textdocument'),
  ]);
  const nothing = { readText: () => Promise.reject(new Error('Only the text is known.')) };
  const service = createLanguageService({ files: nothing });
  const source = TextDocument.create('posted:/manifest.yaml', 'yaml', 1, yaml);
  if (!service.recognises(source)) {
    const detail = t('This is no manifest that the platform knows. Begin it with apiVersion and kind.');
    return [{ pointer: '', detail, code: 'manifest/unrecognised', severity: 'Error' }];
  }
  const findings = (await service.diagnostics(source)).map(
    ({ range, message, code, severity }): FieldError => ({
      pointer: service.pointerAt(source, range.start),
      detail: typeof message === 'string' ? message : message.value,
      code: String(code),
      severity: severities[(severity ?? 1) - 1] ?? 'Error',
    }),
  );
  return findings.some(({ severity }) => severity === 'Error')
    ? findings
    : [...findings, ...ofTextAlone(checkYaml(yaml))];
}

/** A workload in a Score file is put into the manifest before it is released: the file is not here. */
function ofTextAlone(faults: readonly FieldError[]): readonly FieldError[] {
  return faults.filter(({ pointer }) => pointer !== '/spec/workload/scoreFile');
}
