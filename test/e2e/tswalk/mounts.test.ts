/** A file with another mounted on it has the type of the other, whatever its directory tells: REFERENCE 5. */

import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../fixture/backends.ts';
import { records, run, tswalkCommand } from '../../fixture/run.ts';
import { directory, file, makeTree } from '../../fixture/tree.ts';

const SCRIPT = 'mount --bind /dev/null d/null && exec "$@"';

describe.runIf(process.getuid?.() === 0).each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  const search = async (...words: string[]): Promise<string[]> => {
    await using tree = await makeTree({ d: directory({ null: file(), other: file() }) });
    const command = ['unshare', '-m', 'sh', '-c', SCRIPT, 'sh', ...tswalkCommand(), 'd', '-s', ...words];
    const { stdout, stderr } = run(command, { cwd: tree.root, env: { TSWALK_IO: backend } });
    expect(stderr.toString()).toBe('');
    return records(stdout);
  };

  test.each([
    [['-type', 'c'], ['d/null']],
    [['-type', 'f'], ['d/other']],
    [['-xtype', 'c'], ['d/null']],
    [['-size', '0', '-type', 'c'], ['d/null']],
    [['-L', '-type', 'f'], ['d/other']],
    [['-depth', '-S', 'ids', '-type', 'c'], ['d/null']],
    [
      ['-exclude', '-type', 'c'],
      ['d', 'd/other'],
    ],
    [['-empty'], ['d/other']],
    [
      ['-printf', '%y %f\n'],
      ['d d', 'c null', 'f other'],
    ],
    [['-json=type'], ['{"type":"d"}', '{"type":"c"}', '{"type":"f"}']],
  ])('%j', async (words, expected) => {
    expect(await search(...words)).toEqual(expected);
  });

  test('in colour', async () => {
    expect(await search('-color', '-name', 'null')).toEqual(['\x1b[01;34md/\x1b[0m\x1b[01;33mnull\x1b[0m']);
  });
});
