/** Something went wrong between the workspace and the cloud. */
export class CloudWorkspaceError extends Error {
  constructor(message, options) {
    super(message);
    this.name = CloudWorkspaceError.name;
    this.cause = options && options.cause;
  }
}
