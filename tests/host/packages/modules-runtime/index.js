'use strict';
/* global Npm */

const makeInstaller = Npm.require('install').makeInstaller;

const TOP_LEVEL = /^[^./]/;

/** What is not in the installed tree is a Meteor package or one of Node's own modules. */
function fallback(id, parentId, error) {
  if (TOP_LEVEL.test(id)) {
    const [scope, name, ...rest] = id.split('/');
    if (scope === 'meteor' && rest.length === 0 && Package[name]) {
      return Package[name];
    }
    if (scope !== 'meteor') {
      return Npm.require(id);
    }
  }
  throw error;
}

fallback.resolve = (id, parentId, error) => {
  if (TOP_LEVEL.test(id)) {
    return id;
  }
  throw error;
};

const meteorInstall = makeInstaller({ extensions: ['.js', '.json'], fallback });

module.exports = { meteorInstall, verifyErrors() {} };
