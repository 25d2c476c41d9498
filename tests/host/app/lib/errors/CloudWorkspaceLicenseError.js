import { CloudWorkspaceError } from './CloudWorkspaceError';

export class CloudWorkspaceLicenseError extends CloudWorkspaceError {
  constructor(message, options) {
    super(message, options);
    this.name = CloudWorkspaceLicenseError.name;
  }
}
