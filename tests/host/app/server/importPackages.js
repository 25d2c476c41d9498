import './lib/unhandledRejections';
import '../app/cloud/server';
import '../app/api/server';
import '../app/lib/server/lib/notifyListener';
import './lib/sendMessagesToAdmins';
