'use strict';

const { Parser } = require('acorn');
const MagicString = require('magic-string');

/**
 * Rewrites async functions the way Meteor 2 compiles them for its server: the body runs in a fiber
 * of its own through `Promise.asyncApply`, and `await` becomes `Promise.await`, so that the
 * environment of a method call (its user, above all) survives the wait.
 *
 * @param {string} code an ES module
 * @returns {string} the module without async functions
 */
function compileForFibers(code) {
  const text = new MagicString(code);
  const ast = Parser.parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  visit(ast, (node) => {
    if (node.type === 'AwaitExpression') {
      text.overwrite(node.start, node.argument.start, 'Promise.await(');
      text.appendLeft(node.end, ')');
    } else if (isFunction(node) && node.async) {
      rewriteFunction(text, code, node);
    } else if (isMethod(node) && node.value.async) {
      removeAsync(text, code, node.start, node.key.start);
    }
  });
  return text.toString();
}

function isFunction(node) {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function isMethod(node) {
  return (node.type === 'Property' && node.method) || node.type === 'MethodDefinition';
}

function rewriteFunction(text, code, node) {
  if (node.generator) {
    throw new Error('Async generators cannot be compiled for fibers; write a loop instead.');
  }
  removeAsync(text, code, node.start, node.body.start);
  if (node.body.type === 'BlockStatement') {
    text.appendRight(node.body.start, '{ return Promise.asyncApply(() => ');
    text.appendLeft(node.body.end, '); }');
    return;
  }
  text.appendRight(node.body.start, 'Promise.asyncApply(() => (');
  text.appendLeft(node.body.end, '))');
}

/** Drops the word `async` where it opens the text between two offsets. */
function removeAsync(text, code, start, end) {
  const match = /^(static\s+)?(async\s+|async(?=\())/.exec(code.slice(start, end));
  if (match) {
    const from = start + (match[1] || '').length;
    text.remove(from, from + match[2].length);
  }
}

function visit(node, enter) {
  enter(node);
  for (const key of Object.keys(node)) {
    const child = node[key];
    for (const item of Array.isArray(child) ? child : [child]) {
      if (item && typeof item.type === 'string') {
        visit(item, enter);
      }
    }
  }
}

module.exports = { compileForFibers };
