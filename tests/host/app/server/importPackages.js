import './lib/unhandledRejections';
import '../app/cloud/server';
import '../app/api/server';
import './settings/lib/told';
import './lib/sendMessagesToAdmins';
