export { fetchWorkspaceSyncPayload as fetchPayload } from '/app/cloud/server/functions/syncWorkspace/fetchWorkspaceSyncPayload';
