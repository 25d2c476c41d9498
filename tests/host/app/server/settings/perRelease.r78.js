const hidden = { hidden: true, readonly: true, secret: true };

export async function definePerRelease(group) {
  await group.add('Cloud_Billing_Url', 'https://billing.rocket.chat', {
    type: 'string', ...hidden,
  });
  await group.add('Cloud_Workspace_Supported_Versions_Token', '', { type: 'string', ...hidden });
  await group.add('Cloud_Sync_Announcement_Payload', 'null', {
    type: 'string', hidden: true, secret: true,
  });
}
