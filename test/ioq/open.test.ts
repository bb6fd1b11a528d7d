/** Which implementation is chosen, and what is said about it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend, BackendChoice } from '../../src/ioq/ioq.ts';
import { openIoq } from '../fixture/open-ioq.ts';
import { run } from '../fixture/run.ts';
import { makeScript, type Script } from '../fixture/script.ts';

describe('with the addon', () => {
  const open = (backend: BackendChoice, choice: string): { served: Backend; warning: string | undefined } => {
    const { ioq, warning } = openIoq({ queueDepth: 1, workers: 1, backend }, choice);
    const served = ioq.served().backend;
    ioq.destroy();
    return { served, warning };
  };

  test.each<[BackendChoice, string, Backend]>([
    ['node', '', 'node'],
    ['sync', '', 'sync'],
    ['uring', '', 'uring'],
    ['sync', 'node', 'node'],
    ['node', 'sync', 'sync'],
    ['auto', 'uring', 'uring'],
  ])('option %s and TSWALK_IO=%j', (backend, choice, served) => {
    expect(open(backend, choice)).toEqual({ served, warning: undefined });
  });

  test('auto is served by the addon', () => {
    expect(['uring', 'sync']).toContain(open('auto', '').served);
    expect(['uring', 'sync']).toContain(open('node', 'auto').served);
  });

  test('a word that is not known changes nothing but is named', () => {
    expect(open('sync', 'URING')).toEqual({ served: 'sync', warning: expect.stringContaining('"URING"') });
  });

  test('TSWALK_IO is read from the environment', () => {
    process.env.TSWALK_IO = 'node';
    try {
      const { ioq } = openIoq({ queueDepth: 1, workers: 1, backend: 'sync' });
      expect(ioq.served().backend).toBe('node');
      ioq.destroy();
    } finally {
      delete process.env.TSWALK_IO;
    }
  });
});

describe('without the addon', () => {
  let script: Script;
  beforeAll(async () => {
    script = await makeScript(
      `
        import type { Backend } from '../../src/ioq/ioq.ts';
        import { openIoq } from './open-ioq.ts';
        import { Requests } from './requests.ts';
        const { ioq, warning, reason } = openIoq({ queueDepth: 1, workers: 1, backend: process.argv[2] as Backend }, '');
        const { count } = new Requests(ioq).open({ path: '/' });
        console.log(JSON.stringify({ served: ioq.served().backend, warning, reason, listed: count > 0 }));
      `,
      '/nonexistent/src/ioq',
    );
  });
  afterAll(() => script[Symbol.asyncDispose]());

  test.each([
    ['auto', undefined],
    ['node', undefined],
    ['sync', 'the native addon cannot be loaded: going on with node:fs instead of sync'],
    ['uring', 'the native addon cannot be loaded: going on with node:fs instead of uring'],
  ])('%s', (backend, warning) => {
    const { stdout, stderr, status } = run([process.execPath, script.path, backend]);
    expect(stderr.toString()).toBe('');
    const { reason, ...rest } = JSON.parse(stdout.toString());
    expect(rest).toEqual({ served: 'node', warning, listed: true });
    if (backend === 'node') expect(reason).toBeUndefined();
    else expect(reason).toContain('/nonexistent/native/build/Release/tswalk.node');
    expect(status).toBe(0);
  });
});
