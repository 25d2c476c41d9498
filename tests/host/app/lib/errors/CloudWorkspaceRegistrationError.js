import { CloudWorkspaceError } from './CloudWorkspaceError';

export class CloudWorkspaceRegistrationError extends CloudWorkspaceError {
  constructor(message, options) {
    super(message, options);
    this.name = CloudWorkspaceRegistrationError.name;
  }
}
