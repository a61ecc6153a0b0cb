import * as vscode from 'vscode';
import { Emitter, type Event } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { loopbackRedirect } from '../../platform/auth/loopbackRedirect.js';
import type { Redirect } from '../../platform/auth/redirect.js';
import { isLoopback } from '../../platform/http/url.js';
import { webAddress } from '../commands/webAddress.js';
import { uriRedirect } from './uriRedirect.js';

/** What sign-in needs of the window: a browser, and a way back from it. */
export interface SignInHost {
  /** Whether the browser runs on a machine that reaches this one, so that it can come back by itself. */
  readonly isNear: boolean;
  open(url: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** `wanted`: the one address of this machine that the browser may come back to. */
  redirect(wanted?: string): Promise<Redirect>;
}

const arrived = new Emitter<string>();

/** Hands over an address of the editor's that the browser opened, and says whether it is one of a sign-in. */
export function uriArrived({ path, query }: vscode.Uri): boolean {
  if (path !== callbackPath) return false;
  arrived.fire(query);
  return true;
}

const callbackPath = '/signed-in';
const extensionId = 'golden-path.golden-path';

export const windowSignInHost: SignInHost = {
  get isNear() {
    return vscode.env.uiKind === vscode.UIKind.Desktop;
  },
  async open(url) {
    if (await vscode.env.openExternal(vscode.Uri.parse(webAddress(url), true))) return;
    throw new UserError('sign-in.browser', t('The browser was not opened. Sign in again and let it open.'));
  },
  copy: async (text) => {
    await vscode.env.clipboard.writeText(text);
  },
  redirect: (wanted) => redirectOf(arrived.event, wanted),
};

/** A port of this machine where the browser reaches it, also through the editor's tunnel; else the editor's own address. */
async function redirectOf(arrivals: Event<string>, wanted: string | undefined): Promise<Redirect> {
  if (vscode.env.uiKind === vscode.UIKind.Desktop) {
    const loopback = await loopbackRedirect(wanted);
    const local = vscode.Uri.parse(loopback.uri, true);
    const outside = new URL((await vscode.env.asExternalUri(local)).toString(true));
    if (isLoopback(outside.hostname) && outside.pathname === local.path) {
      return { ...loopback, uri: outside.href };
    }
    loopback.dispose();
    return uriRedirect(`${vscode.env.uriScheme}://${extensionId}${callbackPath}`, arrivals);
  }
  const own = vscode.Uri.parse(`${vscode.env.uriScheme}://${extensionId}${callbackPath}`);
  return uriRedirect((await vscode.env.asExternalUri(own)).toString(true), arrivals);
}
