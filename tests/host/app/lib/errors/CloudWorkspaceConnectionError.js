import { CloudWorkspaceError } from './CloudWorkspaceError';

export class CloudWorkspaceConnectionError extends CloudWorkspaceError {
  constructor(message, options) {
    super(message, options);
    this.name = CloudWorkspaceConnectionError.name;
  }
}
