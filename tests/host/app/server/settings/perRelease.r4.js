const hidden = { hidden: true, readonly: true, secret: true };

export async function definePerRelease(group) {
  await group.add('Cloud_Workspace_Access_Token', '', { type: 'string', ...hidden });
  await group.add('Cloud_Workspace_Access_Token_Expires_At', new Date(0), {
    type: 'date', ...hidden,
  });
  await group.add('Cloud_Workspace_Supported_Versions_Token', '', { type: 'string', ...hidden });
  await group.add('Troubleshoot_Disable_Workspace_Sync', false, { type: 'boolean' });
}
