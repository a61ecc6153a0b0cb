import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';
import { file } from '../support/extension.js';

const service = (name: string, more: string): string => `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: ${name} # stays
spec:
  type: worker
${more}  workload:
    containers:
      main:
        image: .
`;
describe('names in the editor', () => {
  /** A folder and names for each test: the editor keeps documents for a while after their file is gone. */
  let folder: vscode.Uri;
  let count = 0;
  let cart: string;
  let shop: string;
  let cartUri: vscode.Uri;
  let shopUri: vscode.Uri;
  let document: vscode.TextDocument;
  let reference: vscode.Position;

  beforeEach(async () => {
    folder = file(`navigation${++count}`);
    cart = service(`cart${count}`, '');
    shop = service(`shop${count}`, `  dependsOn: ['component:default/cart${count}']\n`);
    cartUri = vscode.Uri.joinPath(folder, 'cart.platform.yaml');
    shopUri = vscode.Uri.joinPath(folder, 'shop.platform.yaml');
    await vscode.workspace.fs.writeFile(cartUri, Buffer.from(cart));
    await vscode.workspace.fs.writeFile(shopUri, Buffer.from(shop));
    document = await vscode.workspace.openTextDocument(shopUri);
    await vscode.window.showTextDocument(document, { preview: false });
    await eventually('our language', () => document.languageId === 'platform-manifest');
    reference = document.positionAt(shop.indexOf('default/cart') + 'default/c'.length);
  });
  afterEach(async () => {
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('go to their definition and list their references, across files', async () => {
    const [definition] = await eventually('a definition', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        shopUri,
        reference,
      );
      return found.length === 1 && found;
    });
    assert.ok(definition);
    const target = 'targetUri' in definition ? definition.targetUri : definition.uri;
    assert.equal(target.toString(), cartUri.toString());
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      shopUri,
      reference,
    );
    assert.deepEqual(
      references.map(({ uri, range }) => `${uri.path.split('/').at(-1) ?? ''}:${range.start.line}`).sort(),
      ['cart.platform.yaml:3', 'shop.platform.yaml:6'],
    );
  });

  it('are marked in their file, found in the workspace, and linked where they name a file', async () => {
    const highlights = await eventually('highlights', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
        'vscode.executeDocumentHighlights',
        shopUri,
        document.positionAt(shop.indexOf(`shop${count}`)),
      );
      return found.length > 0 && found;
    });
    assert.deepEqual(
      highlights.map(({ kind, range }) => [kind, document.getText(range)]),
      [[vscode.DocumentHighlightKind.Write, `shop${count}`]],
    );
    const symbols = await eventually('a symbol', async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        `crt${count}`,
      );
      return found.length > 0 && found;
    });
    assert.deepEqual(
      symbols.map(({ name, location }) => [name, location.uri.toString()]),
      [[`cart${count}`, cartUri.toString()]],
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(shopUri, new vscode.Position(0, 0), '# yaml-language-server: $schema=../own.json\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    const [link] = await eventually('a link', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        shopUri,
      );
      return found.length > 0 && found;
    });
    assert.equal(link?.target?.toString(), file('own.json').toString());
  });

  it('are known of folders that come with their files, as from a checkout', async () => {
    const made = Array.from({ length: 20 }, (_, index) => `made${count}x${index}`);
    for (const name of made) {
      const deep = path.join(folder.fsPath, name, 'deep');
      mkdirSync(deep, { recursive: true });
      writeFileSync(path.join(deep, 'platform.yaml'), service(name, ''));
    }
    let found: readonly string[] = [];
    await eventually(
      'all of them',
      async () => {
        const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
          'vscode.executeWorkspaceSymbolProvider',
          `made${count}x`,
        );
        found = symbols.map(({ name }) => name).sort();
        return found.length === made.length;
      },
      10_000,
      () => found,
    );
  });

  it('are renamed in both files, after a look at the other one', async () => {
    const edit = await eventually('an edit of both files', async () => {
      try {
        const found = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
          'vscode.executeDocumentRenameProvider',
          shopUri,
          reference,
          'basket',
        );
        return found.size === 2 && found;
      } catch {
        return undefined; // The new file is not known yet.
      }
    });
    assert.deepEqual(
      edit
        .entries()
        .map(([uri]) => uri.toString())
        .sort(),
      [cartUri.toString(), shopUri.toString()],
    );
    let isDone = false;
    const applied = vscode.workspace.applyEdit(edit).then((answer) => {
      isDone = true;
      return answer;
    });
    await eventually('the edit to be applied', async () => {
      if (!isDone) await vscode.commands.executeCommand('refactorPreview.apply');
      return isDone;
    });
    assert.ok(await applied);
    assert.equal(document.getText(), shop.replace(`default/cart${count}`, 'default/basket'));
    const other = await vscode.workspace.openTextDocument(cartUri);
    assert.equal(other.getText(), cart.replace(`name: cart${count} #`, 'name: basket #'));
  });

  it('are not renamed to what is taken, and the reason is said', async () => {
    const refusal = async (): Promise<string> => {
      try {
        await vscode.commands.executeCommand(
          'vscode.executeDocumentRenameProvider',
          shopUri,
          reference,
          `shop${count}`,
        );
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    let last = '';
    await eventually(
      'the refusal',
      async () => {
        last = await refusal();
        return last.includes(`There is a “shop${count}” already, in shop.platform.yaml.`);
      },
      10_000,
      () => last,
    );
  });
});
