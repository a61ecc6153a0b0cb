import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { manifest, serviceWith, smallService } from './support.js';

function places(document: TextDocument): string[] {
  return serviceWith()
    .statusPlaces(document)
    .map(({ service, environment = '', range }) => `${service} ${environment} “${document.getText(range)}”`);
}

describe('the places of a status', () => {
  it('are the names of services and the keys of their environments, in every document', () => {
    const text = `${smallService}  environments:\n    dev1: {}\n    prod1:\n      deploy: Disabled\n`;
    assert.deepEqual(places(manifest(`${text}---\n${smallService.replace('basket', 'checkout')}`)), [
      'basket  “basket”',
      'basket dev1 “dev1”',
      'basket prod1 “prod1”',
      'checkout  “checkout”',
    ]);
  });

  it('are the name alone in a Score file, and none in what is no service', () => {
    const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: a1 }\ncontainers: {}\n';
    assert.deepEqual(places(TextDocument.create('file:///w/score.yaml', 'yaml', 1, score)), ['a1  “a1”']);
    assert.deepEqual(places(manifest(smallService.replace('Service', 'Environment'))), []);
  });
});
