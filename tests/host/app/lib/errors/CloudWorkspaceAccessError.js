import { CloudWorkspaceError } from './CloudWorkspaceError';

export class CloudWorkspaceAccessError extends CloudWorkspaceError {
  constructor(message, options) {
    super(message, options);
    this.name = CloudWorkspaceAccessError.name;
  }
}
