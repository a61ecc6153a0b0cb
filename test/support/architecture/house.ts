import type { Source } from './sources.js';

const longestFile = 400;
const longestRoot = 120;

/** Files that are too long, left-over notes and names that say nothing. */
export function houseFaults({ file, text }: Source): string[] {
  const lines = text.trimEnd().split('\n').length;
  const limit = /^src\/extension(\.web)?\.ts$/.test(file) ? longestRoot - 1 : longestFile;
  return [
    ...(lines > limit ? [`${file} has ${lines} lines, ${limit} are allowed`] : []),
    ...(/(^|\/)(utils?|helpers?|misc)(\/|\.)/i.test(file) ? [`${file}: name what it is for`] : []),
    ...text
      .split('\n')
      .flatMap((line, index) =>
        /\b(TODO|FIXME|XXX|HACK)\b/.test(line) ? [`${file}:${index + 1} has a left-over note`] : [],
      ),
  ];
}

/** The targets of relative links in Markdown, with the line they are on; code is left out. */
export function relativeLinks({ text }: Source): { line: number; target: string }[] {
  let isCode = false;
  return text.split('\n').flatMap((raw, index) => {
    if (/^\s*(```|~~~)/.test(raw)) isCode = !isCode;
    if (isCode) return [];
    const line = raw.replace(/`[^`]*`/g, '');
    const inline = [...line.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map((match) => match[1] ?? '');
    const reference = /^\s*\[[^\]]+\]:\s*(\S+)/.exec(line)?.[1];
    const html = [...line.matchAll(/\b(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    return [...inline, ...html, ...(reference ? [reference] : [])]
      .filter((target) => !/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(target))
      .map((target) => ({ line: index + 1, target: decodeURI(target.replace(/[#?].*$/, '')) }));
  });
}

/** Links that lead nowhere; `exists` takes a path relative to the root. */
export function linkFaults(source: Source, exists: (file: string) => boolean): string[] {
  const folder = source.file.split('/').slice(0, -1).join('/');
  return relativeLinks(source)
    .filter(({ target }) => target !== '' && !exists(target.startsWith('/') ? target : `${folder}/${target}`))
    .map(({ line, target }) => `${source.file}:${line} links to ${target}, which is not there`);
}
