/** One animated PNG (APNG 1.0, which every browser plays) of screenshots of one size: no program beside Node is needed. */
import { crc32 } from 'node:zlib';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** `frames`: PNG files of one size and colour type; each stands for `seconds`. Plays for ever. */
export function animated(frames, seconds) {
  const read = frames.map(chunksOf);
  const header = read[0].find(({ type }) => type === 'IHDR').data;
  if (read.some((chunks) => !chunks.find(({ type }) => type === 'IHDR').data.equals(header))) {
    throw new Error('The pictures of an animation must be of one size.');
  }
  let sequence = 0;
  const numbers = (...values) => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
    return bytes;
  };
  const control = () => {
    const size = [header.readUInt32BE(0), header.readUInt32BE(4)];
    const delay = Buffer.alloc(6);
    delay.writeUInt16BE(Math.round(seconds * 100), 0);
    delay.writeUInt16BE(100, 2);
    return chunk('fcTL', Buffer.concat([numbers(sequence++, ...size, 0, 0), delay]));
  };
  const parts = read.flatMap((chunks, index) => {
    const data = chunks.filter(({ type }) => type === 'IDAT').map((part) => part.data);
    const first = index === 0;
    return [
      control(),
      ...data.map((part) =>
        first ? chunk('IDAT', part) : chunk('fdAT', Buffer.concat([numbers(sequence++), part])),
      ),
    ];
  });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('acTL', numbers(frames.length, 0)),
    ...parts,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(file) {
  const chunks = [];
  for (let at = signature.length; at < file.length;) {
    const length = file.readUInt32BE(at);
    chunks.push({
      type: file.toString('latin1', at + 4, at + 8),
      data: file.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body) >>> 0, 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
