'use strict';

class InvalidLicenseError extends Error {
  constructor() {
    super('Invalid license');
    this.name = 'InvalidLicense';
  }
}

class DuplicatedLicenseError extends Error {
  constructor() {
    super('Duplicated license');
    this.name = 'DuplicatedLicense';
  }
}

class NotReadyForValidation extends Error {
  constructor() {
    super('Not ready for validation');
    this.name = 'NotReadyForValidation';
  }
}

module.exports = { InvalidLicenseError, DuplicatedLicenseError, NotReadyForValidation };
