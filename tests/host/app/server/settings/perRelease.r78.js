export async function definePerRelease(group) {
  await group.add('Cloud_Sync_Announcement_Payload', 'null', {
    type: 'string', hidden: true, secret: true,
  });
}
