/**
 * Splits the command's bundle in two: what every start needs, and what few do (help, -printf, -exec, colours, regular expressions, ...).
 *
 * Reading and deserialising code costs every start, used or not: 3 of the 7 ms that tswalk adds to an empty program went into these
 * modules. The sources know nothing of it. In the main bundle each function or class of a late module is a stand-in that fetches the late
 * bundle when it is called; in the late bundle the modules that main has as well are taken out of main, so that nothing is there twice.
 * That wants two things of a late module: it exports functions and classes (of which objects are made, nothing else), and none of them is
 * called for each entry. What is fetched by `import()` is late by itself.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { transform } from 'esbuild';

/** Their files, from the project's directory. */
export const LATE = new Set(
  [
    'cli/{debug,diagnostic,help,information,message-colors,roots-file,status-bar}',
    'ioq/{fallback-engine,mounts}',
    'walk/action/{aggregate,confirm,delete,exec,exec-batch,exec-jobs,explain-ignore,hyperlink,ls,printf,record,sorted-output}',
    'walk/color/{bsd-palette,entry-painter,file-colors,palette}',
    'walk/expr/{delete-later,explanations,format-tree,last-leaves,message-texts,printf-format,rates,suggest}',
    'walk/expr/glob/path-glob',
    'walk/expr/primary/{aggregate,exec-jobs,extension,record,smart-case,sort}',
    'walk/expr/regex/regex',
    'walk/expr/value/{choice-list,duration,mode,timestamp}',
    'walk/ignore/git-ignore',
    'walk/traversal/{depth-first,unlinks}',
  ].flatMap((line) => {
    const [, folder, names] = /^(.*\/)\{?([^{}]+)\}?$/.exec(line);
    return names.split(',').map((name) => `src/${folder}${name}.ts`);
  }),
);

/** Functions and classes that a module exports, and whatever else it does. */
async function readExports(path) {
  const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts', format: 'esm' });
  const names = [...(/^export \{([^}]*)\}/ms.exec(code)?.[1].matchAll(/\w+/g) ?? [])].map(([name]) => name);
  for (const [, name] of code.matchAll(/^export (?:async )?(?:function\*?|class|const|let|var) (\w+)/gm)) names.push(name);
  const isOf = (keywords) => (name) => new RegExp(`^(?:export )?(?:async )?(?:${keywords}) ${name}\\b`, 'm').test(code);
  return { functions: names.filter(isOf('function')), classes: names.filter(isOf('class')), names };
}

/**
 * @param top - The project's directory.
 * @param bundle - Makes one bundle: `(contents, plugin) => Promise<{ text, inputs }>`, `contents` being an entry point's text
 *   and `inputs` esbuild's account of what went into the text.
 * @returns The texts of `main` and `late`, which fetch one another by `require('./main.cjs')` and `require('./late.cjs')`.
 */
export async function bundleInTwo(top, entry, bundle) {
  const late = new Set([...LATE].map((name) => join(top, name)));
  const importOf = (names, path, prefix) =>
    `import { ${names.map((name) => `${name} as ${prefix}${name}`).join(', ')} } from ${JSON.stringify(path)};`;

  /** Stand-ins for late modules. */
  const mainPlugin = {
    name: 'late-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/late\.cjs$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
        const file = resolve(resolveDir, path);
        if (kind === 'dynamic-import') late.add(file);
        return late.has(file) ? { path: file, namespace: 'late' } : undefined;
      });
      onLoad({ filter: /./, namespace: 'late' }, async ({ path }) => {
        const { functions, classes } = await readExports(path);
        const fetched = (name) => `require('./late.cjs')[${JSON.stringify(relative(top, path))}].${name}`;
        const contents = [
          ...functions.map((name) => `export function ${name}(...words) { return ${fetched(name)}(...words); }`),
          ...classes.map((name) => `export function ${name}(...words) { return new (${fetched(name)})(...words); }`),
        ];
        return { contents: contents.join('\n') };
      });
    },
  };
  const { inputs } = await bundle(`import './${entry}';`, mainPlugin);

  /** Modules that main has are handed over by main. */
  const shared = new Set();
  const latePlugin = {
    name: 'main-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/main\.cjs$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        if (late.has(file) || !inputs.has(relative(top, file))) return undefined;
        shared.add(file);
        return { path: file, namespace: 'main' };
      });
      onLoad({ filter: /./, namespace: 'main' }, async ({ path }) => {
        const { names } = await readExports(path);
        const contents = [
          `const module = require('./main.cjs').share(${JSON.stringify(relative(top, path))});`,
          ...names.map((name) => `export const ${name} = module.${name};`),
        ];
        return { contents: contents.join('\n') };
      });
    },
  };
  const paths = [...late];
  const all = paths.map((path, number) => `import * as m${number} from ${JSON.stringify(`./${relative(top, path)}`)};`);
  const named = paths.map((path, number) => `m${number} as ${JSON.stringify(relative(top, path))}`);
  const lateBundle = await bundle(`${all.join('\n')}\nexport { ${named.join(', ')} };`, latePlugin);

  const handed = await Promise.all(
    [...shared].map(async (path, number) => {
      const { names } = await readExports(path);
      const name = `./${relative(top, path)}`;
      return {
        import: importOf(names, name, `m${number}_`),
        choice: `case ${JSON.stringify(relative(top, path))}: return { ${names.map((each) => `${each}: m${number}_${each}`).join(', ')} };`,
      };
    }),
  );
  const mainBundle = await bundle(
    [
      ...handed.map((each) => each.import),
      `import './${entry}';`,
      `export function share(path) { switch (path) { ${handed.map((each) => each.choice).join('\n')} } }`,
    ].join('\n'),
    mainPlugin,
  );
  for (const path of late) {
    if (mainBundle.inputs.has(relative(top, path))) throw new Error(`${dirname(path)}: in both bundles`);
  }
  return { main: mainBundle.text, late: lateBundle.text };
}
