/** Of no server: by it a platform out of parts is told apart from others, and from its own parts. */
const scheme = 'golden-path:';

/** The URL of the platform that the settings call `name`. */
export function compositionUrl(name: string): string {
  return `${scheme}//${encodeURIComponent(name)}/`;
}

/** Whether a URL is that of a platform out of parts, which has no server of its own. */
export function isCompositionUrl(url: string): boolean {
  return url.startsWith(`${scheme}//`);
}
