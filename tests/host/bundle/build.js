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
 * @param {string} release '6', '7' or '8'
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
  for (const [name, file] of listSources(path.join(__dirname, 'runtime'), release)) {
    fs.copyFileSync(file, path.join(name === 'main.js' ? folder : server, name));
  }
  copySources(path.join(HOST, 'store'), path.join(server, 'npm', 'store'), release);
  copyPlain(path.join(HOST, 'public'), path.join(folder, 'programs', 'web.browser'));
  const load = writePackages(release, server);
  fs.writeFileSync(path.join(server, 'app', 'app.js'), applicationText(release));
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

function copySources(from, to, release) {
  for (const [name, file] of listSources(from, release)) {
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

function writePackages(release, server) {
  return packages
    .filter(({ releases: only }) => !only || only.includes(release))
    .map((definition) => {
      const file = `packages/${definition.name}.js`;
      fs.writeFileSync(path.join(server, file), packageText(definition, release));
      return { path: file };
    });
}

/** A package either has modules (installed by `meteorInstall`) or comes before there are any. */
function packageText({ name, modules }, release) {
  const sources = [...listSources(path.join(HOST, 'packages', name), release)]
    .map(([file, full]) => [file, fs.readFileSync(full, 'utf8')]);
  const body = (modules ? installedBody(name, sources) : inlineBody(sources))
    + (name === 'modules' ? installNpm(release) : '');
  if (release === '6') {
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

function applicationText(release) {
  const tree = applicationTree(release);
  const main = JSON.stringify('/server/main.ts');
  const install = `var require = meteorInstall(${printTree(tree)}, {
  "extensions": [".js", ".json", ".ts", ".mjs"]
});`;
  const head = 'var meteorInstall = Package["modules-runtime"].meteorInstall;';
  if (release === '6') {
    return `(function () {\n${head}\n${install}\nvar exports = require(${main});\n})();\n`;
  }
  return `Package["core-runtime"].queue("null", function () {\n${head}\n${install}
return { require: require, eagerModulePaths: [${main}], mainModulePath: ${main} };\n});\n`;
}

/** The application's files as nested objects, under the module ids of a real server. */
function applicationTree(release) {
  const facts = releases[release];
  const { files, topFolders } = facts;
  const tree = Object.fromEntries(topFolders.map((name) => [name, name.includes('.') ? '' : {}]));
  for (const [name, file] of listSources(path.join(HOST, 'app'), release)) {
    const id = `/${name.replace(/\.js$/, name.endsWith('.info.js') ? '' : '.ts')}`;
    const code = fs.readFileSync(file, 'utf8').replace(/@version/g, facts.version).replace(/'@callbacks'/g, release === '8'
      ? '\'/server/lib/callbacks\'' : '\'/lib/callbacks\'');
    const plain = files[id] && !files[id].async;
    const helper = release === '7' && !plain ? HELPER : undefined;
    place(tree, id, compileModule(code, { release, id, helper }));
  }
  return tree;
}

/** The npm packages come with the package `modules`, so that the application is only its own. */
function installNpm(release) {
  const tree = {};
  for (const [name, file] of listSources(path.join(HOST, 'npm'), release)) {
    const id = `/node_modules/${name}`;
    place(tree, id, wrapFunction(fs.readFileSync(file, 'utf8'), id));
  }
  placePackageJson(tree.node_modules);
  if (release === '7') {
    place(tree, HELPER_ID, compileModule('await null;\nexport const ready = true;\n',
      { release, id: HELPER_ID }));
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
