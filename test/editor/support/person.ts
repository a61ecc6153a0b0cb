import * as vscode from 'vscode';
import { eventually } from './eventually.js';
import { atWindow } from './driver.js';

/** Somebody at the window: presses keys, types, clicks and reads. Counts what they do. */
export class Person {
  /** Choices made: a command called, a line picked, a text given, a click. */
  actions = 0;

  /** Calls a command by its title, as people do from the palette. */
  async command(title: string): Promise<void> {
    this.actions++;
    await atWindow('keys', 'F1');
    await atWindow('see', '.quick-input-widget .quick-input-list .monaco-list-row');
    await atWindow('type', title);
    await atWindow('see', `.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
    await atWindow('keys', 'Enter');
  }

  async click(selector: string): Promise<void> {
    this.actions++;
    await atWindow('click', selector);
  }

  /** Picks the line of the list that is open. */
  async pick(line: string): Promise<void> {
    await this.click(`.quick-input-widget .quick-input-list .monaco-list-row:has-text("${line}")`);
  }

  /** Picks the line of the list that is open by typing of it, without the mouse. */
  async choose(line: string): Promise<void> {
    this.actions++;
    await atWindow('see', `.quick-input-widget .quick-input-list .monaco-list-row:has-text("${line}")`);
    await atWindow('type', line);
    await atWindow('see', `.quick-input-list .monaco-list-row.focused:has-text("${line}")`);
    await atWindow('keys', 'Enter');
  }

  /** Opens a file by its path, without the mouse. */
  async opens(path: string): Promise<void> {
    await atWindow('keys', 'Control+P');
    await atWindow('see', '.quick-input-widget .quick-input-list');
    await atWindow('type', path);
    const name = path.replace(/^.*\//, '');
    await atWindow('see', `.quick-input-list .monaco-list-row.focused:has-text("${name}")`);
    await atWindow('keys', 'Enter');
    await atWindow('see', '.editor-instance .monaco-editor.focused');
  }

  /** Opens a file and replaces a text in all of it, without the mouse. */
  async replaces(path: string, from: string, to: string): Promise<void> {
    await this.opens(path);
    // With a selection it would begin in the box of the new text.
    await atWindow('keys', 'Control+Home');
    await atWindow('keys', 'Control+H');
    await atWindow('see', '.find-widget.visible');
    for (const text of [from, to]) {
      await atWindow('keys', 'End');
      await atWindow('keys', 'Shift+Home');
      await atWindow('type', text);
      if (text === from) await atWindow('keys', 'Tab');
    }
    await atWindow('keys', 'Control+Alt+Enter');
    await atWindow('keys', 'Escape');
    await atWindow('keys', 'Control+S');
  }

  /** Gives a text to the question once it is asked. */
  async answer(question: string, text: string): Promise<void> {
    this.actions++;
    await atWindow('see', `.quick-input-widget:has-text("${question}")`);
    await atWindow('type', text);
    await atWindow('keys', 'Enter');
  }

  /** Goes down the view that has the focus, from its first row to the one that says this. */
  async walksTo(label: string): Promise<void> {
    await atWindow('keys', 'Home');
    for (let row = 0; row < mostRows; row++) {
      if ((await this.#focusedRow()).includes(label)) return;
      await atWindow('keys', 'ArrowDown');
    }
    throw new Error(`No row of the view in focus says “${label}”.`);
  }

  /** Opens the menu of the row that has the focus, and chooses of it. */
  async choosesOfMenu(title: string): Promise<void> {
    this.actions++;
    await atWindow('keys', 'Shift+F10');
    await atWindow('see', `.monaco-menu .action-label:has-text("${title}")`);
    for (let line = 0; line < mostRows; line++) {
      if ((await atWindow('read', '.monaco-menu .action-item.focused')).startsWith(title)) {
        await atWindow('keys', 'Enter');
        return;
      }
      await atWindow('keys', 'ArrowDown');
    }
    throw new Error(`The menu has no “${title}”.`);
  }

  async #focusedRow(): Promise<string> {
    const selector = '.pane-body .monaco-list:focus-within .monaco-list-row.focused';
    const labels = await atWindow('attributes', JSON.stringify({ selector, attribute: 'aria-label' }));
    return (JSON.parse(labels) as readonly (string | null)[])[0] ?? '';
  }

  async press(keys: string): Promise<void> {
    await atWindow('keys', keys);
  }

  async type(text: string): Promise<void> {
    await atWindow('type', text);
  }

  /** Waits until it is there, and reads it. */
  async sees(selector: string): Promise<string> {
    return atWindow('see', selector);
  }

  /** The question that is open, once its title says this. */
  async isAsked(title: string): Promise<string> {
    return this.sees(`.quick-input-widget .quick-input-title:has-text("${title}")`);
  }

  /** The message that says this, in the list of messages: under test the window raises none by itself. */
  async isTold(text: string): Promise<string> {
    return eventually(
      text,
      async () => {
        await vscode.commands.executeCommand('notifications.showList');
        return (await atWindow('read', `.notification-list-item:has-text("${text}")`)) || undefined;
      },
      25_000,
    ).finally(() => vscode.commands.executeCommand('notifications.hideList'));
  }

  async photographs(name: string): Promise<void> {
    await atWindow('screenshot', name);
  }

  /** One photograph in light and one in dark, which is what is shown then. */
  async inBothThemes(name: string): Promise<void> {
    const workbench = vscode.workspace.getConfiguration('workbench');
    for (const [theme, look, selector] of [
      ['Default Light Modern', 'light', '.vs:not(.vs-dark)'],
      ['Default Dark Modern', 'dark', '.vs-dark'],
    ] as const) {
      await workbench.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      await atWindow('see', `.monaco-workbench${selector}`);
      await this.photographs(`${name} ${look}`);
    }
  }
}

/** More than any view or menu of these tests has. */
const mostRows = 60;

/** A row of a view, by what a screen reader says of it. */
export function row(label: string): string {
  return `.pane-body .monaco-list-row[aria-label*="${label}"]`;
}
