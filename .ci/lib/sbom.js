'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { root } = require('./execute');

/**
 * What is compiled or linked into the addons; all else comes from the Node process. `package` is
 * the Debian package that brings it.
 */
const PARTS = [
  { name: 'nlohmann-json', package: 'nlohmann-json3-dev', license: 'MIT' },
  { name: 'boost', package: 'libboost1.74-dev', license: 'BSL-1.0' },
  {
    name: 'libstdc++',
    package: 'libstdc++-12-dev',
    license: 'GPL-3.0-or-later WITH GCC-exception-3.1',
  },
  { name: 'libgcc', package: 'libgcc-12-dev', license: 'GPL-3.0-or-later WITH GCC-exception-3.1' },
];

/** @param {string} name of a Debian package @returns {string} its installed version */
function installedVersion(name) {
  return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' });
}

/** @param {typeof PARTS[0]} part */
function componentOf({ name, package: debianPackage, license }) {
  const version = installedVersion(debianPackage);
  const purl = `pkg:deb/debian/${encodeURIComponent(debianPackage)}@${encodeURIComponent(version)}`;
  return {
    type: 'library', 'bom-ref': purl, name, version, licenses: [{ expression: license }], purl,
  };
}

/**
 * @returns {object} the bill of materials; the same for the same tree and the same packages
 */
function billOfMaterials() {
  const { name, version, description } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const purl = `pkg:npm/${name}@${version}`;
  const components = PARTS.map(componentOf);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'library', 'bom-ref': purl, name, version, description, purl },
    },
    components,
    dependencies: [
      { ref: purl, dependsOn: components.map((component) => component['bom-ref']) },
      ...components.map((component) => ({ ref: component['bom-ref'], dependsOn: [] })),
    ],
  };
}

module.exports = { billOfMaterials };

if (require.main === module) {
  const file = path.join(root, 'build', 'sbom.cdx.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(billOfMaterials(), null, 2)}\n`);
}
