import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.js';
import type { LiveSnapshot } from '../../model/live.js';
import { changedFolders, folderProblems, type PlacedService } from './folderProblems.js';

/** Marks folders in the Explorer whose services are in trouble, and nothing else. */
export class FolderMarks implements vscode.FileDecorationProvider, Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #registration = vscode.window.registerFileDecorationProvider(this);
  #problems: ReadonlyMap<string, string> = new Map();

  /** `live` absent: no platform tells. */
  show(services: readonly PlacedService[], live: LiveSnapshot | undefined): void {
    const placed = services.map(({ name, folder }) => ({ name, folder: keyOf(vscode.Uri.parse(folder)) }));
    const problems = live ? folderProblems(placed, live) : new Map<string, string>();
    const changed = changedFolders(this.#problems, problems);
    this.#problems = problems;
    if (changed.length > 0) this.#changed.fire(changed.map((folder) => vscode.Uri.parse(folder)));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const sentence = this.#problems.get(keyOf(uri));
    if (sentence === undefined) return undefined;
    return new vscode.FileDecoration('!', sentence, new vscode.ThemeColor('goldenPath.error'));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

/** Written one way, with no slash at its end. */
function keyOf(uri: vscode.Uri): string {
  return uri.toString().replace(/\/$/, '');
}
