export const workspaceScopes = [
  'workspace:license:read', 'workspace:client:write', 'workspace:stats:write',
  'workspace:push:send', 'marketplace:read', 'marketplace:download', 'fedhub:register',
];

export const userScopes = ['openid', 'offline_access'];
