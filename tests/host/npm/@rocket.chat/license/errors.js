'use strict';

class InvalidLicenseError extends Error {
  constructor(message = 'Invalid license') {
    super(message);
    this.name = 'InvalidLicenseError';
  }
}

class DuplicatedLicenseError extends Error {
  constructor(message = 'Duplicated license') {
    super(message);
    this.name = 'DuplicatedLicense';
  }
}

class NotReadyForValidation extends Error {
  constructor(message = 'Not ready for validation') {
    super(message);
    this.name = 'NotReadyForValidation';
  }
}

module.exports = { InvalidLicenseError, DuplicatedLicenseError, NotReadyForValidation };
