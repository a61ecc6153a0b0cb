import assert from 'node:assert/strict';
import { contentPolicy, pageHtml } from '../../../../src/editor/webviews/pageHtml.js';

const parts = {
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://host/dist/webview/form.js',
  style: 'https://host/dist/webview/page.css',
  nonce: 'abc',
  language: 'en',
  title: 'A "title" <script>alert(1)</script>',
};

describe('the document of a page', () => {
  it('lets run its own script and nothing else, and lets nothing be sent', () => {
    assert.equal(
      contentPolicy(parts),
      "default-src 'none'; img-src https://*.vscode-cdn.net data:; style-src https://*.vscode-cdn.net; " +
        "font-src https://*.vscode-cdn.net; script-src 'nonce-abc'; form-action 'none'; base-uri 'none'",
    );
    const html = pageHtml(parts);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="abc" src="https:\/\/host\/dist\/webview\/form\.js"><\/script>/);
    assert.doesNotMatch(html, / style=| on\w+=|unsafe|connect-src/);
  });

  it('escapes what it is given', () => {
    assert.match(pageHtml(parts), /<title>A &#34;title&#34; &#60;script&#62;/);
  });
});
