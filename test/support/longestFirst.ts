import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest: in a browser, and without one. */
const longest = [
  ...['axe.test.ts', 'hostile.test.ts', 'themes.test.ts'],
  ...['short/members.test.ts', 'fuzz/short.test.ts', 'program/cli.test.ts', 'relay/model.test.ts'],
];

/** Begins with the files that take longest: otherwise one worker waits at the end while the other has such a one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      longest.some(name => moduleId.endsWith(`/${name}`));
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))];
  }
}
