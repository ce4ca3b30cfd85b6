// What a zip file holds: the names and sizes in its central directory (PKWARE APPNOTE.TXT, 4.3.12 and 4.3.16).
import { readFileSync } from 'node:fs';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const entryHeaderBytes = 46;

/**
 * @param {string} file a zip without a comment at its end, as vsce writes it
 * @returns {{ name: string, bytes: number, packedBytes: number }[]}
 */
export function listZip(file) {
  const zip = readFileSync(file);
  const end = zip.length - 22;
  if (zip.readUInt32LE(end) !== endSignature) throw new Error(`${file} is not a zip file.`);
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== entrySignature) throw new Error(`${file} is damaged.`);
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + entryHeaderBytes, at + entryHeaderBytes + nameBytes);
    entries.push({ name, bytes: zip.readUInt32LE(at + 24), packedBytes: zip.readUInt32LE(at + 20) });
    at += entryHeaderBytes + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
