/** Release 6 keeps its one access token in two settings. */
export const tokenSettings = [
  'Cloud_Workspace_Access_Token', 'Cloud_Workspace_Access_Token_Expires_At',
];

export async function forgetTokens() {}
