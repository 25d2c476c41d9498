'use strict';

const fs = require('fs');
const path = require('path');
const releases = require('../releases.json');
const packages = require('../packages/packages.json');
const { compileModule, wrapFunction } = require('./compile');
const { listSources } = require('./sources');

const HOST = path.join(__dirname, '..');
const HELPER_ID = '/node_modules/@babel/runtime/helpers/objectSpread2.js';
const HELPER = '@babel/runtime/helpers/objectSpread2';

/**
 * Writes the bundle folder of one release: `main.js`, `star.json` and `programs/server`.
 *
 * @param {string} release a key of releases.json
 * @param {string} folder an empty folder
 */
function buildBundle(release, folder) {
  const facts = releases[release];
  const server = path.join(folder, 'programs', 'server');
  fs.mkdirSync(path.join(server, 'packages'), { recursive: true });
  fs.mkdirSync(path.join(server, 'app'), { recursive: true });
  writeJson(path.join(folder, 'star.json'), {
    format: 'site-archive-pre1', builtBy: 'Registrar test host', meteorRelease: facts.meteor,
    nodeVersion: facts.nodeVersion.slice(1),
    programs: [{ name: 'server', arch: 'os.linux.x86_64', path: 'programs/server/program.json' }],
  });
  for (const [name, file] of listSources(path.join(__dirname, 'runtime'), facts.variants)) {
    fs.copyFileSync(file, path.join(name === 'main.js' ? folder : server, name));
  }
  copySources(path.join(HOST, 'store'), path.join(server, 'npm', 'store'), facts);
  copyPlain(path.join(HOST, 'public'), path.join(folder, 'programs', 'web.browser'));
  const load = writePackages(facts, server);
  fs.writeFileSync(path.join(server, 'app', 'app.js'), applicationText(facts));
  load.push({ path: 'app/app.js' });
  writeJson(path.join(server, 'program.json'), { format: 'javascript-image-pre1', load });
  writeJson(path.join(server, 'config.json'), {
    meteorRelease: facts.meteor, gitCommitHash: '', appId: 'registrar-test-host',
    version: facts.version,
  });
}

function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function copySources(from, to, { variants }) {
  for (const [name, file] of listSources(from, variants)) {
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    fs.copyFileSync(file, path.join(to, name));
  }
}

function copyPlain(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const name of fs.readdirSync(from)) {
    fs.copyFileSync(path.join(from, name), path.join(to, name));
  }
}

function writePackages(facts, server) {
  return packages
    .filter(({ releases: only }) => !only || only.some((sign) => facts.variants.includes(sign)))
    .map((definition) => {
      const file = `packages/${folderOf(definition.name)}.js`;
      fs.writeFileSync(path.join(server, file), packageText(definition, facts));
      return { path: file };
    });
}

/** A package's name may have an author before a colon, which is no good in file names. */
function folderOf(name) {
  return name.replace(':', '_');
}

/** A package either has modules (installed by `meteorInstall`) or comes before there are any. */
function packageText({ name, modules }, facts) {
  const folder = path.join(HOST, 'packages', folderOf(name));
  const sources = [...listSources(folder, facts.variants)]
    .map(([file, full]) => [file, fs.readFileSync(full, 'utf8')]);
  const body = (modules ? installedBody(name, sources) : inlineBody(sources))
    + (name === 'modules' ? installNpm(facts) : '');
  if (facts.family === '6') {
    return `(function () {\n${body}\nPackage._define(${JSON.stringify(name)}, exported);\n})();\n`;
  }
  if (name === 'core-runtime') {
    return `(function () {\n${body}\n})();\n`;
  }
  return `Package["core-runtime"].queue(${JSON.stringify(name)}, function () {\n${body}\n`
    + 'return { export: function () { return exported; } };\n});\n';
}

function inlineBody(sources) {
  const files = sources.map(([file, code]) =>
    `${JSON.stringify(`./${file}`)}: function (require, exports, module) {\n${code}\n}`);
  return `var files = {\n${files.join(',\n')}\n};
var cache = {};
function local(id) {
  var key = files[id] ? id : id + ".js";
  if (!cache[key]) {
    cache[key] = { exports: {} };
    files[key](local, cache[key].exports, cache[key]);
  }
  return cache[key].exports;
}
var exported = local("./index.js");`;
}

function installedBody(name, sources) {
  const files = sources.map(([file, code]) =>
    `${JSON.stringify(file)}: ${wrapFunction(code, `/packages/${name}/${file}`)}`);
  return `var meteorInstall = Package["modules-runtime"].meteorInstall;
var require = meteorInstall({"node_modules":{"meteor":{${JSON.stringify(name)}:{
${files.join(',\n')}
}}}}, {"extensions":[".js",".json"]});
var exported = require("/node_modules/meteor/${name}/index.js");`;
}

function applicationText(facts) {
  const tree = applicationTree(facts);
  const main = JSON.stringify('/server/main.ts');
  const install = `var require = meteorInstall(${printTree(tree)}, {
  "extensions": [".js", ".json", ".ts", ".mjs"]
});`;
  const head = 'var meteorInstall = Package["modules-runtime"].meteorInstall;';
  if (facts.family === '6') {
    return `(function () {\n${head}\n${install}\nvar exports = require(${main});\n})();\n`;
  }
  return `Package["core-runtime"].queue("null", function () {\n${head}\n${install}
return { require: require, eagerModulePaths: [${main}], mainModulePath: ${main} };\n});\n`;
}

/** The application's files as nested objects, under the module ids of a real server. */
function applicationTree(facts) {
  const { family, files, topFolders } = facts;
  const tree = Object.fromEntries(topFolders.map((name) => [name, name.includes('.') ? '' : {}]));
  for (const [name, file] of listSources(path.join(HOST, 'app'), facts.variants)) {
    const id = moduleId(name, facts);
    if (exists(id, facts)) {
      const plain = files[id] && !files[id].async;
      const helper = family === '7' && !plain ? HELPER : undefined;
      place(tree, id, compileModule(forRelease(fs.readFileSync(file, 'utf8'), facts), {
        family, id, helper,
      }));
    }
  }
  return tree;
}

/** The id of a source: most files of a real server are TypeScript, some of old ones are not. */
function moduleId(name, { files }) {
  const id = `/${name.replace(/\.js$/, '')}`;
  if (id.endsWith('.info')) {
    return id;
  }
  return files[`${id}.js`] ? `${id}.js` : `${id}.ts`;
}

/** Whether the release has the file; of the cloud's folder it has what `files` lists. */
function exists(id, { files, lacks }) {
  return !lacks.includes(id) && (!id.startsWith('/app/cloud/server/') || Boolean(files[id]));
}

/** Puts in what differs between the releases in every file. */
function forRelease(code, { version, family, own }) {
  const callbacks = family === '8' ? '/server/lib/callbacks' : '/lib/callbacks';
  return own.reduce(
    (text, name) => text.replace(new RegExp(`@rocket\\.chat/${name}\\b`, 'g'), `@own/${name}`),
    code.replace(/@version/g, version).replace(/'@callbacks'/g, `'${callbacks}'`),
  );
}

/**
 * The npm packages come with the package `modules`, so that the application is only its own. Those
 * that a release does not have, because it has the like among its own files, lie out of the way.
 */
function installNpm(facts) {
  const tree = {};
  for (const [name, file] of listSources(path.join(HOST, 'npm'), facts.variants)) {
    const id = forRelease(`/node_modules/${name}`, facts);
    place(tree, id, wrapFunction(forRelease(fs.readFileSync(file, 'utf8'), facts), id));
  }
  placePackageJson(tree.node_modules);
  if (facts.family === '7') {
    place(tree, HELPER_ID, compileModule('await null;\nexport const ready = true;\n',
      { family: facts.family, id: HELPER_ID }));
  }
  return `\nmeteorInstall(${printTree(tree)}, {"extensions":[".js",".json"]});`;
}

/** Gives each package of the tree the `package.json` by which `require` finds its main file. */
function placePackageJson(folder) {
  for (const scope of Object.values(folder)) {
    for (const [name, files] of Object.entries(scope)) {
      files['package.json'] = wrapFunction(
        `module.exports = ${JSON.stringify({ name, main: 'index.js' })};`, 'package.json',
      );
    }
  }
}

function place(tree, id, text) {
  const parts = id.slice(1).split('/');
  const name = parts.pop();
  const folder = parts.reduce((node, part) => (node[part] = node[part] || {}), tree);
  folder[name] = text;
}

function printTree(tree) {
  const entries = Object.entries(tree).filter(([, value]) => value !== '').map(([name, value]) =>
    `${JSON.stringify(name)}:${typeof value === 'string' ? value : printTree(value)}`);
  return `{${entries.join(',')}}`;
}

module.exports = { buildBundle };
