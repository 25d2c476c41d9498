'use strict';
// The bill of materials names all that is inside of what ships, and nothing of npm ships.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { before, describe, it } = require('node:test');

const ROOT = path.join(__dirname, '..', '..');

describe('the bill of materials', () => {
  let bill;
  before(() => {
    execFileSync('bash', ['.ci/sbom'], { cwd: ROOT });
    bill = JSON.parse(fs.readFileSync(path.join(ROOT, 'build', 'sbom.cdx.json'), 'utf8'));
  });

  it('is of the package and of its version', () => {
    const { name, version } = require('../../package.json');
    assert.equal(bill.bomFormat, 'CycloneDX');
    assert.equal(bill.metadata.component.purl, `pkg:npm/${name}@${version}`);
  });

  it('names the libraries inside the addons with their versions', () => {
    assert.deepEqual(bill.components.map(({ name }) => name),
      ['nlohmann-json', 'boost', 'libstdc++', 'libgcc']);
    for (const { name, version, purl } of bill.components) {
      assert.match(version, /^\d/, name);
      assert.ok(purl.startsWith('pkg:deb/debian/'), purl);
    }
  });

  it('has every part that something depends on', () => {
    const refs = [bill.metadata.component, ...bill.components].map((one) => one['bom-ref']);
    assert.equal(new Set(refs).size, refs.length);
    for (const { ref, dependsOn } of bill.dependencies) {
      for (const one of [ref, ...dependsOn]) assert.ok(refs.includes(one), one);
    }
  });

  it('has no package of npm, for none is needed at run time', () => {
    const manifest = require('../../package.json');
    const { packages } = require('../../package-lock.json');
    const needed = { ...manifest.dependencies, ...manifest.optionalDependencies };
    assert.deepEqual(Object.keys(needed), []);
    const shipped = Object.entries(packages).filter(([place, one]) => place && !one.dev
      && !one.devOptional && !one.peer);
    assert.deepEqual(shipped.map(([place]) => place), []);
  });
});
