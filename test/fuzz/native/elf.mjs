// Lets a native module that was linked on a newer Linux load on an older one, where all it lacks are new names for old
// functions. https://refspecs.linuxfoundation.org/elf/elf.pdf and
// https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html

const sectionTypes = { dynamicSymbols: 11, versions: 0x6fffffff, neededVersions: 0x6ffffffe };
const weakVersion = 2;
const symbolBytes = 24;
/** What every Linux has, on x86 and on ARM. */
const oldest = ['GLIBC_2.2.5', 'GLIBC_2.17'];
/** The C23 forms of functions (glibc 2.38) begin with this; the C99 form has the name that follows. */
const newPrefix = '__isoc23_';

const offsetAt = (bytes, at) => Number(bytes.readBigUInt64LE(at));

/** The section headers of a 64-bit little-endian file. */
function sectionsOf(bytes) {
  const [start, size, count] = [offsetAt(bytes, 0x28), bytes.readUInt16LE(0x3a), bytes.readUInt16LE(0x3c)];
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: offsetAt(bytes, at + 0x18),
      size: offsetAt(bytes, at + 0x20),
      link: bytes.readUInt32LE(at + 0x28),
    };
  });
}

const textAt = (bytes, at) => bytes.toString('latin1', at, bytes.indexOf(0, at));

/** Every version that the file needs of a library: its name, the number symbols use for it, and where its flags are. */
function neededVersions(bytes, section, names) {
  const found = [];
  for (let at = section.offset, more = true; more;) {
    let entry = at + bytes.readUInt32LE(at + 8);
    for (let left = bytes.readUInt16LE(at + 2); left > 0; left--) {
      const name = textAt(bytes, names.offset + bytes.readUInt32LE(entry + 8));
      found.push({ name, number: bytes.readUInt16LE(entry + 6), flagsAt: entry + 4 });
      entry += bytes.readUInt32LE(entry + 12);
    }
    const next = bytes.readUInt32LE(at + 12);
    more = next !== 0;
    at += next;
  }
  return found;
}

/**
 * Gives the module with the C23 names replaced by the C99 ones, and with no version of a library demanded as such: a
 * function that is missing still keeps the module from loading.
 *
 * @param {Uint8Array} original a 64-bit little-endian ELF shared object
 * @returns {Buffer}
 */
export function forOlderLinux(original) {
  const bytes = Buffer.from(original);
  const sections = sectionsOf(bytes);
  const find = type => sections.find(section => section.type === type);
  const symbols = find(sectionTypes.dynamicSymbols);
  const numbers = find(sectionTypes.versions);
  const names = sections[symbols.link];
  const versions = neededVersions(bytes, find(sectionTypes.neededVersions), names);
  const old = versions.find(version => oldest.includes(version.name));
  for (let index = 0; index < symbols.size / symbolBytes; index++) {
    const at = symbols.offset + index * symbolBytes;
    const name = bytes.readUInt32LE(at);
    if (!textAt(bytes, names.offset + name).startsWith(newPrefix)) continue;
    bytes.writeUInt32LE(name + newPrefix.length, at);
    bytes.writeUInt16LE(old.number, numbers.offset + 2 * index);
  }
  for (const { flagsAt } of versions) bytes.writeUInt16LE(bytes.readUInt16LE(flagsAt) | weakVersion, flagsAt);
  return bytes;
}
