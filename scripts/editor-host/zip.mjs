/** Reads zip archives (a VSIX is one) without any tool of the machine. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** The files of an archive: `{name, size, data()}`; `size` is that of the unpacked file in bytes. */
export function readZip(file) {
  const bytes = readFileSync(file);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) throw new Error(`${file} is not a zip archive.`);
  const entries = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error(`${file} is damaged.`);
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const header = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({
      name,
      size: bytes.readUInt32LE(at + 24),
      data() {
        const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
        const content = bytes.subarray(start, start + packed);
        return method === 0 ? content : inflateRawSync(content);
      },
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries.filter(({ name }) => !name.endsWith('/'));
}

/** Unpacks an archive into `folder`; a name that leaves the folder is refused. */
export function unpackZip(file, folder) {
  for (const entry of readZip(file)) {
    const target = path.resolve(folder, entry.name);
    if (!target.startsWith(path.resolve(folder) + path.sep)) throw new Error(`${file} holds ${entry.name}.`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, entry.data());
  }
}
