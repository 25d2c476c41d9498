'use strict';

const { compile } = require('@meteorjs/reify/lib/compiler');
const { compileForFibers } = require('./fibers');

/**
 * Compiles one ES module to the text of a function `(require, exports, module)` in the form in
 * which a server of that release carries it: a banner, reify's `module.export` and `module.link`,
 * from release 7 on inside `module.wrapAsync`.
 *
 * @param {string} code
 * @param {{family: string, id: string, helper?: string}} options
 *     `family`: '6' for what Meteor 2 compiles, '7' or '8'. `helper`: id of a module to import
 *     first, as compiled code imports its runtime helpers.
 * @returns {string}
 */
function compileModule(code, { family, id, helper }) {
  const source = helper ? `import '${helper}';\n${code}` : code;
  const output = family === '6'
    ? compile(compileForFibers(source), { topLevelAwait: false, generateLetDeclarations: true })
    : compile(source, {
      topLevelAwait: true, generateLetDeclarations: true, sourceType: 'module',
    });
  const body = family === '8' ? output.code : spreadExports(output.code);
  return wrapFunction(body, id);
}

/**
 * @param {string} body
 * @param {string} id absolute module id, shown in the banner
 * @returns {string} the function's text, as the bundler of Meteor prints it
 */
function wrapFunction(body, id) {
  const title = id.replace(/^\//, '');
  const rule = '/'.repeat(title.length + 6);
  const blank = `//${' '.repeat(title.length + 2)}//`;
  const banner = [rule, blank, `// ${title} //`, blank, rule].join('\n');
  return `function module(require,exports,module){\n\n${banner}\n\n${body}\n}`;
}

/** Releases 6 and 7 were compiled by another pass, which prints each exported name on a line. */
function spreadExports(code) {
  return code.replace(/module\.export\(\{([^}]*)\}(,\s*true)?\)/g, (all, names, constant) => {
    const lines = names.split(',').map((entry) => {
      const [name, local] = entry.split(':()=>');
      return `  ${name.trim()}: () => ${local.trim()}`;
    });
    return `module.export({\n${lines.join(',\n')}\n}${constant ? ', true' : ''})`;
  });
}

module.exports = { compileModule, wrapFunction };
