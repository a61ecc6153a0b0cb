import { DisposableStore } from '../../base/lifecycle.js';
import type { Audience } from '../../model/live.js';
import type { Log } from '../../model/log.js';
import { createPlatform, inquire } from '../../platform/anyPlatform.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import { createLiveState } from '../../platform/live/liveState.js';
import { LastGood, type Shelf } from '../../platform/live/lastGood.js';
import { Origins } from '../../platform/http/origin.js';
import type { Platform } from '../../model/platform.js';
import type { ClusterAccess, CompositionPorts, GitAccess } from '../../platform/composed/compositionPorts.js';
import type { TokenSource } from '../../platform/http/authorized.js';
import type { ComposeConnection, Connection, OpenConnection, PlatformAddress } from './connection.js';
import type { SessionPorts } from './session.js';
import { viewersShelf } from './viewersShelf.js';

export interface OpenOptions {
  /** Where the last good pictures wait for the next start. */
  readonly shelf?: Shelf;
  /** Whether the picture of a viewer may still wait there. */
  readonly isSignedIn?: (viewer: string) => Promise<boolean>;
  /** Who looks at the pictures of this window. */
  readonly audience?: Audience;
  /** Where Git is changed from. */
  readonly git?: GitAccess;
}

/** Binds connections over the editor's own `fetch`, which brings its proxy and certificates. */
export function openOverHttp(log: Log, options: OpenOptions = {}): OpenConnection {
  const origins = new Origins();
  return (address, token, viewer) => {
    const { url, type = 'contract', app } = address;
    const transport = fetchTransport();
    const platform = createPlatform(type, {
      ...{ url, token, transport, log, origins },
      ...(app !== undefined && { app }),
    });
    return bound(address, platform, viewer, log, options);
  };
}

/** The same for platforms out of parts: what each part is spoken to with is loaded first. */
export function composeOverHttp(
  log: Log,
  clusters: ClusterAccess,
  options: OpenOptions = {},
): ComposeConnection {
  const origins = new Origins();
  return async (address, token, viewer) => {
    const { url, name, parts } = address;
    const { openComposition } = await import('../../platform/composed/openComposition.js');
    const platform = await openComposition(
      parts,
      { url, ...(name !== undefined && { name }) },
      { ...partPorts(log, token, clusters), ...(options.git && { git: options.git }), origins },
    );
    return bound(address, platform, viewer, log, options);
  };
}

/** Tries one part of a platform. */
export function probeOverHttp(log: Log, clusters: ClusterAccess): SessionPorts['probe'] {
  return async (part, token, signal) => {
    const { probePart } = await import('../../platform/composed/probePart.js');
    return probePart(
      part,
      partPorts(log, () => token, clusters),
      signal ? { signal } : {},
    );
  };
}

function partPorts(
  log: Log,
  token: (origin: string) => TokenSource,
  clusters: ClusterAccess,
): CompositionPorts {
  return {
    transport: fetchTransport,
    log,
    token: ({ url }) => token(new URL(url).origin),
    clusters,
  };
}

/** A platform with its live picture. */
function bound(
  address: PlatformAddress,
  platform: Platform,
  viewer: string,
  log: Log,
  { shelf, isSignedIn = () => Promise.resolve(true), audience }: OpenOptions,
): Omit<Connection, 'account'> {
  const store = new DisposableStore();
  store.add(platform);
  const isStill = async (): Promise<boolean> =>
    (await Promise.all(viewer.split('\n').map(isSignedIn))).every((still) => still);
  const own = shelf && viewersShelf(shelf, isStill);
  const last = own && new LastGood(own, address.url, () => Promise.resolve(viewer));
  const live = store.add(
    createLiveState(platform, { log, ...(last && { last }), ...(audience && { audience }) }),
  );
  return { ...address, platform, live, dispose: () => store.dispose() };
}

/** Makes clients without a live picture. */
export function clientOverHttp(log: Log): SessionPorts['trial'] {
  return ({ url, type = 'contract' }, token) =>
    createPlatform(type, { url, token, transport: fetchTransport(), log });
}

/** Asks what stands at an address. */
export function inquireOverHttp(log: Log): SessionPorts['inquire'] {
  return (address, signal) => inquire(address, { transport: fetchTransport, log }, signal);
}
