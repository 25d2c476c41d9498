import { WorkspaceCredentials } from '@rocket.chat/models';

export const tokenSettings = [];

export const forgetTokens = () => WorkspaceCredentials.removeAllCredentials();
