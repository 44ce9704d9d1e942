// Prints what Bicep files declare, one JSON object a line, by the tree that a grammar of Bicep gives.
//   node bicep.mjs DIRECTORY-OF-NODE-MODULES FILE...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , modules, ...files] = process.argv;
const require = createRequire(resolve(modules, 'package.json'));
const { Parser, Language } = await import(pathToFileURL(require.resolve('web-tree-sitter')));
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));

const text = (node) => node.text.replace(/^'|'$/g, '');
const place = (node) => `${node.startPosition.row + 1}:${node.startPosition.column + 1}`;

function properties(object) {
  return object.namedChildren
    .filter((each) => each.type === 'object_property')
    .map((each) => ({ key: text(each.namedChildren[0]), value: each.namedChildren[1] }));
}

function objectIn(node) {
  return node.descendantsOfType('object')[0];
}

for (const file of files) {
  const root = parser.parse(readFileSync(file, 'utf8')).rootNode;
  const declared = (type) => root.namedChildren.filter((each) => each.type === type);
  const errors = [];
  (function walk(node) {
    if (node.isError || node.isMissing) {
      errors.push(place(node));
    }
    node.children.forEach(walk);
  })(root);
  const string = (node) => text(node.namedChildren.find((each) => each.type === 'string'));
  const name = (node) => node.namedChildren[0].text;
  console.log(
    JSON.stringify({
      file,
      errors,
      parameters: declared('parameter_declaration').map((each) => ({
        name: name(each),
        hasDefault: / = /.test(each.text.split('\n')[0]) || /=\s*[[{]?$/m.test(each.text.split('\n')[0]),
      })),
      variables: declared('variable_declaration').map(name),
      outputs: declared('output_declaration').map(name),
      resources: declared('resource_declaration').map((each) => ({
        symbol: name(each),
        type: string(each),
        existing: / existing =/.test(each.text.split('\n')[0]),
      })),
      modules: declared('module_declaration').map((each) => {
        const given = properties(objectIn(each)).find((property) => property.key === 'params');
        return {
          symbol: name(each),
          path: string(each),
          params: given ? properties(given.value).map((property) => property.key) : [],
        };
      }),
      // Where a name stands that is not the one that a declaration or a property gives.
      uses: [
        ...new Set(
          root
            .descendantsOfType('identifier')
            .filter((each) => {
              const parent = each.parent;
              const first = parent.namedChildren[0];
              return !(/_declaration$|^object_property$/.test(parent.type) && first.id === each.id);
            })
            .map((each) => each.text),
        ),
      ],
    }),
  );
}
