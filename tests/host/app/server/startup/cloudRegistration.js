import { Settings } from '@rocket.chat/models';

export async function ensureCloudWorkspaceRegistered() {
  const id = await Settings.getValueById('Cloud_Workspace_Client_Id');
  const secret = await Settings.getValueById('Cloud_Workspace_Client_Secret');
  const wizard = await Settings.getValueById('Show_Setup_Wizard');
  if ((!id || !secret) && wizard === 'completed') {
    await Settings.updateValueById('Show_Setup_Wizard', 'in_progress');
  }
}
