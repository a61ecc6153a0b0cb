import type { Clock } from '../../model/clock.js';
import type { Log } from '../../model/log.js';
import type { RenderService } from '../../model/rendering.js';
import type { GitDeliveryOptions } from '../gitops/gitDelivery.js';
import type { TokenSource } from '../http/authorized.js';
import type { Origins } from '../http/origin.js';
import type { Transport } from '../http/transport.js';
import type { ExecConsent } from '../kubernetes/execPlugin.js';

/** Where the kubeconfig of a person is, and what they let it run. */
export interface ClusterAccess {
  /** Tells the proxies, too, by which servers are reached. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly consent: ExecConsent;
  /** Makes objects of manifests; without it only images are deployed. */
  readonly render?: RenderService;
}

/** The user's git, and a folder to work in. */
export type GitAccess = Pick<
  GitDeliveryOptions,
  'folder' | 'git' | 'env' | 'identityFrom' | 'questions' | 'codeIn'
>;

/** What the parts of a composition are opened with. */
export interface CompositionPorts {
  readonly transport: () => Transport;
  /** Of a part that one signs in to; asked before every request. */
  readonly token: (part: { readonly name: string; readonly url: string }) => TokenSource;
  /** What clusters are asked with; without it none is. */
  readonly clusters?: ClusterAccess;
  /** Where Git is changed from; without it nothing is promoted through Git. */
  readonly git?: GitAccess;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly origins?: Origins;
}
